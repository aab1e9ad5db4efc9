package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.model.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What this node last set out to beat, so that another machine under its name is found out. */
public final class OwnBeat {
  private static final int LONGEST = 128;

  private final StateFolder state;

  public OwnBeat(StateFolder state) {
    this.state = state;
  }

  /**
   * The last one.
   *
   * @param boot the machine's boot then; what is remembered may be lost with a power cut
   */
  public record Last(long seq, String boot) {}

  /** The last beat under that name; null when nothing is remembered. */
  public @Nullable Last recall(NodeName id) {
    Path file = file(id);
    if (file == null) {
      return null;
    }
    try {
      String text = new String(BoundedFile.read(file, LONGEST), StandardCharsets.US_ASCII);
      Columns line = new Columns(text.strip());
      return new Last(line.number(), line.next());
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
    String line = last.seq() + "\t" + last.boot() + "\n";
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
