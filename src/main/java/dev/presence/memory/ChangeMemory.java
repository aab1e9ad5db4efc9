package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.files.LockFile;
import dev.presence.model.Acting;
import dev.presence.model.Beat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node last acted on and what came of it, in the folder {@code change} beside the rest of
 * the memory, with the private copy of the answer that a change acts on and what it printed.
 */
public final class ChangeMemory {
  private static final String MAGIC = "presence-change\t1";
  private static final int LARGEST = 16 << 20;

  private final StateFolder state;
  private boolean damaged;

  public ChangeMemory(StateFolder state) {
    this.state = state;
  }

  /** Where it is remembered; null where there is no memory. */
  public @Nullable Path file() {
    return file("state");
  }

  /** What is remembered; nothing where nothing can be read. */
  public Acting recall() {
    Path file = file("state");
    damaged = false;
    try {
      return file == null
          ? Acting.NOTHING
          : parse(new String(BoundedFile.read(file, LARGEST), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Acting.NOTHING;
    } catch (IOException | RuntimeException e) {
      damaged = true;
      return Acting.NOTHING; // A change more is better than one less.
    }
  }

  /** Why nothing was remembered although it should be, a sentence; null when all is well. */
  public @Nullable String warning() {
    return damaged
        ? "what was last acted on is not readable in %s, and is put aside as change/state.damaged: a change more may come of it"
            .formatted(state.name())
        : null;
  }

  private static Acting parse(String text) {
    String[] lines = text.split("\n", -1);
    if (!lines[0].equals(MAGIC)) {
      throw new IllegalArgumentException("of another version");
    }
    Columns line = new Columns(lines[1]);
    long succeeded = line.number();
    long attempted = line.number();
    int failures = Math.toIntExact(line.number());
    String tried = line.next();
    String why = line.next();
    String pending = line.next();
    long since = line.number();
    List<String> troubles = list(line.next(), "\u001f");
    SortedMap<String, Beat.Acted> acted = new TreeMap<>();
    for (int i = 2; i < lines.length - 1; i++) {
      Columns part = new Columns(lines[i]);
      acted.put(part.next(), new Beat.Acted(part.next(), list(part.next(), " ")));
    }
    return new Acting(acted, succeeded, attempted, failures, tried, why, pending, since, troubles);
  }

  private static List<String> list(String text, String separator) {
    return text.isEmpty() ? List.of() : List.copyOf(Arrays.asList(text.split(separator, -1)));
  }

  /** How what is remembered changes; called under the folder's lock with what is there by then. */
  public interface Step {
    Acting from(Acting before);
  }

  /**
   * Changes what is remembered.
   *
   * @return why it could not be kept, a sentence; null when all is well
   */
  public @Nullable String change(Deadline deadline, Step step) {
    return state.change(deadline, new Changing(step));
  }

  /** A class and not a lambda: the run of each minute links none. */
  private final class Changing implements StateFolder.Change {
    private final Step step;

    private Changing(Step step) {
      this.step = step;
    }

    @Override
    public void make() throws IOException {
      Path file = file("state");
      byte[] bytes = print(step.from(recall()));
      if (file != null && damaged) {
        state.setAside(file);
      }
      if (file != null && !BoundedFile.hasBytes(file, bytes)) {
        state.write(file, new FileReplacer.Bytes(bytes));
      }
    }
  }

  private static byte[] print(Acting acting) {
    List<String> lines = new ArrayList<>();
    lines.add(MAGIC);
    lines.add(
        String.join(
            "\t",
            Long.toString(acting.succeeded()),
            Long.toString(acting.attempted()),
            Integer.toString(acting.failures()),
            acting.tried(),
            acting.why().replace('\t', ' ').replace('\n', ' '),
            acting.pending(),
            Long.toString(acting.since()),
            String.join("\u001f", acting.troubles()).replace('\t', ' ').replace('\n', ' ')));
    for (Map.Entry<String, Beat.Acted> part : acting.acted().entrySet()) {
      lines.add(
          String.join(
              "\t",
              part.getKey(),
              part.getValue().digest(),
              String.join(" ", part.getValue().draining())));
    }
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the private copy of the answer; nobody else does, and not while a change acts on it.
   *
   * @return why it could not be, a sentence; null when all is well
   */
  public @Nullable String keepAnswer(byte[] answer, Deadline deadline) {
    return state.change(
        deadline,
        () -> {
          Path file = file("answer.json");
          if (file != null) {
            state.write(file, out -> out.write(answer));
          }
        });
  }

  /** The private copy of the answer; null where there is no memory. */
  public @Nullable Path answer() {
    return file("answer.json");
  }

  /** What the last change printed; null where there is no memory. */
  public @Nullable Path log() {
    return file("log");
  }

  /**
   * The lock that a change holds from its beginning to its end.
   *
   * @return null when another change holds it
   * @throws IOException when there is no place for it
   */
  public @Nullable LockFile lock() throws IOException {
    return tryLock("lock");
  }

  /** The lock of the beat that is at work, or of the agent. */
  public @Nullable LockFile beatLock() throws IOException {
    return tryLock("beat.lock");
  }

  /** The same for who waits until the deadline. */
  public @Nullable LockFile beatLock(Deadline deadline) throws IOException {
    return tryLock("beat.lock", deadline);
  }

  private @Nullable LockFile tryLock(String name) throws IOException {
    return tryLock(name, Deadline.in(Duration.ZERO));
  }

  private @Nullable LockFile tryLock(String name, Deadline deadline) throws IOException {
    Path file = file(name);
    if (file == null) {
      throw new IOException("there is no folder to remember in");
    }
    StateFolder.make(file.getParent());
    return LockFile.hold(file, deadline);
  }

  private @Nullable Path file(String name) {
    return state.file("change", name);
  }
}
