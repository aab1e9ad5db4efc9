package dev.presence.node;

import dev.presence.files.BoundedFile;
import dev.presence.files.FileReplacer;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.FailureKind;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.SaidState;
import dev.presence.model.Secrets;
import dev.presence.model.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of this node, a file a fact in its nodeinfo folder; written here and nowhere else.
 *
 * <p>A kill between any two files heals: the log comes first, so its last entry is what was meant;
 * the time at which a state ends comes next and is the last to be deleted, so a state that was to
 * end is never left without its end.
 */
public final class StateFacts {
  private static final String SHUTDOWN = "shutdown";
  private static final String FIRST_CHANGE = "its first change is to come";
  private static final String OF_BOOT = "boot ";

  private final Path folder;
  private final FileReplacer replacer;

  /**
   * The state facts in that nodeinfo folder.
   *
   * @param folder must be there
   * @param writer this machine's name in hidden files
   */
  public StateFacts(Path folder, String writer) {
    this.folder = folder;
    this.replacer = new FileReplacer(writer);
  }

  /**
   * A change of state.
   *
   * @param reason for people; null for none
   * @param by who says so
   * @param lasts after how long the node's own announce ends it; null for never
   */
  public record Change(String word, @Nullable String reason, String by, @Nullable Duration lasts) {}

  /** Whether a state that was to last for a while has lasted. */
  public static boolean isOver(NodeRecord current, Instant now) {
    Stamp until = current.state().until();
    return until != null && Stamp.of(now).compareTo(until) >= 0;
  }

  /** The change that ends a state whose time is over. */
  public static Change end(NodeRecord current, String by) {
    return new Change(StateLog.afterEnd(current.state()), "its time is over", by, null);
  }

  /** The change of a node that was never announced: it begins by being set up. */
  public static Change birth(String by) {
    return new Change("setup", FIRST_CHANGE, by, null);
  }

  /** Whether it is being set up since its birth, and by nobody's word. */
  public static boolean isSetUp(NodeRecord current) {
    return "setup".equals(current.state().word()) && FIRST_CHANGE.equals(current.state().reason());
  }

  /** The change that ends that; null where it is over. */
  public static @Nullable Change endSetup(NodeRecord current, String by) {
    return isSetUp(current) ? new Change(NodeState.IDLE, "set up", by, null) : null;
  }

  /** The change of a machine that goes down: it drains until its next boot. */
  public static Change shutdown(String boot) {
    return new Change(NodeState.DRAIN, SHUTDOWN, OF_BOOT + boot, null);
  }

  /** Whether the machine went down in another boot than this, and still says so. */
  public static boolean isOfAnotherBoot(NodeRecord current, String boot) {
    SaidState said = current.state();
    return said.meaning() == NodeState.DRAINING
        && SHUTDOWN.equals(said.reason())
        && said.by() != null
        && said.by().startsWith(OF_BOOT)
        && !said.by().equals(OF_BOOT + boot);
  }

  /** The change of a machine that is up again. */
  public static Change afterBoot(NodeRecord current, String by) {
    return new Change(StateLog.servingBefore(current.state()), "up again", by, null);
  }

  /** The last serving state before the present one: what the node returns to. */
  public static String servingBefore(NodeRecord current) {
    return StateLog.servingBefore(current.state());
  }

  /**
   * Writes the change; one that says nothing new writes nothing.
   *
   * @param current what the folder says now
   */
  public void write(NodeRecord current, Change change, Instant now) {
    SaidState old = current.state();
    if (change.lasts() == null
        && change.word().equals(old.word())
        && old.until() == null
        && Objects.equals(change.reason(), old.reason())) {
      return;
    }
    Stamp stamp = Stamp.of(now);
    SaidState state =
        new SaidState(
            change.word(),
            stamp,
            StateLog.with(old.log(), change.word(), stamp),
            change.reason(),
            change.by(),
            change.lasts() == null ? null : Stamp.of(now.plus(change.lasts())));
    check(current.in(state));
    put(KnownFacts.STATELOG, state.log());
    if (state.until() != null) {
      put(KnownFacts.STATEUNTIL, state.until().value());
    }
    put(KnownFacts.STATEREASON, state.reason());
    put(KnownFacts.STATEBY, state.by());
    put(KnownFacts.STATETSS, stamp.value());
    put(KnownFacts.STATE, state.word());
    if (state.until() == null) {
      put(KnownFacts.STATEUNTIL, null);
    }
  }

  /** Nothing is written that a reader would not believe afterwards, or should not read. */
  private static void check(NodeRecord record) {
    if (Secrets.match(KnownFacts.STATEREASON, record.state().reason())) {
      throw PresenceException.usage(
          "the --reason holds a URL with a password, and a list is public: leave it out");
    }
    try {
      RecordFormat.printChecked(record);
    } catch (UnreadableException e) {
      throw PresenceException.usage(
          "the state cannot be told, as the record %s: give a shorter --reason"
              .formatted(Printable.of(e.getMessage())));
    }
  }

  private void put(String fact, @Nullable String value) {
    Path file = folder.resolve(fact + ".txt");
    try {
      if (value == null) {
        FileReplacer.delete(file);
      } else {
        replacer.replaceIfChanged(
            file,
            (value + "\n").getBytes(StandardCharsets.UTF_8),
            FileReplacer.Sync.DISK,
            FileReplacer.Access.KEPT);
      }
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "cannot write %s: %s; the state may be half told, so say it again when that is mended"
              .formatted(Printable.of(file), Printable.of(BoundedFile.reason(e))),
          e);
    }
  }
}
