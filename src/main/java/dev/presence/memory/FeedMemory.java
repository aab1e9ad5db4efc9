package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What each feed's file was made from, and which file that was: a file that is still the same, made
 * from what there is now, need not be made again. Losing it costs a rendering.
 */
public final class FeedMemory {
  private static final String MAGIC = "presence-feeds\t1";
  private static final int LARGEST = 1 << 20;

  private final StateFolder state;

  public FeedMemory(StateFolder state) {
    this.state = state;
  }

  /** Whether anything is remembered. */
  public boolean isKept() {
    Path file = file();
    return file != null && Files.exists(file);
  }

  /** File to what it was made from and its version, as {@link #line} has them; perhaps empty. */
  public Map<String, String> recall() {
    Map<String, String> made = new TreeMap<>();
    Path file = file();
    if (file == null) {
      return made;
    }
    try {
      String[] lines =
          new String(BoundedFile.read(file, LARGEST), StandardCharsets.UTF_8).split("\n", -1);
      for (int i = 1; lines[0].equals(MAGIC) && i < lines.length; i++) {
        int tab = lines[i].indexOf('\t');
        if (tab > 0) {
          made.put(lines[i].substring(0, tab), lines[i].substring(tab + 1));
        }
      }
    } catch (IOException e) {
      made.clear();
    }
    return made;
  }

  /**
   * What is remembered of one file.
   *
   * @param source what it was made from
   * @return null when there is no such file
   */
  public static @Nullable String line(String source, Path target) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return plain(source)
          + "\t"
          + found.size()
          + "\t"
          + found.lastModifiedTime().to(TimeUnit.NANOSECONDS)
          + "\t"
          + found.fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** A file's name as it is remembered. */
  public static String name(Path file) {
    return plain(file.toString());
  }

  private static String plain(String text) {
    return text.replace('\t', ' ').replace('\n', ' ');
  }

  /** Keeps it; what cannot be kept is made again. */
  public @Nullable String remember(Map<String, String> made, Deadline deadline) {
    return state.change(deadline, new Remembering(made));
  }

  /** A class and not a lambda: the run of each minute links none. */
  private final class Remembering implements StateFolder.Change {
    private final Map<String, String> made;

    private Remembering(Map<String, String> made) {
      this.made = made;
    }

    @Override
    public void make() throws IOException {
      Path file = file();
      StringBuilder text = new StringBuilder(MAGIC).append('\n');
      for (Map.Entry<String, String> one : made.entrySet()) {
        text.append(one.getKey()).append('\t').append(one.getValue()).append('\n');
      }
      if (file != null && made.isEmpty()) {
        Files.deleteIfExists(file);
      } else if (file != null) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        state.write(file, new FileReplacer.Bytes(bytes));
      }
    }
  }

  private @Nullable Path file() {
    return state.file("feeds", "made");
  }
}
