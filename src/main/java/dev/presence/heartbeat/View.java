package dev.presence.heartbeat;

import dev.presence.memory.Row;
import dev.presence.memory.Silence;
import dev.presence.model.Life;
import dev.presence.model.Scope;
import dev.presence.resolve.Basis;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Sighting;
import dev.presence.resolve.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every store after a look.
 *
 * @param stores in their order
 * @param warnings what a person should hear, a sentence each
 */
public record View(List<StoreView> stores, List<String> warnings) {
  /** Whether at least one store could be read. */
  public boolean isReadable() {
    for (StoreView store : stores) {
      if (store.isReadable()) {
        return true;
      }
    }
    return false;
  }

  /** Whether every store could be read. */
  public boolean isComplete() {
    for (StoreView store : stores) {
      if (!store.isReadable()) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing is known of a store that is away. */
  public boolean isBlind() {
    for (StoreView store : stores) {
      if (store.isBlind()) {
        return true;
      }
    }
    return false;
  }

  private boolean hides(PartQuery part) {
    for (StoreView store : stores) {
      if (store.hides(part)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The stores most of which went at one time, so that what is missing there says nothing of any
   * node: until it is back, spoken of, or seen elsewhere.
   */
  public Set<String> atFault() {
    Set<String> atFault = new TreeSet<>();
    for (StoreView store : stores) {
      for (Row row : store.list().silent()) {
        Silence silence = row.silence();
        if (silence != null && silence.doubted() && isUnaccountedFor(row.id())) {
          atFault.add(store.store());
        }
      }
    }
    return atFault;
  }

  private boolean isUnaccountedFor(String id) {
    KnownNode node = KnownNode.of(id, stores);
    return node.silence() != null && !node.hasLeft();
  }

  /** What an answer of that part with these verdicts rests on. */
  public Basis basis(PartQuery part, List<Verdict> verdicts) {
    int peers = 0;
    boolean silent = false;
    for (Verdict verdict : verdicts) {
      peers += verdict.standing() == Verdict.Standing.PEER ? 1 : 0;
      silent |= verdict.rule() == Verdict.Rule.SILENT || verdict.rule() == Verdict.Rule.HELD;
    }
    if (peers == 0) {
      return isBlind() || hides(part) ? Basis.UNKNOWN : isComplete() ? Basis.EMPTY : Basis.KEPT;
    }
    return !isReadable() ? Basis.KEPT : silent ? Basis.HELD : Basis.OK;
  }

  /** The node of that name; null when no store ever had an entry for it. */
  public @Nullable KnownNode node(String id) {
    KnownNode node = KnownNode.of(id, stores);
    return node.isKnown() ? node : null;
  }

  /** Each node of which an entry is or was on a list, by id. */
  public List<KnownNode> nodes() {
    return nodes(ids());
  }

  private List<KnownNode> nodes(Set<String> ids) {
    List<KnownNode> nodes = new ArrayList<>(ids.size());
    for (String id : ids) {
      nodes.add(KnownNode.of(id, stores));
    }
    return nodes;
  }

  private Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    for (StoreView store : stores) {
      for (Row row : store.list().rows().values()) {
        ids.add(row.id());
      }
    }
    return ids;
  }

  /** The nodes that play an asked part within the scope, each once, by id. */
  public List<KnownNode> candidates(Question question) {
    return nodes(playing(question, question.scope()));
  }

  /** The nodes that play an asked part, in whatever scope. */
  public List<KnownNode> players(Question question) {
    return nodes(playing(question, Scope.ALL));
  }

  /** By the columns of each store: some of them may have a newer record with another part. */
  private Set<String> playing(Question question, Scope scope) {
    Set<String> ids = new TreeSet<>();
    for (StoreView store : stores) {
      for (Row row : store.list().playing(question, scope)) {
        ids.add(row.id());
      }
    }
    return ids;
  }

  /**
   * What is known of these nodes, opened; those that were never good are left out.
   *
   * @param lives by id
   */
  public static List<Sighting> sightings(
      List<KnownNode> nodes, @Nullable Set<String> wanted, Map<String, Life> lives) {
    List<Sighting> sightings = new ArrayList<>(nodes.size());
    for (KnownNode node : nodes) {
      Sighting sighting = node.sighting(wanted);
      if (sighting != null) {
        Life life = lives.get(node.id());
        sightings.add(life == null ? sighting : sighting.with(life));
      }
    }
    return sightings;
  }

  /** The parts that anybody plays, each with how many do. */
  public TreeMap<String, Integer> parts() {
    TreeMap<String, Integer> parts = new TreeMap<>();
    for (KnownNode node : nodes()) {
      Row newest = node.newest();
      if (newest != null) {
        parts.merge(newest.part(), 1, Integer::sum);
      }
    }
    return parts;
  }
}
