package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.FileReplacer;
import dev.presence.model.Life;
import dev.presence.model.Shown;
import dev.presence.model.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who was seen alive, and whom each part was answered with: one small file, replaced whole with
 * each look that saw a beat. A line of it is a node or a part, columns with tabs between.
 */
public final class LifeMemory {
  private static final String MAGIC = "presence-life\t1\t";
  private static final String NODE = "node";
  private static final String PART = "part";
  private static final int LARGEST = 64 << 20;

  /** A node that no question asked about for so long is forgotten: two days. */
  private static final long FORGOTTEN_MILLIS = 2 * 86400L * 1000;

  /** And a part that nobody asked for: thirty days. */
  private static final long UNASKED_MILLIS = 30 * 86400L * 1000;

  private static final char TAB = Columns.TAB;

  private final StateFolder state;

  public LifeMemory(StateFolder state) {
    this.state = state;
  }

  /**
   * All of it.
   *
   * @param look the number of the last look
   * @param lives by id
   * @param shown by {@code Question.key}
   * @param warning why there is nothing although there should be, a sentence; null when all is well
   */
  public record Recalled(
      long look, Map<String, Life> lives, Map<String, Shown> shown, @Nullable String warning) {
    /** Whether anything is remembered. */
    public boolean isKnown() {
      return look > 0;
    }
  }

