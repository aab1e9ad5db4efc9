package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.format.JsonReader;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What this node last announced, so that its {@code tss} never goes back. */
public final class OwnRecord {
  private final StateFolder state;

  public OwnRecord(StateFolder state) {
    this.state = state;
  }

  /** The record last announced under that name; null when none is remembered. */
  public @Nullable NodeRecord recall(NodeName id) {
    try {
      byte[] bytes = BoundedFile.read(file(id).toFile(), JsonReader.LARGEST);
      return RecordFormat.parse(bytes, bytes.length);
    } catch (IOException | UnreadableException e) {
      return null;
    }
  }

  /** Keeps a record; the same one again touches nothing. */
  public void remember(NodeRecord record) {
    byte[] bytes = RecordFormat.print(record);
    Path file = file(record.id());
    if (!BoundedFile.hasBytes(file.toFile(), bytes)) {
      state.change(() -> StateFolder.write(file, bytes));
    }
  }

  private Path file(NodeName id) {
    return state.file("own", id + ".json");
  }
}
