package dev.presence.store;

import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node says in one go: its record, its beat, or both.
 *
 * @param record null to beat only
 * @param beat null for a node that does not beat
 */
public record Announcement(@Nullable NodeRecord record, @Nullable Beat beat) {
  public Announcement {
    if (record == null && beat == null) {
      throw new IllegalArgumentException("neither record nor beat");
    }
  }

  public NodeName id() {
    return record != null ? record.id() : Objects.requireNonNull(beat).id();
  }
}
