package dev.presence.heartbeat;

import dev.presence.memory.LifeMemory;
import dev.presence.memory.Row;
import dev.presence.model.Life;
import dev.presence.model.NodeName;
import dev.presence.model.Shown;
import dev.presence.resolve.LifeRules;
import dev.presence.resolve.Lives;
import dev.presence.resolve.MarksSeen;
import dev.presence.resolve.Question;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import dev.presence.resolve.Signs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Watches over the life of those who are asked for, and of nobody else. */
public final class Vigil {
  private final Beats beats;
  private final LifeMemory memory;
  private final Rules rules;
  private final Probing probing;
  private final @Nullable NodeName self;
  private final Clock clock;

  /**
   * What decides on life and safety.
   *
   * @param hold within which at most half of a part goes by silence
   */
  public record Rules(LifeRules life, Duration hold) {
    /** What holds where nothing else was said. */
    public static final Rules USUAL = new Rules(LifeRules.USUAL, Duration.ofMinutes(10));
  }

  /**
   * A vigil.
   *
   * @param probing asks the machines of some parts themselves
   * @param self this node, which is never judged; null for a machine that is none
   */
  public Vigil(
      Beats beats,
      LifeMemory memory,
      Rules rules,
      Probing probing,
      @Nullable NodeName self,
      Clock clock) {
    this.beats = beats;
    this.memory = memory;
    this.rules = rules;
    this.probing = probing;
    this.self = self;
    this.clock = clock;
  }

  /**
   * What one look saw of the beats.
   *
   * @param base the number of the look that was remembered then
   * @param signs by store and id
   * @param marks by store
   */
  public record Seen(
      long base,
      Map<String, Map<String, Signs.Sign>> signs,
      Map<String, MarksSeen> marks,
      Map<String, Signs.Probed> probes) {
    /** Whether there is anything that a memory of life is needed for. */
    private boolean hasSigns() {
      for (Map<String, Signs.Sign> store : signs.values()) {
        for (Signs.Sign sign : store.values()) {
          if (sign.kind() != Signs.Kind.NONE) {
            return true;
          }
        }
      }
      for (MarksSeen store : marks.values()) {
        for (int session : store.sessions().values()) {
          if (session > 0) {
            return true;
          }
        }
      }
      return !probes.isEmpty();
    }
  }

  /**
   * What is known of life with that look.
   *
   * @param shown whom each part was last answered with, by {@link Question#key}
   * @param lost the stores that lost most of their marks at one time
   * @param isNews whether there is anything to remember of it
   * @param warning why nothing was remembered although it should be; null when all is well
   */
  public record Judged(
      long look,
      Map<String, Life> lives,
      Map<String, Shown> shown,
      Set<String> lost,
      boolean isNews,
      @Nullable String warning) {
    /** Adds what a person should hear of it. */
    void warn(List<String> warnings) {
      for (String store : lost) {
        warnings.add(
            "%s lost most of its marks at one time, which says nothing of the nodes that hold them: see whether it was paused, or its disk is slow"
                .formatted(store));
      }
    }
  }

  public Duration hold() {
    return rules.hold();
  }

  @Nullable NodeName self() {
    return self;
  }

  /** What is remembered. */
  public LifeMemory.Recalled recall() {
    return memory.recall();
  }

  /**
   * Reads the beats of the candidates, and this node's own; asks those that are to be asked.
   *
   * @param warnings takes what a person should hear
   */
  public Seen see(
      Question question,
      List<KnownNode> nodes,
      LifeMemory.Recalled recalled,
      Asking asking,
      List<String> warnings) {
    Set<String> ids = new TreeSet<>();
    List<KnownNode> candidates = new ArrayList<>();
    for (KnownNode node : nodes) {
      Row newest = node.newest();
      if (newest != null && newest.isCandidate()) {
        ids.add(node.id());
        candidates.add(node);
      }
    }
    if (ids.isEmpty()) {
      return new Seen(recalled.look(), Map.of(), Map.of(), Map.of());
    }
    if (self != null) {
      ids.add(self.value());
    }
    Map<String, MarksSeen> marks = new HashMap<>();
    Map<String, Map<String, Signs.Sign>> signs = beats.see(ids, recalled.lives(), asking, marks);
    for (Map.Entry<String, MarksSeen> store : marks.entrySet()) {
      if (!store.getValue().isUnbroken()) {
        warnings.add(
            "%s lost this machine's session, so what is gone there says nothing yet"
                .formatted(store.getKey()));
      }
    }
    return new Seen(
        recalled.look(), signs, marks, probing.ask(question, candidates, self, warnings));
  }

