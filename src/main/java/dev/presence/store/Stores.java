package dev.presence.store;

import dev.presence.files.Deadline;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Several stores asked at the same time, so that one that hangs costs no other. */
public final class Stores implements AutoCloseable {
  /** Those with a turn under way that nobody waits for any more: they are not asked again. */
  private static final Map<Store, FutureTask<?>> HANGING = new ConcurrentHashMap<>();

  /** What is asked of each store. */
  public interface Turn<T> {
    T take(Store store) throws StoreException;
  }

  private final List<Store> stores;
  private final Deadline deadline;

  /**
   * Asks these stores.
   *
   * @param deadline of the whole command
   */
  public Stores(List<Store> stores, Deadline deadline) {
    this.stores = List.copyOf(stores);
    this.deadline = deadline;
  }

  public List<Store> all() {
    return stores;
  }

  public Deadline deadline() {
    return deadline;
  }

  /** Gives each store its turn until the deadline; the outcomes are in the order of the stores. */
  public <T> List<Outcome<T>> each(Turn<T> turn) {
    return each(turn, deadline);
  }

  /** The same until another one, so that there is time left for what follows. */
  public <T> List<Outcome<T>> each(Turn<T> turn, Deadline until) {
    List<Pending<T>> turns = new ArrayList<>();
    for (Store store : stores) {
      turns.add(Pending.begin(store, turn, until));
    }
    List<Outcome<T>> outcomes = new ArrayList<>();
    for (Pending<T> pending : turns) {
      outcomes.add(pending.await(until));
    }
    return outcomes;
  }

  @Override
  public void close() {
    for (Store store : stores) {
      store.close();
    }
  }

  /** Takes one turn. */
  private static final class TurnThread extends Thread {
    private final Deadline until;

    private TurnThread(Runnable task, String name, Deadline until) {
      super(task, name);
      this.until = until;
    }
  }

  /**
   * Until when the turn is waited for that this thread takes: what a store has to say must be said
   * before. Null in a thread that takes none.
   */
  public static @Nullable Deadline turn() {
    return Thread.currentThread() instanceof TurnThread taking ? taking.until : null;
  }

  /** A turn under way. */
  public static final class Pending<T> {
    private final Store store;
    private final FutureTask<T> task;

    private Pending(Store store, FutureTask<T> task) {
      this.store = store;
      this.task = task;
    }

    /**
     * Begins it in a thread of its own: one that hangs on a dead mount must not be waited for. A
     * store that hangs already gets none, and costs no more time.
     *
     * @param until as long as its end will be waited for
     */
    public static <T> Pending<T> begin(Store store, Turn<T> turn, Deadline until) {
      Callable<T> call =
          new Callable<>() {
            @Override
            public T call() throws StoreException {
              return turn.take(store);
            }
          };
      FutureTask<T> task = new FutureTask<>(call);
      forgetEnded();
      FutureTask<?> before = HANGING.get(store);
      if (before != null) {
        task.cancel(false);
        return new Pending<>(store, task);
      }
      Thread thread = new TurnThread(task, "store " + store.name(), until);
      thread.setDaemon(true);
      thread.start();
      return new Pending<>(store, task);
    }

    /** Of a process that stays, stores come and go. */
    private static void forgetEnded() {
      if (HANGING.isEmpty()) {
        return;
      }
      Iterator<FutureTask<?>> turns = HANGING.values().iterator();
      while (turns.hasNext()) {
        if (turns.next().isDone()) {
          turns.remove();
        }
      }
    }

    /** Waits for its end. */
    public Outcome<T> await(Deadline deadline) {
      try {
        return new Outcome<>(store, task.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS), null);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof StoreException failed) {
          return failed(failed.getMessage());
        }
        if (cause instanceof OutOfMemoryError) {
          return failed(store.name() + " holds more than fits into the memory of this machine");
        }
        throw new IllegalStateException("a bug in the store " + store.name(), cause);
      } catch (CancellationException e) {
        return failed(store.name() + " does not answer: see whether it hangs");
      } catch (TimeoutException e) {
        HANGING.put(store, task);
        return failed(
            store.name() + " did not answer in " + deadline.words() + ": see whether it hangs");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return failed(store.name() + " was not waited for: interrupted");
      }
    }

    private Outcome<T> failed(@Nullable String reason) {
      return new Outcome<>(store, null, reason);
    }
  }
}
