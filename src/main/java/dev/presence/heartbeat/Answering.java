package dev.presence.heartbeat;

import dev.presence.files.BoundedFile;
import dev.presence.format.OwnFormat;
import dev.presence.memory.Answered;
import dev.presence.memory.Journal;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.OwnRecord;
import dev.presence.memory.Rows;
import dev.presence.memory.StateFolder;
import dev.presence.model.Answer;
import dev.presence.model.Life;
import dev.presence.model.NodeName;
import dev.presence.model.Peer;
import dev.presence.model.Shown;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import dev.presence.resolve.Sighting;
import dev.presence.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question: look, merge, resolve, remember, deliver. A run in which nothing is new writes
 * nothing, takes no lock and hashes nothing; else all that is written is written under the lock of
 * the memory, made from what all looks have found by then, so that the slower of two never puts the
 * older answer back.
 */
public final class Answering {
  private final Stores stores;
  private final Looker looker;
  private final StateFolder state;
  private final Answered answered;
  private final Journal journal;
  private final OwnRecord own;
  private final Vigil vigil;
  private final Clock clock;

  public Answering(Stores stores, Looker looker, Vigil vigil, StateFolder state, Clock clock) {
    this.stores = stores;
    this.looker = looker;
    this.vigil = vigil;
    this.own = new OwnRecord(state);
    this.state = state;
    this.answered = new Answered(state);
    this.journal = new Journal(state);
    this.clock = clock;
  }

  /**
   * What is wanted.
   *
   * @param file where the answer goes; null to be given back alone
   * @param form of what goes there
   * @param keeps whether memory and file are to be written
   * @param acceptsRemovals whether what is silent is to be forgotten, a person having said so
   */
  public record Wanted(
      Question question,
      @Nullable AnswerFile file,
      AnswerFile.Form form,
      boolean keeps,
      boolean acceptsRemovals) {}

  /** Answers. */
  public Served serve(Wanted wanted, Asking asking) {
    return new Serving(wanted, asking).serve();
  }

  /** One answer on its way. */
  private final class Serving implements StateFolder.Change {
    private final Wanted wanted;
    private final Question question;
    private Instant now;
    private final Look look;
    private final Vigil.Seen seen;
    private final List<String> warnings;
    private final Map<String, Answered.Part> before;
    private @Nullable Answer delivered;
    private @Nullable Draft kept;

    private Serving(Wanted wanted, Asking asking) {
      this.wanted = wanted;
      this.question = wanted.question();
      this.now = clock.instant();
      this.look = looker.look(question);
      LifeMemory.Recalled recalled = vigil.recall();
      View view = look.view();
      this.warnings = new ArrayList<>(view.warnings());
      this.seen = vigil.see(question, view.candidates(question), recalled, asking, warnings);
      if (recalled.warning() != null) {
        warnings.add(recalled.warning());
      }
      this.before = answered.recall(Draft.key(view, question));
      if (answered.warning() != null) {
        warnings.add(answered.warning());
      }
      if (wanted.file() != null && (look.isFirst() || !recalled.isKnown())) {
        this.delivered = wanted.file().answer();
      }
    }

    private Served serve() {
      if (wanted.acceptsRemovals()) {
        Set<String> forgotten =
            look.forget(row -> row.silence() != null && row.isPlaying(question, question.scope()));
        for (String id : forgotten) {
          warnings.add(id + " is forgotten, as --accept-removals says");
        }
      }
      adoptOwn();
      Draft draft = draft(look.view(), vigil.recall());
      if (adoptDelivered(draft)) {
        draft = draft(look.view(), vigil.recall());
      }
      if (!draft.isDeliverable()) {
        if (wanted.keeps() && look.hasNews()) {
          String failed = state.change(stores.deadline(), look::remember);
          if (failed != null) {
            warnings.add(failed);
          }
        }
        warnings.addAll(draft.damages());
        return draft.undelivered(warnings);
      }
      if (wanted.keeps()
          && (look.hasNews()
              || draft.hasChanged()
              || draft.hasLifeNews()
              || !isDelivered(wanted, draft))) {
        draft = keep(draft);
      }
      draft.judged().warn(warnings);
      for (String id : draft.accepted()) {
        warnings.add(id + " is dead and let go, as --accept-removals says");
      }
      return draft.isDeliverable() ? draft.fresh(warnings) : draft.undelivered(warnings);
    }

    /** Remembers and delivers; what cannot be remembered is delivered all the same. */
    private Draft keep(Draft seenBefore) {
      String failed = state.change(stores.deadline(), this);
      if (failed != null) {
        warnings.add(failed);
      }
      if (kept == null) {
        deliver(wanted, seenBefore, warnings);
        return seenBefore;
      }
      return kept;
    }

