package dev.presence.git;

import dev.presence.files.Deadline;
import dev.presence.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.jspecify.annotations.Nullable;

/**
 * Reads, builds and pushes until it is done: an attempt that others were faster than, or that was
 * cut off, begins anew with what is there now.
 */
final class Writing {
  /**
   * A server that does not want an update while its ref stays where it is may just have been locked
   * by another push; after so many times it is a refusal.
   */
  private static final int REFUSALS = 3;

  private final Session session;
  private final Branch branch;
  private final String store;
  private final Deadline deadline;

  Writing(Session session, Branch branch, String store, Deadline deadline) {
    this.session = session;
    this.branch = branch;
    this.store = store;
    this.deadline = deadline;
  }

  /** What is to be done by what is there now. */
  interface Step {
    /**
     * Decides.
     *
     * @return null when nothing is left to be done
     */
    @Nullable Plan plan() throws IOException, StoreException;

    /**
     * Hears that an update was made.
     *
     * @return whether all is done
     */
    default boolean made(Update update) throws IOException, StoreException {
      return true;
    }

    /**
     * Hears that an update is refused for good.
     *
     * @return whether that may be, as a warning
     */
    default boolean mayRefuse(Update update, String why) {
      return false;
    }
  }

  /** Updates that go in one push. */
  record Plan(List<Update> updates) {
    static Plan of(List<Update> updates) {
      return new Plan(updates);
    }
  }

  /**
   * Does it.
   *
   * @throws StoreException when it is refused or the time is over; nothing then says it is written
   */
  void until(Step step) throws IOException, StoreException {
    Backoff backoff = new Backoff(deadline);
    int refusals = 0;
    while (true) {
      String last = "";
      String ref = "";
      try {
        Plan plan = step.plan();
        if (plan == null || plan.updates().isEmpty()) {
          return;
        }
        ref = plan.updates().get(0).ref();
        Map<String, Update.Result> results = session.push(plan.updates());
        boolean over = true;
        boolean refused = false;
        for (Update update : plan.updates()) {
          Update.Result result = results.get(update.ref());
          if (result == null || result.kind() == Update.Kind.MOVED) {
            over = false;
          } else if (result.kind() == Update.Kind.DONE) {
            if (update.ref().equals(branch.ref())) {
              branch.made(update);
            }
            over &= step.made(update);
          } else if (result.kind() == Update.Kind.LOCKED) {
            last = result.message();
            over = false;
          } else if (refusals + 1 >= REFUSALS) {
            if (!step.mayRefuse(update, result.message())) {
              throw GitMessages.refused(store, update.ref(), result.message());
            }
          } else {
            refused = true;
            last = result.message();
            over = false;
          }
        }
        if (over) {
          return;
        }
        refusals += refused ? 1 : 0;
      } catch (NoRemoteRepositoryException e) {
        throw e;
      } catch (RemoteRepositoryException e) {
        if (++refusals >= REFUSALS) {
          throw e; // A busy server hangs up; this one says no.
        }
        last = GitMessages.reason(e);
      } catch (IOException e) {
        last = GitMessages.reason(e);
      }
      if (!backoff.pause()) {
        throw GitMessages.gaveUp(store, ref, backoff.attempts(), backoff.time(), last);
      }
      session.forget();
    }
  }
}
