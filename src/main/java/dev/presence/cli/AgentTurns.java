package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.presence.heartbeat.Marking;
import dev.presence.heartbeat.Waking;
import dev.presence.model.Life;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The turns of an agent, one at a time, each what a beat of the timer is: by the configuration of
 * its moment, under a deadline of its own. Stores that can call, and what is watched, stay over
 * them.
 */
final class AgentTurns implements AutoCloseable {
  /** What a turn may take behind its deadline: to start a change, and to say how it went. */
  private static final Duration GRACE = Duration.ofSeconds(6);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final String HANGING =
      "no end of a turn in %d s: the state folder, the facts or a file that an option names hangs, perhaps on a mount that is gone";

  /**
   * How one went.
   *
   * @param done null when it failed
   * @param failed why; null for a bug, which was said
   */
  record Turned(
      OneBeat.@Nullable Done done, @Nullable PresenceException failed, String out, String err) {}

  private final Wiring wiring;
  private final KeptStores stores = new KeptStores();
  private final Watches watches;
  private volatile Duration every = Duration.ofSeconds(Life.USUAL_EVERY);
  private volatile Duration timeout;

  AgentTurns(Wiring wiring, Waking waking) {
    this.wiring = wiring;
    this.watches = new Watches(waking);
    this.timeout = wiring.settings().duration(Flags.TIMEOUT, TIMEOUT);
  }

  /** The time between two beats, as the last turn had it. */
  Duration every() {
    return every;
  }

  /** Whether every store can call, so that none has to be asked without need. */
  boolean isWhole() {
    return watches.isWhole();
  }

  /**
   * Takes one, in a thread of its own, as what hangs must be told; no other is begun beside it.
   *
   * @param last what a look takes up; null before the first beat, which any turn is then
   */
  Turned take(Turn turn, OneBeat.@Nullable Done last) throws InterruptedException {
    FutureTask<Turned> task = new FutureTask<>(() -> taken(turn, last));
    Thread thread = new Thread(task, "turn");
    thread.setDaemon(true);
    thread.start();
    Duration limit = timeout.plus(GRACE);
    try {
      try {
        return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // Each time, which a console does not.
        wiring.console().err().print("presence: " + HANGING.formatted(limit.toSeconds()) + "\n");
        return task.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Turned taken(Turn kind, OneBeat.@Nullable Done last) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, UTF_8);
    Console console = new Console(nowhere, new PrintStream(err, true, UTF_8), null);
    try (Wiring turn = wiring.turn(console, stores)) {
      every = turn.settings().duration(Flags.EVERY, Duration.ofSeconds(Life.USUAL_EVERY));
      timeout = turn.settings().duration(Flags.TIMEOUT, TIMEOUT);
      watches.follow(turn);
      OneBeat beat = new OneBeat(turn);
      OneBeat.Done done =
          kind.announces() || last == null
              ? beat.run(marking(turn), kind.asking())
              : beat.look(last);
      stores.endTurn();
      return new Turned(done, null, done.printed().text(), err.toString(UTF_8));
    } catch (PresenceException e) {
      console.say(String.valueOf(e.getMessage()));
      return new Turned(null, e, "", err.toString(UTF_8));
    } catch (RuntimeException e) {
      console.say("a bug in presence: %s; please report it".formatted(Printable.of(e.toString())));
      return new Turned(null, null, "", err.toString(UTF_8));
    }
  }

  private static Marking marking(Wiring turn) {
    return new Marking(turn.named().ofBeats(), turn.state().writer());
  }

  @Override
  public void close() {
    watches.close();
    stores.close();
  }
}
