package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.format.JournalFormat;
import dev.presence.format.UnreadableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each change of an answer of this node: who left when, and why. Of 1 MB the older half goes. */
public final class Journal {
  private static final int LARGEST = 1 << 20;

  private final StateFolder state;

  public Journal(StateFolder state) {
    this.state = state;
  }

  /** Adds lines; called under the folder's lock. */
  public void add(List<JournalFormat.Change> changes) throws IOException {
    Path file = file();
    if (file == null || changes.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (JournalFormat.Change change : changes) {
      lines.append(new String(JournalFormat.print(change), StandardCharsets.US_ASCII));
    }
    String text = lines.toString();
    if (size(file) + text.length() > LARGEST) {
      String kept = (size(file) > 2 * LARGEST ? "" : newerHalf(text(file))) + text;
      String bounded = kept.length() > LARGEST ? newerHalf(kept) : kept;
      state.write(file, out -> out.write(bounded.getBytes(StandardCharsets.US_ASCII)));
      return;
    }
    StateFolder.make(file.getParent());
    // A line that a kill tore has no end: the next one begins with one, and the torn one is none.
    boolean torn = isTorn(file);
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(((torn ? "\n" : "") + text).getBytes(StandardCharsets.US_ASCII));
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String newerHalf(String text) {
    int half = text.indexOf('\n', text.length() / 2);
    return half < 0 ? "" : text.substring(half + 1);
  }

  private static boolean isTorn(Path file) throws IOException {
    String text = size(file) == 0 ? "\n" : text(file);
    return !text.endsWith("\n");
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static String text(Path file) throws IOException {
    return new String(BoundedFile.read(file, 2 * LARGEST), StandardCharsets.US_ASCII);
  }

  /** All lines that are whole, the oldest first. */
  public List<JournalFormat.Change> read() throws IOException {
    List<JournalFormat.Change> changes = new ArrayList<>();
    Path file = file();
    if (file == null || size(file) == 0) {
      return changes;
    }
    for (String line : text(file).split("\n", -1)) {
      try {
        changes.add(JournalFormat.parse(line));
      } catch (UnreadableException e) {
        // Torn by a kill.
      }
    }
    return changes;
  }

  private @Nullable Path file() {
    return state.file("journal", "answers.jsonl");
  }
}