  /** What is remembered. */
  public Recalled recall() {
    Path file = file();
    if (file == null) {
      return nothing(null);
    }
    try {
      return parse(new String(BoundedFile.read(file, LARGEST), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return nothing(null);
    } catch (IOException e) {
      Path folder = file.getParent();
      boolean gone = folder == null || !Files.isDirectory(folder);
      return nothing(gone ? null : damage(BoundedFile.reason(e)));
    } catch (RuntimeException e) {
      return nothing(damage("is damaged"));
    }
  }

  private static Recalled nothing(@Nullable String warning) {
    return new Recalled(0, new HashMap<>(), new HashMap<>(), warning);
  }

  private String damage(String why) {
    return "who was seen alive is not readable in %s, is kept there as life/lives.damaged, and is learnt anew: %s"
        .formatted(state.name(), why);
  }

  private static Recalled parse(String text) {
    int end = text.indexOf('\n');
    if (!text.startsWith(MAGIC) || !text.endsWith("\n")) {
      throw new IllegalArgumentException("of another version");
    }
    long look = Long.parseLong(text.substring(MAGIC.length(), end));
    Map<String, Life> lives = new HashMap<>();
    Map<String, Shown> shown = new HashMap<>();
    while (end + 1 < text.length()) {
      int next = text.indexOf('\n', end + 1);
      Columns line = new Columns(text.substring(end + 1, next));
      if (line.next().equals(NODE)) {
        lives.put(line.next(), life(line));
      } else {
        shown.put(line.next(), shown(line));
      }
      end = next;
    }
    return new Recalled(look, lives, shown, null);
  }

  private static Life life(Columns line) {
    int every = Math.toIntExact(line.number());
    long silence = line.number();
    long look = line.number();
    long at = line.number();
    long heard = line.number();
    long lag = line.number();
    String home = line.next();
    String cause = line.next();
    Life.Death death = null;
    if (!cause.isEmpty()) {
      death =
          new Life.Death(
              Life.Cause.valueOf(cause),
              new Stamp(line.next()),
              line.next(),
              Math.toIntExact(line.number()),
              line.next());
    }
    Map<String, Life.Pulse> pulses = new HashMap<>();
    for (String store = line.next(); !store.isEmpty(); store = line.next()) {
      pulses.put(store, new Life.Pulse(line.number(), line.next(), line.number()));
    }
    return new Life(every, silence, look, at, heard, lag, home, death, pulses, marks(line));
  }

  private static Map<String, Life.Mark> marks(Columns line) {
    String store = line.next();
    if (store.isEmpty()) {
      return Map.of();
    }
    Map<String, Life.Mark> marks = new HashMap<>();
    for (; !store.isEmpty(); store = line.next()) {
      int session = Math.toIntExact(line.number());
      marks.put(store, new Life.Mark(session, Life.Standing.valueOf(line.next()), line.number()));
    }
    return marks;
  }

  private static Shown shown(Columns line) {
    List<String> peers = words(line.next());
    long answered = line.number();
    List<Shown.Event> events = new ArrayList<>();
    for (String at = line.next(); !at.isEmpty(); at = line.next()) {
      events.add(
          new Shown.Event(
              Long.parseLong(at), Math.toIntExact(line.number()), Math.toIntExact(line.number())));
    }
    return new Shown(peers, events, answered);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(' ', start);
      words.add(text.substring(start, end < 0 ? text.length() : end));
      start = end < 0 ? text.length() : end + 1;
    }
    return words;
  }

  /** Puts a damaged file aside; called under the folder's lock. */
  public void setAside() throws IOException {
    Path file = file();
    if (file != null) {
      state.setAside(file);
    }
  }

  /**
   * Writes it; called under the folder's lock.
   *
   * @param now in milliseconds since 1970: what was not asked for long is left out
   */
  public void write(long look, Map<String, Life> lives, Map<String, Shown> shown, long now)
      throws IOException {
    Path file = file();
    if (file == null) {
      return;
    }
    StringBuilder text = new StringBuilder(128 * lives.size() + 256);
    text.append(MAGIC).append(look).append('\n');
    for (Map.Entry<String, Life> life : new TreeMap<>(lives).entrySet()) {
      if (Math.abs(now - life.getValue().at()) < FORGOTTEN_MILLIS) {
        append(text, life.getKey(), life.getValue());
      }
    }
    for (Map.Entry<String, Shown> part : new TreeMap<>(shown).entrySet()) {
      if (Math.abs(now - part.getValue().at()) >= UNASKED_MILLIS) {
        continue;
      }
      text.append(PART).append(TAB).append(part.getKey()).append(TAB);
      text.append(String.join(" ", part.getValue().peers()));
      text.append(TAB).append(part.getValue().at());
      for (Shown.Event event : part.getValue().events()) {
        text.append(TAB).append(event.at()).append(TAB).append(event.peers());
        text.append(TAB).append(event.silenced());
      }
      text.append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    state.write(file, new FileReplacer.Bytes(bytes));
  }

  private static void append(StringBuilder text, String id, Life life) {
    text.append(NODE).append(TAB).append(id).append(TAB).append(life.every()).append(TAB);
    text.append(life.silence()).append(TAB).append(life.look()).append(TAB).append(life.at());
    text.append(TAB).append(life.heard()).append(TAB).append(life.lag()).append(TAB);
    text.append(life.home()).append(TAB);
    Life.Death death = life.death();
    if (death != null) {
      text.append(death.cause().name()).append(TAB).append(death.at()).append(TAB);
      text.append(death.stamp()).append(TAB).append(death.advances()).append(TAB);
      text.append(death.why().replace(TAB, ' ').replace('\n', ' '));
    }
    for (Map.Entry<String, Life.Pulse> pulse : new TreeMap<>(life.pulses()).entrySet()) {
      text.append(TAB).append(pulse.getKey()).append(TAB).append(pulse.getValue().seq());
      text.append(TAB).append(pulse.getValue().version());
      text.append(TAB).append(pulse.getValue().look());
    }
    if (!life.marks().isEmpty()) {
      appendMarks(text, life.marks());
    }
    text.append('\n');
  }

  /** Behind an empty column, where a version without marks stops reading. */
  private static void appendMarks(StringBuilder text, Map<String, Life.Mark> marks) {
    text.append(TAB);
    for (Map.Entry<String, Life.Mark> mark : new TreeMap<>(marks).entrySet()) {
      text.append(TAB).append(mark.getKey()).append(TAB).append(mark.getValue().session());
      text.append(TAB).append(mark.getValue().standing().name());
      text.append(TAB).append(mark.getValue().counted());
    }
  }

  private @Nullable Path file() {
    return state.file("life", "lives");
  }
}
