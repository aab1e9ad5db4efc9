package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.model.Spans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the agent of this node tells of itself, so that others of its processes see how it goes. */
public final class AgentMemory {
  private static final int LONGEST = 256;
  private static final int MISSED = 3;

  private final StateFolder state;

  public AgentMemory(StateFolder state) {
    this.state = state;
  }

  /**
   * Its last turn that came to its end.
   *
   * @param pid its process
   * @param at when that was, in seconds since 1970
   * @param every the seconds between two turns
   */
  public record Turn(long pid, long at, long every) {
    /** Whether its process is there. */
    public boolean isRunning() {
      return Files.isDirectory(Path.of("/proc", Long.toString(pid)));
    }

    /** Whether it missed three turns; a clock that was set back tells the same, for one turn. */
    public boolean isLate(long now) {
      return Math.abs(now - at) > MISSED * every;
    }

    /** What is wrong then, a sentence. */
    public String late(long now) {
      return "the agent, process %d, came to the end of no beat for %s: see what it says or waits for, and 'systemctl restart presence-agent'"
          .formatted(pid, Spans.words(Math.abs(now - at)));
    }
  }

  /** The last turn; null where no agent ever ran, or it cannot be read. */
  public @Nullable Turn recall() {
    Path file = file();
    if (file == null) {
      return null;
    }
    try {
      String text = new String(BoundedFile.read(file, LONGEST), StandardCharsets.US_ASCII);
      Columns line = new Columns(text.strip());
      return new Turn(line.number(), line.number(), line.number());
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * Remembers it.
   *
   * @return why that could not be done, a sentence; null when all is well
   */
  public @Nullable String remember(Turn turn, Deadline deadline) {
    Path file = file();
    if (file == null) {
      return null;
    }
    String line = turn.pid() + "\t" + turn.at() + "\t" + turn.every() + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
    return state.change(deadline, () -> state.write(file, new FileReplacer.Bytes(bytes)));
  }

  private @Nullable Path file() {
    return state.file("change", "agent");
  }
}
