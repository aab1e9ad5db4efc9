package dev.presence.heartbeat;

import dev.presence.files.Deadline;
import dev.presence.format.OwnFormat;
import dev.presence.memory.OwnRecord;
import dev.presence.memory.SeenStores;
import dev.presence.model.Beat;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.node.Boot;
import dev.presence.node.NodeFacts;
import dev.presence.node.NodeLock;
import dev.presence.node.StateFacts;
import dev.presence.store.Outcome;
import dev.presence.store.Stores;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts this node's record on every store. Reading the facts, changing its state, stamping and
 * publishing are one step to the other processes of this machine; facts that are there already are
 * no change.
 */
public final class Announcer {
  private final Stores stores;
  private final OwnFacts facts;
  private final StateFacts state;
  private final OwnRecord own;
  private final SeenStores seen;
  private final Publishing publishing;
  private final Beating beating;
  private final Clock clock;
  private final String by;
  private final boolean creates;

  /**
   * Announces these facts.
   *
   * @param beating this node's beats
   * @param requires the parts that this node asks for; null to say what was said last
   * @param by who acts here
   * @param creates whether a store that is no list yet is made one
   */
  public Announcer(
      Stores stores,
      OwnFacts facts,
      StateFacts state,
      OwnRecord own,
      SeenStores seen,
      Beating beating,
      @Nullable List<String> requires,
      Clock clock,
      String by,
      boolean creates) {
    this.stores = stores;
    this.facts = facts;
    this.state = state;
    this.own = own;
    this.seen = seen;
    this.beating = beating;
    this.publishing = new Publishing(stores, facts, own, beating, requires, clock);
    this.clock = clock;
    this.by = by;
    this.creates = creates;
  }

  /** Decides on a change of state by what the node says now. */
  public interface Decision {
    /** The change, or null for none. */
    StateFacts.@Nullable Change on(NodeRecord current, String by);
  }

  /** Lets the state be. A class and not a lambda: the announce of each minute links none. */
  private static final class NoDecision implements Decision {
    @Override
    public StateFacts.@Nullable Change on(NodeRecord current, String by) {
      return null;
    }
  }

  /** Announces the facts as they are; a state whose time is over ends. */
  public Announced announce() {
    return change(new NoDecision());
  }

  /**
   * Changes the state as decided, and announces.
   *
   * @throws PresenceException when not one store could take it
   */
  public Announced change(Decision decision) {
    return change(decision, stores.deadline());
  }

  /**
   * The same for one that has more to do.
   *
   * @param patience until when to wait for another process of this node
   */
  Announced change(Decision decision, Deadline patience) {
    facts.info().require(); // A folder that is not there has no lock either.
    try (NodeLock lock = NodeLock.hold(facts.info().folder(), patience)) {
      Objects.requireNonNull(lock);
      Set<String> warnings = new LinkedHashSet<>();
      NodeFacts current = facts.info().read();
      NodeRecord record = current.record();
      Instant now = clock.instant();
      StateFacts.Change change = decision.on(record, by + "@" + record.id());
      if (change == null && StateFacts.isOver(record, now)) {
        change = StateFacts.end(record, by + "@" + record.id());
        warnings.add(
            "%s was until %s: %s is %s again"
                .formatted(
                    record.state().word(), record.state().until(), record.id(), change.word()));
      }
      if (change == null && beating.isOn() && StateFacts.isOfAnotherBoot(record, Boot.id())) {
        change = StateFacts.afterBoot(record, by + "@" + record.id());
      }
      Beating.Before before = beating.isOn() ? beating.before(record.id()) : null;
      if (before != null && before.rival() != null) {
        throw cloned(record, before, before.rival());
      }
      if (change != null) {
        state.write(record, change, now);
        current = facts.info().read();
      }
      NodeFacts said = facts.withAddress(current, own);
      warnings.addAll(said.warnings());
      if (creates) {
        warnings.addAll(create(record.id()));
      }
      Announced announced = publishing.publish(said.record(), before, warnings);
      if (said.record().state().meaning() == NodeState.GONE) {
        announced.failures().addAll(beating.end(record.id()));
      }
      return announced;
    }
  }

  /**
   * Both are to find out, so it beats all the same; which of the two records is right is unknown.
   */
  private PresenceException cloned(NodeRecord record, Beating.Before before, String rival) {
    Set<String> warnings = new LinkedHashSet<>();
    OwnFormat.Own announced = own.recall(record.id());
    Beat beat =
        beating.next(
            record.id(), announced == null ? null : announced.record().tss(), before, warnings);
    List<String> failures = new ArrayList<>();
    publishing.beatOnly(beat, failures);
    warnings.addAll(failures);
    boolean copied = rival.equals(beating.writer());
    String said =
        "another machine beats under the name %s: its writer is %s%s, this one's is %s: give one of them another instance-id%s"
            .formatted(
                record.id(),
                Printable.of(rival),
                copied ? " as well, so one is a copy of the other" : "",
                beating.writer(),
                copied ? " and a state folder of its own" : "");
    return new PresenceException(
        FailureKind.CONFIG, warnings.isEmpty() ? said : said + "; " + String.join("; ", warnings));
  }

  /**
   * Makes the lists that are none yet, but none of which this node remembers anything: its folder
   * may just not be mounted.
   *
   * @return why some could not be made, a sentence each
   */
  private List<String> create(NodeName id) {
    OwnFormat.Own remembered = own.recall(id);
    Set<String> known = new TreeSet<>(remembered == null ? List.of() : remembered.stores());
    List<String> warnings = new ArrayList<>();
    for (Outcome<Boolean> outcome :
        stores.each(
            store -> {
              if (!known.contains(store.name()) && !seen.recall(store.name()).isKnown()) {
                store.create();
              }
              return true;
            })) {
      if (outcome.failure() != null) {
        warnings.add(outcome.failure());
      }
    }
    return warnings;
  }
}
