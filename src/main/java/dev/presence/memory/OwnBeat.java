package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Bytes;
import dev.presence.files.Deadline;
import dev.presence.model.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What this node last set out to beat, so that another machine under its name is found out. */
public final class OwnBeat {
  private static final int LONGEST = 256;

  private final StateFolder state;

  public OwnBeat(StateFolder state) {
    this.state = state;
  }

  /**
   * The last one.
   *
   * @param boot the machine's boot then; what is remembered may be lost with a power cut
   * @param over the greatest number that others had counted to when this machine took the name over
   *     from them: those beats may still stand where its own could not be written
   */
  public record Last(long seq, String boot, long over) {}

  /**
   * The last beat under that name; null when nothing is remembered. A machine that had to take
   * another name among those that beat, its own being lost or not readable, remembers none.
   */
  public @Nullable Last recall(NodeName id) {
    Path file = file(id);
    if (file == null) {
      return null;
    }
    try {
      String text = new String(BoundedFile.read(file, LONGEST), StandardCharsets.US_ASCII);
      Columns line = new Columns(text.strip());
      long seq = line.number();
      String boot = line.next();
      String over = line.next(); // An older version wrote neither this nor the next.
      String writer = line.next();
      return writer.isEmpty() || writer.equals(state.writer())
          ? new Last(seq, boot, over.isEmpty() ? 0 : Long.parseLong(over))
          : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * Remembers it, before it is written.
   *
   * @return why that could not be done, a sentence; null when all is well
   */
  public @Nullable String remember(NodeName id, Last last, Deadline deadline) {
    Path file = file(id);
    if (file == null) {
      return null;
    }
    String line =
        last.seq() + "\t" + last.boot() + "\t" + last.over() + "\t" + state.writer() + "\n";
    return state.change(deadline, new Remembering(file, line));
  }

  private final class Remembering implements StateFolder.Change {
    private final Path file;
    private final String line;

    private Remembering(Path file, String line) {
      this.file = file;
      this.line = line;
    }

    @Override
    public void make() throws IOException {
      state.write(file, new Bytes(line.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private @Nullable Path file(NodeName id) {
    return state.file("own", id + ".beat");
  }
}
