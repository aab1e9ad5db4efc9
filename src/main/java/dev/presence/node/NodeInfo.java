package dev.presence.node;

import dev.presence.files.BoundedFile;
import dev.presence.format.FactsFormat;
import dev.presence.format.JsonReader;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadFactException;
import dev.presence.model.FailureKind;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Secrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what this node is: a folder with a file a fact, {@code NAME.txt} with
 * text or {@code NAME.json} with JSON. Other files and hidden ones are left alone.
 */
public final class NodeInfo {
  private static final String TEXT = ".txt";
  private static final String JSON = ".json";

  private final Path folder;

  public NodeInfo(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /** Whether anything is there, a folder or what should be one. */
  public boolean exists() {
    return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /** The node's name alone; null where that cannot be told, which {@link #read} says why. */
  public @Nullable NodeName id() {
    Path file = folder.resolve(KnownFacts.INSTANCE_ID + TEXT);
    try {
      String text =
          new String(BoundedFile.read(file, JsonReader.LARGEST), StandardCharsets.UTF_8).strip();
      return NodeName.isValid(text) ? new NodeName(text) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The node's facts. What looks like a secret is left out, and that is said.
   *
   * @throws PresenceException when there is no such folder, or a fact is empty or wrong
   */
  public NodeFacts read() {
    require();
    Map<String, @Nullable Object> facts = new HashMap<>();
    List<String> warnings = new ArrayList<>();
    for (Path file : files()) {
      addFact(file, facts, warnings);
    }
    return new NodeFacts(record(facts), warnings);
  }

  /**
   * Makes sure that there is such a folder.
   *
   * @throws PresenceException when there is none
   */
  public void require() {
    if (!exists()) {
      throw PresenceException.config(
          "no nodeinfo folder %s: make it, with instance-id.txt and nodepart.txt, or name it with --nodeinfo"
              .formatted(Printable.of(folder)));
    }
  }

  private NodeRecord record(Map<String, @Nullable Object> facts) {
    try {
      NodeRecord record = FactsFormat.record(facts, null);
      RecordFormat.printChecked(record);
      return record;
    } catch (BadFactException e) {
      throw PresenceException.config(wrong(e, facts.get(e.fact())));
    } catch (UnreadableException e) {
      throw PresenceException.config(
          "the record of the facts in %s %s".formatted(Printable.of(folder), e.getMessage()));
    }
  }

  private String wrong(BadFactException e, @Nullable Object value) {
    if (value == null) {
      return "the facts in %s are wrong: %s".formatted(Printable.of(folder), e.getMessage());
    }
    Path text = folder.resolve(e.fact() + TEXT);
    Path file = Files.exists(text) ? text : folder.resolve(e.fact() + JSON);
    return "%s holds %s: %s"
        .formatted(
            Printable.of(file),
            value instanceof String said ? "\"" + Printable.of(said) + "\"" : "another value",
            e.getMessage());
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        files.add(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "cannot list the nodeinfo folder %s: see what it is, and its rights"
              .formatted(Printable.of(folder)),
          e);
    }
    Collections.sort(files);
    return files;
  }

  private void addFact(Path file, Map<String, @Nullable Object> facts, List<String> warnings) {
    String fileName = file.getFileName().toString();
    boolean json = fileName.endsWith(JSON);
    if (fileName.startsWith(".") || !(json || fileName.endsWith(TEXT))) {
      return;
    }
    String name = fileName.substring(0, fileName.length() - (json ? JSON : TEXT).length());
    checkName(file, name);
    Object value = json ? json(file) : text(file);
    if (Secrets.match(name, value)) {
      warnings.add(
          "%s is left out: it looks like a secret, and a list is public"
              .formatted(Printable.of(file)));
      return;
    }
    if ("".equals(value) && KnownFacts.isKnown(name)) {
      throw PresenceException.config(
          "%s is empty: write the %s there, or delete it".formatted(Printable.of(file), name));
    }
    if (facts.containsKey(name)) {
      throw PresenceException.config(
          "the fact %s stands twice in %s: delete one file".formatted(name, Printable.of(folder)));
    }
    facts.put(name, value);
  }

  private static void checkName(Path file, String name) {
    if (!KnownFacts.isName(name)) {
      throw PresenceException.config(
          "%s names no fact: a fact's name is 1 to 63 of A-Z, a-z, 0-9, '.', '_', '-'"
              .formatted(Printable.of(file)));
    }
    if (name.equals(KnownFacts.TSS) || name.equals(KnownFacts.REQUIRES)) {
      throw PresenceException.config(
          "%s cannot be a fact: presence itself says it; delete the file"
              .formatted(Printable.of(file)));
    }
  }

  private static String text(Path file) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes(file)))
          .toString()
          .strip();
    } catch (CharacterCodingException e) {
      throw new PresenceException(
          FailureKind.CONFIG, Printable.of(file) + " is not UTF-8: write it anew", e);
    }
  }

  private static @Nullable Object json(Path file) {
    byte[] bytes = bytes(file);
    try {
      return JsonReader.readValue(bytes, bytes.length);
    } catch (UnreadableException e) {
      throw PresenceException.config(
          "%s %s: write it anew".formatted(Printable.of(file), e.getMessage()));
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return BoundedFile.read(file, JsonReader.LARGEST);
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "%s cannot be a fact: %s"
              .formatted(Printable.of(file), Printable.of(BoundedFile.reason(e))),
          e);
    }
  }
}
