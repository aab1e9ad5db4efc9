package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.format.OwnFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What this node last announced, so that its {@code tss} never goes back. */
public final class OwnRecord {
  /** A record, and the names of a few stores. */
  private static final int LARGEST = 128 * 1024;

  private final StateFolder state;

  public OwnRecord(StateFolder state) {
    this.state = state;
  }

  /** What was last announced under that name; null when nothing is remembered. */
  public OwnFormat.@Nullable Own recall(NodeName id) {
    Path file = file(id);
    if (file == null) {
      return null;
    }
    try {
      return OwnFormat.parse(BoundedFile.read(file, LARGEST));
    } catch (IOException | UnreadableException e) {
      return null;
    }
  }

  /**
   * Keeps what was announced; the same again touches nothing.
   *
   * @return why it could not be kept, a sentence; null when all is well
   */
  public @Nullable String remember(OwnFormat.Own own, Deadline deadline) {
    byte[] bytes = OwnFormat.print(own);
    Path file = file(own.record().id());
    if (file != null && BoundedFile.hasBytes(file, bytes)) {
      return null;
    }
    return state.change(
        deadline,
        () -> {
          if (file != null) {
            state.write(file, out -> out.write(bytes));
          }
        });
  }

  private @Nullable Path file(NodeName id) {
    return state.file("own", id + ".json");
  }
}
