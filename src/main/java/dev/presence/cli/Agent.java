package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.presence.files.Deadline;
import dev.presence.heartbeat.Due;
import dev.presence.heartbeat.HeartBeat;
import dev.presence.heartbeat.Marking;
import dev.presence.heartbeat.Waking;
import dev.presence.memory.AgentMemory;
import dev.presence.model.Acting;
import dev.presence.model.FailureKind;
import dev.presence.model.Life;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.process.Supervisor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Turn after turn until a signal ends it: a beat at each {@code --every} and when this node has
 * news, a look alone when others have. A turn is what a beat of the timer is, by the configuration
 * of its moment and under a deadline of its own. What goes wrong in one is said, and ends none.
 */
final class Agent implements AutoCloseable {
  /** What a turn may take behind its deadline: to start a change, and to say how it went. */
  private static final Duration GRACE = Duration.ofSeconds(6);

  /** Who cannot call is asked with everybody else, and by nobody's news more often than that. */
  private static final Duration REST = Duration.ofSeconds(15);

  private static final Duration BEGINNING = Duration.ofSeconds(5);
  private static final long BEGINNING_PAUSE = 20;

  private static final String HANGING =
      "no end of a turn in %s: the state folder, the facts or a file that an option names hangs, perhaps on a mount that is gone";

  /**
   * How a turn went.
   *
   * @param done null when it failed
   * @param failed why
   */
  private record Turned(
      OneBeat.@Nullable Done done, @Nullable PresenceException failed, String out, String err) {}

  private final Wiring wiring;
  private final KeptStores stores = new KeptStores();
  private final Waking waking = new Waking();
  private final Watches watches = new Watches(waking);
  private final Supervisor supervisor;
  private final Set<String> said = new HashSet<>();
  private Duration every = Duration.ofSeconds(Life.USUAL_EVERY);
  private Duration timeout = Duration.ofSeconds(10);
  private OneBeat.@Nullable Done last;
  private Acting told = Acting.NOTHING;
  private long lastSign = System.nanoTime();

  Agent(Wiring wiring) {
    this.wiring = wiring;
    this.supervisor = new Supervisor(wiring.environment());
    this.timeout = wiring.settings().duration(Flags.TIMEOUT, timeout);
  }

