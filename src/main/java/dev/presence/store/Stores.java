package dev.presence.store;

import dev.presence.model.ExitCode;
import dev.presence.model.Notes;
import dev.presence.model.PresenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several stores asked at the same time, so that one that hangs costs no other. */
public final class Stores {
  /** What is asked of each store. */
  public interface Turn<T> {
    T take(Store store) throws StoreException;
  }

  private final List<Store> stores;
  private final Duration timeout;

  /**
   * Asks these stores.
   *
   * @param timeout bounds the work on all of them together, for each question anew
   */
  public Stores(List<Store> stores, Duration timeout) {
    this.stores = List.copyOf(stores);
    this.timeout = timeout;
  }

  /** How many there are. */
  public int size() {
    return stores.size();
  }

  /** Gives each store its turn; the outcomes are in the order of the stores. */
  public <T> List<Outcome<T>> each(Turn<T> turn) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<FutureTask<T>> tasks = new ArrayList<>();
    for (Store store : stores) {
      FutureTask<T> task = new FutureTask<>(new Taking<>(turn, store));
      // A thread of its own, not of a pool: one that hangs on a dead mount must not be waited for.
      Thread thread = new Thread(task, "store " + store.name());
      thread.setDaemon(true);
      thread.start();
      tasks.add(task);
    }
    List<Outcome<T>> outcomes = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      outcomes.add(outcome(stores.get(i), tasks.get(i), deadline - System.nanoTime()));
    }
    return outcomes;
  }

  /**
   * Gives each store its turn; one success is enough, and the failures of the others are said.
   *
   * @throws PresenceException when every store failed
   */
  public <T> List<Outcome.Done<T>> oneOrMore(Turn<T> turn, Notes notes) {
    List<Outcome.Done<T>> done = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    boolean late = false;
    for (Outcome<T> outcome : each(turn)) {
      if (outcome instanceof Outcome.Failed<T> failed) {
        reasons.add(failed.reason());
        late |= failed.late();
      } else {
        done.add((Outcome.Done<T>) outcome);
      }
    }
    if (done.isEmpty()) {
      throw new PresenceException(
          late ? ExitCode.TIMEOUT : ExitCode.NO_STORE, String.join("; ", reasons));
    }
    for (String reason : reasons) {
      notes.say(reason);
    }
    return done;
  }

  private <T> Outcome<T> outcome(Store store, FutureTask<T> task, long nanos) {
    try {
      return new Outcome.Done<>(store, task.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failed) {
        return new Outcome.Failed<>(store, failed.getMessage(), false);
      }
      throw new IllegalStateException("a bug in the store " + store.name(), e.getCause());
    } catch (TimeoutException e) {
      return new Outcome.Failed<>(
          store,
          store.name() + " did not answer in " + timeout.toSeconds() + " s: see whether it hangs",
          true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed<>(store, "interrupted", false);
    }
  }

  /** A class and not a lambda: linking the first lambda is some 10 ms of a cold start. */
  private record Taking<T>(Turn<T> turn, Store store) implements Callable<T> {
    @Override
    public T call() throws StoreException {
      return turn.take(store);
    }
  }
}
