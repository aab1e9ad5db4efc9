package dev.presence.cli;

import dev.presence.heartbeat.Announcer;
import dev.presence.memory.OwnRecord;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.node.StateFacts;
import dev.presence.store.Entry;
import dev.presence.store.Outcome;
import dev.presence.store.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node that has a change to make, no state, and no record that anybody remembers begins in setup:
 * it is no peer before it has done its work once. A lost memory begins nothing.
 *
 * @param acts whether it has a change to make at all
 */
record Birth(Wiring wiring, boolean acts) implements Announcer.Decision {
  @Override
  public StateFacts.@Nullable Change on(NodeRecord current, String by) {
    return acts && current.state().word() == null && isUnknown(current.id())
        ? StateFacts.birth(by)
        : null;
  }

  private boolean isUnknown(NodeName id) {
    if (new OwnRecord(wiring.state()).recall(id) != null) {
      return false;
    }
    List<Entry> entries = List.of(Entry.of(Entry.Kind.RECORD, id), Entry.of(Entry.Kind.FLAT, id));
    boolean isRead = false;
    for (Outcome<Map<Entry, @Nullable Version>> found :
        wiring.stores().each(store -> store.find(entries), wiring.deadline().quarter())) {
      if (found.result() != null && !found.result().isEmpty()) {
        return false;
      }
      isRead |= found.result() != null;
    }
    return isRead;
  }
}