    /** What is done under the lock. */
    @Override
    public void make() throws IOException {
      View view = look.remember();
      LifeMemory.Recalled recalled = vigil.recall();
      Draft draft = draft(view, recalled);
      kept = draft;
      if (!draft.isDeliverable()) {
        return; // Another look has found a store damaged that this one saw whole.
      }
      deliver(wanted, draft, warnings);
      if (draft.hasLifeNews()) {
        vigil.remember(draft.judged(), draft.resolution.shown());
      }
      if (draft.hasChanged()) {
        journal.add(draft.changes());
        answered.remember(draft.key(), draft.parts());
      }
    }

    private Draft draft(View view, LifeMemory.Recalled recalled) {
      now = clock.instant(); // A look may have taken its time.
      List<KnownNode> nodes = view.candidates(question);
      Map<String, Shown> shown = shown(recalled.shown());
      Set<String> served = new HashSet<>();
      for (Shown part : shown.values()) {
        served.addAll(part.peers());
      }
      Vigil.Judged judged = vigil.judge(seen, view, nodes, recalled, served);
      Set<String> accepted = new TreeSet<>();
      if (wanted.acceptsRemovals()) {
        shown = accepting(shown, judged.lives(), accepted);
      }
      List<Sighting> sightings =
          View.sightings(nodes, Set.copyOf(question.facts()), judged.lives());
      Resolution resolution = Resolver.resolve(question, sightings, shown, vigil.hold(), now);
      return new Draft(view, question, now, nodes, resolution, before, judged, accepted);
    }

    /**
     * Whom each part was last answered with: as remembered, else as it was answered or delivered.
     */
    private Map<String, Shown> shown(Map<String, Shown> remembered) {
      Map<String, Shown> all = new HashMap<>();
      for (PartQuery part : question.parts()) {
        String key = question.key(part);
        Shown known = remembered.get(key);
        if (known == null) {
          known = new Shown(servedBefore(part.name().value()), List.of(), 0);
        }
        all.put(key, known);
      }
      return all;
    }

    private List<String> servedBefore(String part) {
      List<String> ids = new ArrayList<>();
      Answered.Part old = before.get(part);
      Answer.Part file = delivered == null ? null : delivered.parts().get(part);
      if (old != null) {
        ids.addAll(Answered.ids(old.peers()));
      } else if (file != null) {
        for (Peer peer : file.peers()) {
          ids.add(peer.id().value());
        }
      }
      return ids;
    }

    /** A person lets the dead go. */
    private static Map<String, Shown> accepting(
        Map<String, Shown> shown, Map<String, Life> lives, Set<String> accepted) {
      Map<String, Shown> left = new HashMap<>();
      for (Map.Entry<String, Shown> part : shown.entrySet()) {
        List<String> peers = new ArrayList<>();
        for (String id : part.getValue().peers()) {
          Life life = lives.get(id);
          if (life == null || life.death() == null) {
            peers.add(id);
          } else {
            accepted.add(id);
          }
        }
        left.put(part.getKey(), new Shown(peers, part.getValue().events(), part.getValue().at()));
      }
      return left;
    }

    /** Once announced, this node is a peer of its own part, whatever became of its entry. */
    private void adoptOwn() {
      NodeName self = vigil.self();
      OwnFormat.Own announced = self == null ? null : own.recall(self);
      // Asked last: of a part that is not asked for no row was read yet.
      if (announced != null
          && question.test(announced.record().part())
          && question.scope().includes(announced.record().scope())
          && look.view().node(announced.record().id().value()) == null) {
        try {
          look.adopt(List.of(Rows.delivered(announced.record(), look.spool(), now)));
        } catch (IOException e) {
          warnings.add("this node's own record cannot be kept: " + BoundedFile.reason(e));
        }
      }
    }

    /** Without any memory what was delivered before is one. */
    private boolean adoptDelivered(Draft draft) {
      if (delivered == null || !look.isFirst() || wanted.acceptsRemovals()) {
        return false;
      }
      try {
        return look.adopt(
            new Delivered(
                    delivered,
                    draft.resolution.answer(),
                    question,
                    look.unreadable(),
                    look.spool(),
                    now)
                .rows());
      } catch (IOException e) {
        warnings.add("what was delivered before cannot be kept: " + BoundedFile.reason(e));
        return false;
      }
    }
  }

  private static boolean isDelivered(Wanted wanted, Draft draft) {
    return wanted.file() == null
        || wanted.file().has(wanted.form().of(draft.resolution.answer(), draft.json()));
  }

  private static void deliver(Wanted wanted, Draft draft, List<String> warnings) {
    if (wanted.file() != null) {
      warnings.addAll(
          wanted.file().deliver(wanted.form().of(draft.resolution.answer(), draft.json())));
    }
  }
}
