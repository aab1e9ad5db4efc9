package dev.presence.node;

import dev.presence.files.AtomicFile;
import dev.presence.files.BoundedFile;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadFactException;
import dev.presence.model.ExitCode;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of this node, a file a fact in its nodeinfo folder; written here and nowhere else. */
public final class StateFacts {
  /** Of a log that grows by a line a change; the oldest entries go (DESIGN section 3). */
  private static final int LONGEST_LOG = 1024;

  private final Path folder;

  /**
   * The state facts in that nodeinfo folder.
   *
   * @param folder must be there
   */
  public StateFacts(Path folder) {
    this.folder = folder;
  }

  /**
   * A change of state.
   *
   * @param reason for people; null for none
   * @param by who says so
   * @param lasts after how long the node's own announce ends it; null for never
   */
  public record Change(
      String state, @Nullable String reason, String by, @Nullable Duration lasts) {}

  /**
   * Writes the change, the state itself last; one that says nothing new writes nothing.
   *
   * @param current what the folder says now
   */
  public void write(NodeRecord current, Change change, Instant now) {
    if (change.lasts() == null
        && change.state().equals(current.text(KnownFacts.STATE))
        && current.text(KnownFacts.STATEUNTIL) == null
        && Objects.equals(change.reason(), current.text(KnownFacts.STATEREASON))) {
      return;
    }
    Stamp stamp = Stamp.of(now);
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put(KnownFacts.STATEREASON, change.reason());
    facts.put(KnownFacts.STATEBY, change.by());
    facts.put(
        KnownFacts.STATEUNTIL,
        change.lasts() == null ? null : Stamp.of(now.plus(change.lasts())).value());
    facts.put(KnownFacts.STATELOG, log(current.text(KnownFacts.STATELOG), change.state(), stamp));
    facts.put(KnownFacts.STATETSS, stamp.value());
    facts.put(KnownFacts.STATE, change.state());
    check(current, facts);
    for (Map.Entry<String, @Nullable Object> fact : facts.entrySet()) {
      put(fact.getKey(), (String) fact.getValue());
    }
  }

  /** Nothing is written that a reader would not believe afterwards. */
  private static void check(NodeRecord current, Map<String, @Nullable Object> facts) {
    try {
      RecordFormat.printChecked(current.with(facts));
    } catch (BadFactException | UnreadableException e) {
      throw PresenceException.usage(
          "the state cannot be told, as the record "
              + Printable.of(String.valueOf(e.getMessage()))
              + ": give a shorter --reason");
    }
  }

  /** The log, an entry {@code state:time;} a change, with one more and no longer than it may be. */
  public static String log(@Nullable String log, String state, Stamp stamp) {
    String longer = (log == null ? "" : log) + state + ":" + stamp + ";";
    while (longer.length() > LONGEST_LOG && longer.indexOf(';') < longer.length() - 1) {
      longer = longer.substring(longer.indexOf(';') + 1);
    }
    return longer;
  }

  /** Whether a state that was to last for a while has lasted. */
  public static boolean isOver(NodeRecord current, Instant now) {
    String until = current.text(KnownFacts.STATEUNTIL);
    return until != null && Stamp.compare(Stamp.of(now), new Stamp(until)) >= 0;
  }

  /** The last serving state in the log before the present one: what the node returns to. */
  public static String servingBefore(NodeRecord current) {
    String present = "";
    String log = current.text(KnownFacts.STATELOG);
    String[] entries = log == null ? new String[0] : log.split(";");
    for (int i = entries.length - 1; i >= 0; i--) {
      int colon = entries[i].indexOf(':');
      String state = colon < 0 ? "" : entries[i].substring(0, colon);
      if (i == entries.length - 1) {
        present = state; // One that was made longer stands there more than once.
      } else if (!state.equals(present)
          && NodeState.isWord(state)
          && NodeState.of(state) == NodeState.SERVING) {
        return state;
      }
    }
    return NodeState.IDLE;
  }

  private void put(String fact, @Nullable String value) {
    Path file = folder.resolve(fact + ".txt");
    try {
      if (value == null) {
        AtomicFile.delete(file);
      } else {
        AtomicFile.replaceIfChanged(
            file,
            (value + "\n").getBytes(StandardCharsets.UTF_8),
            AtomicFile.Sync.DISK,
            AtomicFile.Mode.KEPT);
      }
    } catch (IOException e) {
      throw new PresenceException(
          ExitCode.CONFIG,
          "cannot write "
              + Printable.of(file)
              + ": "
              + BoundedFile.reason(e)
              + "; the state may be half told, so say it again when that is mended",
          e);
    }
  }
}
