package dev.presence.cli;

import dev.presence.files.BoundedFile;
import dev.presence.format.JournalFormat;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed: in this node's answers by its journal, and on lists that keep their past. */
final class RememberedChanges {
  /**
   * Every change, the newest first.
   *
   * @param node of lists, what was said of that node alone; null for all
   */
  static List<JournalFormat.Change> newestFirst(Wiring wiring, @Nullable NodeName node) {
    try {
      List<JournalFormat.Change> changes = new ArrayList<>(wiring.journal().read());
      Collections.reverse(changes);
      changes.addAll(SaidChanges.of(wiring.named().anyOrNone(), node, wiring.console()));
      changes.sort(Comparator.comparing(JournalFormat.Change::at).reversed());
      return changes;
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "the journal in %s cannot be read: %s; see to its rights"
              .formatted(wiring.state().name(), Printable.of(BoundedFile.reason(e))),
          e);
    }
  }

  private RememberedChanges() {}
}