  /** Ends when its first turn shows that the options are wrong, and when it is interrupted. */
  Printed run() {
    try {
      remember();
      turn(true);
      sign(supervisor.ready());
      while (true) {
        turn(idle());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Printed.raw(ExitCode.OK, "");
    }
  }

  @Override
  public void close() {
    watches.close();
    stores.close();
  }

  /** Waits for the next turn; whether it is to be a whole beat. */
  private boolean idle() throws InterruptedException {
    Instant now = wiring.now();
    Instant beat = nextBeat(now);
    Instant until = beat;
    if (last != null && last.stands() > now.getEpochSecond()) {
      Instant stands = Instant.ofEpochSecond(last.stands());
      until = stands.isBefore(beat) ? stands : beat;
    }
    Waking.Reason reason = await(Duration.between(now, until).toNanos());
    return switch (reason) {
      case OWN -> true;
      case TIME -> until.equals(beat) || last == null;
      case OTHERS -> last == null || !told.acted().equals(wiring.changes().recall().acted());
    };
  }

  /** By the clock, each node at a second of its own, as a timer's. */
  private Instant nextBeat(Instant now) {
    long place = Due.place(wiring.nodeInfo().id(), every.toSeconds());
    long since = Math.floorMod(now.getEpochSecond() - place, every.toSeconds());
    return Instant.ofEpochSecond(now.getEpochSecond() - since + every.toSeconds());
  }

  private Waking.Reason await(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    long rest = watches.isWhole() ? 0 : REST.toNanos();
    long patience = supervisor.patience() == 0 ? Long.MAX_VALUE : supervisor.patience() / 2;
    while (true) {
      long gone = System.nanoTime() - start;
      Waking.Reason reason = waking.await(Math.min(nanos - gone, patience), rest - gone);
      if (reason != Waking.Reason.TIME || System.nanoTime() - start >= nanos) {
        return reason;
      }
      sign(supervisor.alive());
    }
  }

  /** One turn: a whole beat, or a look alone. */
  void turn(boolean isBeat) throws InterruptedException {
    Turned turned = turned(isBeat);
    if (isBeat) {
      told = wiring.changes().recall();
      Set<String> before = Set.copyOf(said);
      said.clear();
      say(turned, before);
      if (turned.done() != null) {
        remember();
      }
      if (System.nanoTime() - lastSign > supervisor.patience() / 3) {
        sign(supervisor.alive());
      }
    } else {
      say(turned, Set.copyOf(said));
    }
    if (turned.failed() != null && last == null && isOfOptions(turned.failed())) {
      throw turned.failed();
    }
    if (turned.done() != null) {
      last = turned.done();
      awaitChange(turned.done().acted());
    }
  }

  /** A change takes its lock some time after it was started, and the next turn may be sooner. */
  private void awaitChange(HeartBeat.Acted acted) throws InterruptedException {
    Deadline deadline = Deadline.in(BEGINNING);
    while (acted.started() && !deadline.isOver() && !isBegun(acted.acting())) {
      Thread.sleep(BEGINNING_PAUSE);
    }
  }

  private boolean isBegun(Acting before) {
    Acting now = wiring.changes().recall();
    return now.attempted() != before.attempted()
        || now.failures() != before.failures()
        || now.succeeded() != before.succeeded();
  }

  private static boolean isOfOptions(PresenceException failed) {
    return failed.kind() == FailureKind.USAGE || failed.kind() == FailureKind.CONFIG;
  }

  /** In a thread of its own, as what hangs must be told; no other is begun beside it. */
  private Turned turned(boolean isBeat) throws InterruptedException {
    FutureTask<Turned> task = new FutureTask<>(() -> take(isBeat));
    Thread thread = new Thread(task, "turn");
    thread.setDaemon(true);
    thread.start();
    Duration limit = timeout.plus(GRACE);
    try {
      try {
        return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        wiring.console().err().print("presence: " + HANGING.formatted(limit.toSeconds() + " s\n"));
        return task.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Turned take(boolean isBeat) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, UTF_8);
    Console console = new Console(nowhere, new PrintStream(err, true, UTF_8), null);
    try (Wiring turn = wiring.turn(console, stores)) {
      every = turn.settings().duration(Flags.EVERY, every);
      timeout = turn.settings().duration(Flags.TIMEOUT, timeout);
      watches.follow(turn);
      OneBeat beat = new OneBeat(turn);
      OneBeat.Done before = last;
      OneBeat.Done done =
          isBeat || before == null
              ? beat.run(new Marking(turn.stores(), turn.state().writer()))
              : beat.look(before);
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

  /** What was said before is not said again. */
  private void say(Turned turned, Set<String> before) {
    String err = unsaid(turned.err(), before);
    if (!err.isEmpty()) {
      wiring.console().err().print(err);
    }
    String out = unsaid(turned.out(), before);
    if (!out.isEmpty()) {
      wiring.console().print(out);
      wiring.console().out().flush();
    }
  }

  private String unsaid(String text, Set<String> before) {
    StringBuilder news = new StringBuilder();
    for (String line : text.lines().toList()) {
      said.add(line);
      if (!before.contains(line)) {
        news.append(line).append('\n');
      }
    }
    return news.toString();
  }

  private void remember() {
    AgentMemory.Turn turn =
        new AgentMemory.Turn(
            ProcessHandle.current().pid(), wiring.now().getEpochSecond(), every.toSeconds());
    String failed =
        new AgentMemory(wiring.state()).remember(turn, wiring.again(wiring.console()).deadline());
    if (failed != null) {
      wiring.console().say(failed);
    }
  }

  private void sign(@Nullable String failed) {
    lastSign = System.nanoTime();
    if (failed != null) {
      wiring.console().say(failed);
    }
  }
}
