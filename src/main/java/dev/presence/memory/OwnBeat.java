package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.model.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What this node last set out to beat, so that another machine under its name is found out. */
public final class OwnBeat {
  private static final int LONGEST = 16384;

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
   * @param mark that of the beat; empty for one of an older version
   * @param rival the writer of another machine that was found under this name; empty for none
   * @param doubts how many more beats keep to that
   */
  public record Last(long seq, String boot, long over, String mark, String rival, long doubts) {}

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
      String over = line.next(); // An older version wrote neither this nor what follows.
      String writer = line.next();
      String mark = line.next();
      String rival = line.next();
      String doubts = line.next();
      return writer.isEmpty() || writer.equals(state.writer())
          ? new Last(seq, boot, number(over), mark, rival, number(doubts))
          : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  private static long number(String text) {
    return text.isEmpty() ? 0 : Long.parseLong(text);
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
        String.join(
            "\t",
            Long.toString(last.seq()),
            last.boot(),
            Long.toString(last.over()),
            state.writer(),
            last.mark(),
            last.rival().replace('\t', ' ').replace('\n', ' '),
            Long.toString(last.doubts()) + "\n");
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
      state.write(file, new FileReplacer.Bytes(line.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private @Nullable Path file(NodeName id) {
    return state.file("own", id + ".beat");
  }
}
