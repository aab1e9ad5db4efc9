package dev.presence.heartbeat;

import dev.presence.files.BoundedFile;
import dev.presence.files.FileReplacer;
import dev.presence.format.AnswerFormat;
import dev.presence.format.AnswerText;
import dev.presence.format.UnreadableException;
import dev.presence.model.Answer;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file that an answer goes to, written whole and only on a change. */
public final class AnswerFile {
  private static final int LARGEST = 64 << 20;

  /** In which form an answer is delivered. */
  public interface Form {
    Form JSON = new Json();
    Form LINES = new Lines();

    /**
     * An answer in this form.
     *
     * @param json the same as node attributes
     */
    String of(Answer answer, String json);

    /** Whom the form cannot carry, a sentence each. */
    default List<String> leftOut(Answer answer) {
      return List.of();
    }
  }

  /** As node attributes: what a memory that was lost is made from. */
  private static final class Json implements Form {
    @Override
    public String of(Answer answer, String json) {
      return json;
    }
  }

  private static final class Lines implements Form {
    @Override
    public String of(Answer answer, String json) {
      return AnswerText.lines(answer);
    }
  }

  private final Path file;
  private final Form form;
  private final FileReplacer replacer;

  /**
   * That file.
   *
   * @param replacer writes it, perhaps after a check
   */
  public AnswerFile(Path file, Form form, FileReplacer replacer) {
    this.file = file;
    this.form = form;
    this.replacer = replacer;
  }

  /** Whether it has just this text. */
  boolean has(String text) {
    return BoundedFile.hasBytes(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The answer that it holds; null when it holds none that can be read. */
  @Nullable Answer answer() {
    try {
      return form == Form.JSON ? AnswerFormat.parse(BoundedFile.read(file, LARGEST)) : null;
    } catch (IOException | UnreadableException e) {
      return null;
    }
  }

  /** What this text would change in it, a line {@code -} or {@code +} each. */
  public String difference(Answer answer, String text) {
    if (form == Form.JSON) {
      Answer old = answer();
      return AnswerText.difference(old == null ? new Answer(new TreeMap<>()) : old, answer);
    }
    String old;
    try {
      old = new String(BoundedFile.read(file, LARGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      old = "";
    }
    return AnswerText.difference(old, text);
  }

  /**
   * Writes it, unless it has this text.
   *
   * @return warnings, a sentence each
   */
  List<String> deliver(String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8), replacer);
  }

  /** Writes a file that somebody named, unless it has these bytes. */
  public static List<String> write(Path file, byte[] bytes, FileReplacer replacer) {
    try {
      List<String> warnings = new ArrayList<>();
      for (String warning :
          replacer
              .replaceIfChanged(
                  target(file), bytes, FileReplacer.Sync.DISK, FileReplacer.Access.KEPT)
              .warnings()) {
        warnings.add(Printable.of(file) + " " + warning);
      }
      return warnings;
    } catch (CandidateCheck.RefusedException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "%s stays as it is: %s; mend what the check says, or the check"
              .formatted(Printable.of(file), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "cannot write %s: %s; name a file in a folder that is there and may be written"
              .formatted(Printable.of(file), Printable.of(BoundedFile.reason(e))),
          e);
    }
  }

  /**
   * What is written when that file is: a link stays, and leads to the new bytes, there already or
   * not.
   *
   * @throws IOException when it is no file that could be replaced
   */
  public static Path target(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("is no regular file, and a rename would end what it is");
    }
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == 40) {
        throw new IOException("is a link that leads back to itself");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
    }
    return target;
  }
}