  /**
   * Judges what was seen, from what is remembered now: what another look has found meanwhile
   * stands.
   *
   * @param served ids that were in the last answer, as far as that is known elsewhere
   */
  public Judged judge(
      Seen seen,
      View view,
      List<KnownNode> nodes,
      LifeMemory.Recalled recalled,
      Set<String> served) {
    Instant now = clock.instant();
    Set<String> all = new HashSet<>(served);
    for (Shown shown : recalled.shown().values()) {
      all.addAll(shown.peers());
    }
    Map<String, KnownNode> byId = new HashMap<>();
    for (KnownNode node : nodes) {
      byId.put(node.id(), node);
    }
    Set<String> ids = new HashSet<>(byId.keySet());
    if (self != null) {
      ids.add(self.value());
    }
    List<Signs> signs = new ArrayList<>();
    boolean overtaken = recalled.look() != seen.base();
    for (String id : ids) {
      Life known = recalled.lives().get(id);
      if (!overtaken || known == null || known.look() <= seen.base()) {
        signs.add(signs(seen, id, byId.get(id)));
      }
    }
    Set<String> asked = new HashSet<>(seen.signs().keySet());
    Set<String> trusted = new HashSet<>(seen.signs().keySet());
    for (StoreView store : view.stores()) {
      asked.add(store.store());
      if (store.isReadable() && !isBeatStore(store.store())) {
        trusted.add(store.store());
      } else if (!store.isReadable()) {
        trusted.remove(store.store());
      }
    }
    for (var store : beats.stores().all()) {
      asked.add(store.name());
    }
    trusted.removeAll(view.atFault());
    long look = recalled.look() + 1;
    Lives lives =
        new Lives(recalled.lives(), look, rules.life(), asked, trusted, seen.marks(), now);
    lives.judge(signs, all, self == null ? null : self.value());
    return new Judged(
        look,
        lives.lives(),
        recalled.shown(),
        lives.lost(),
        seen.hasSigns() || isTroubled(recalled.lives(), lives.lives(), ids),
        recalled.warning());
  }

  private boolean isBeatStore(String name) {
    for (var store : beats.stores().all()) {
      if (store.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** A look that saw nothing, as its marks could not be read, is one that the next has to know. */
  private static boolean isTroubled(
      Map<String, Life> before, Map<String, Life> lives, Set<String> ids) {
    for (String id : ids) {
      Life was = before.get(id);
      Life life = lives.get(id);
      if (life != null
          && (life.death() != null
              || life.silence() > 0
              || life.isMarked() != (was != null && was.isMarked()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What was seen of one.
   *
   * @param node null for this node where it is no candidate: it is not judged, so its record needs
   *     not be known, and for it alone all rows of its list would have to be read
   */
  private Signs signs(Seen seen, String id, @Nullable KnownNode node) {
    List<Signs.Sign> found = new ArrayList<>();
    for (Map<String, Signs.Sign> store : seen.signs().values()) {
      Signs.Sign sign = store.get(id);
      if (sign != null) {
        found.add(sign);
      }
    }
    Row newest = node == null ? null : node.newest();
    return new Signs(
        id,
        found,
        found.size() == beats.stores().all().size(),
        node == null || node.silence() == null,
        node == null ? "" : node.home(),
        newest == null ? "" : newest.stamp(),
        seen.probes().get(id));
  }

  /**
   * Answers as an answer would be, and remembers nothing.
   *
   * @param nodes those who may be of interest, in other scopes too
   */
  public Watched watch(View view, Question question, List<KnownNode> nodes) {
    LifeMemory.Recalled recalled = memory.recall();
    List<KnownNode> candidates = view.candidates(question);
    Judged judged =
        judge(
            see(question, candidates, recalled, Asking.ALL, view.warnings()),
            view,
            candidates,
            recalled,
            new HashSet<>());
    judged.warn(view.warnings());
    return new Watched(
        Resolver.resolve(
            question,
            View.sightings(nodes, Set.copyOf(question.facts()), judged.lives()),
            recalled.shown(),
            rules.hold(),
            clock.instant()),
        judged.lives());
  }

  /** An answer that nobody gave. */
  public record Watched(Resolution resolution, Map<String, Life> lives) {}

  /** Puts it into the memory; called under the folder's lock. */
  void remember(Judged judged, Map<String, Shown> shown) throws IOException {
    if (judged.warning() != null) {
      memory.setAside();
    }
    Map<String, Shown> all = new HashMap<>(judged.shown());
    all.putAll(shown);
    memory.write(judged.look(), judged.lives(), all, clock.millis());
  }

  /** Whether the parts would be remembered with other peers. */
  static boolean differs(Map<String, Shown> before, Map<String, Shown> after) {
    for (Map.Entry<String, Shown> part : after.entrySet()) {
      Shown old = before.get(part.getKey());
      if (old == null || !Objects.equals(old.peers(), part.getValue().peers())) {
        return true;
      }
    }
    return false;
  }
}
