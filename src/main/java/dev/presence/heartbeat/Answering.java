package dev.presence.heartbeat;

import dev.presence.files.BoundedFile;
import dev.presence.memory.Answered;
import dev.presence.memory.Journal;
import dev.presence.memory.StateFolder;
import dev.presence.model.Answer;
import dev.presence.resolve.Question;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import dev.presence.resolve.Sighting;
import dev.presence.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
  private final Clock clock;

  public Answering(Stores stores, Looker looker, StateFolder state, Clock clock) {
    this.stores = stores;
    this.looker = looker;
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
  public Served serve(Wanted wanted) {
    Instant now = clock.instant();
    Question question = wanted.question();
    Look look = looker.look(question);
    List<String> warnings = new ArrayList<>(look.view().warnings());
    if (wanted.acceptsRemovals()) {
      Set<String> forgotten =
          look.forget(row -> row.silence() != null && row.isPlaying(question, question.scope()));
      for (String id : forgotten) {
        warnings.add(id + " is forgotten, as --accept-removals says");
      }
    }
    Draft draft = draft(look.view(), question, now);
    if (adoptDelivered(wanted, look, draft, now, warnings)) {
      draft = draft(look.view(), question, now);
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
    if (wanted.keeps() && (look.hasNews() || draft.hasChanged() || !isDelivered(wanted, draft))) {
      draft = keep(wanted, look, draft, now, warnings);
    }
    return draft.isDeliverable() ? draft.fresh(warnings) : draft.undelivered(warnings);
  }

  private static boolean isDelivered(Wanted wanted, Draft draft) {
    return wanted.file() == null
        || wanted.file().has(wanted.form().of(draft.resolution.answer(), draft.json()));
  }

  /** Remembers and delivers; what cannot be remembered is delivered all the same. */
  private Draft keep(Wanted wanted, Look look, Draft seen, Instant now, List<String> warnings) {
    Keeping keeping = new Keeping(wanted, look, now, warnings);
    String failed = state.change(stores.deadline(), keeping);
    if (failed != null) {
      warnings.add(failed);
    }
    Draft kept = keeping.kept;
    if (kept == null) {
      deliver(wanted, seen, warnings);
      return seen;
    }
    return kept;
  }

  /** What is done under the lock. */
  private final class Keeping implements StateFolder.Change {
    private final Wanted wanted;
    private final Look look;
    private final Instant now;
    private final List<String> warnings;
    private @Nullable Draft kept;

    private Keeping(Wanted wanted, Look look, Instant now, List<String> warnings) {
      this.wanted = wanted;
      this.look = look;
      this.now = now;
      this.warnings = warnings;
    }

    @Override
    public void make() throws IOException {
      Draft draft = draft(look.remember(), wanted.question(), now);
      kept = draft;
      if (!draft.isDeliverable()) {
        return; // Another look has found a store damaged that this one saw whole.
      }
      deliver(wanted, draft, warnings);
      if (draft.hasChanged()) {
        journal.add(draft.changes());
        answered.remember(draft.key(), draft.parts());
      }
    }
  }

  private static void deliver(Wanted wanted, Draft draft, List<String> warnings) {
    if (wanted.file() != null) {
      warnings.addAll(
          wanted.file().deliver(wanted.form().of(draft.resolution.answer(), draft.json())));
    }
  }

  /** Without any memory what was delivered before is one. */
  private static boolean adoptDelivered(
      Wanted wanted, Look look, Draft draft, Instant now, List<String> warnings) {
    Answer before =
        wanted.file() == null || !look.isFirst() || wanted.acceptsRemovals()
            ? null
            : wanted.file().answer();
    if (before == null) {
      return false;
    }
    try {
      return look.adopt(
          new Delivered(
                  before,
                  draft.resolution.answer(),
                  wanted.question(),
                  look.unreadable(),
                  look.spool(),
                  now)
              .rows());
    } catch (IOException e) {
      warnings.add("what was delivered before cannot be kept: " + BoundedFile.reason(e));
      return false;
    }
  }

  private Draft draft(View view, Question question, Instant now) {
    List<KnownNode> nodes = view.candidates(question);
    List<Sighting> sightings = View.sightings(nodes, wanted(question));
    Resolution resolution = Resolver.resolve(question, sightings, now);
    return new Draft(
        view, question, now, nodes, resolution, answered.recall(Draft.key(view, question)));
  }

  private static Set<String> wanted(Question question) {
    return Set.copyOf(question.facts());
  }
}
