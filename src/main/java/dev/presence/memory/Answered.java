package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.FileReplacer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Per question what the last answer was made from, and its digest: an answer of the same rows has
 * the same digest and need not be hashed. No answer is kept.
 */
public final class Answered {
  private static final int LARGEST = 64 << 20;

  private final StateFolder state;
  private boolean damaged;

  public Answered(StateFolder state) {
    this.state = state;
  }

  /**
   * One asked part as it was last answered.
   *
   * @param peers of each peer {@code id@birth:serial}, the row that it was made from, by id
   * @param draining the same of the draining nodes
   */
  public record Part(String digest, List<String> peers, List<String> draining) {
    public boolean isOf(List<String> otherPeers, List<String> otherDraining) {
      return peers.equals(otherPeers) && draining.equals(otherDraining);
    }
  }

  /** The ids of {@code id@birth:serial}. */
  public static List<String> ids(List<String> sources) {
    List<String> ids = new ArrayList<>(sources.size());
    for (String source : sources) {
      ids.add(source.substring(0, source.lastIndexOf('@')));
    }
    return ids;
  }

  /** What is remembered of a question, by part; empty when nothing is. */
  public Map<String, Part> recall(String question) {
    Path file = file(question);
    Map<String, Part> parts = new TreeMap<>();
    if (file == null) {
      return parts;
    }
    damaged = false;
    try {
      String text = new String(BoundedFile.read(file, LARGEST), StandardCharsets.UTF_8);
      String[] lines = text.split("\n", -1);
      boolean whole = lines.length > 1 && lines[lines.length - 1].isEmpty();
      damaged = !whole;
      for (int i = 1; whole && lines[0].equals(line(question)) && i < lines.length - 1; i++) {
        String[] columns = lines[i].split("\t", -1);
        parts.put(columns[0], new Part(columns[1], list(columns[2]), list(columns[3])));
      }
    } catch (NoSuchFileException e) {
      return parts;
    } catch (IOException | ArrayIndexOutOfBoundsException e) {
      damaged = file.getParent() != null && Files.isDirectory(file.getParent());
      return new TreeMap<>();
    }
    return parts;
  }

  /** Why nothing was remembered although it should be, a sentence; null when all is well. */
  public @Nullable String warning() {
    return damaged
        ? "what was last answered is not readable in %s, is put aside as answered/*.damaged and learnt anew"
            .formatted(state.name())
        : null;
  }

  private static String line(String question) {
    return question.replace('\n', ' ');
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  /** Keeps it; called under the folder's lock. */
  public void remember(String question, Map<String, Part> parts) throws IOException {
    Path file = file(question);
    if (file == null) {
      return;
    }
    if (damaged) {
      state.setAside(file);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(question));
    for (Map.Entry<String, Part> part : new TreeMap<>(parts).entrySet()) {
      lines.add(
          String.join(
              "\t",
              part.getKey(),
              part.getValue().digest(),
              String.join(" ", part.getValue().peers()),
              String.join(" ", part.getValue().draining())));
    }
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    state.write(file, new FileReplacer.Bytes(bytes));
  }

  private @Nullable Path file(String question) {
    return state.file("answered", Key.of(question));
  }
}
