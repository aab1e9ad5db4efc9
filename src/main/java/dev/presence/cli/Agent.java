package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.heartbeat.Due;
import dev.presence.heartbeat.HeartBeat;
import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.Waking;
import dev.presence.memory.AgentMemory;
import dev.presence.model.Acting;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.process.Supervisor;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turn after turn until a signal ends it: a beat at each {@code --every} and when this node has
 * news, a look alone when others have. A turn is what a beat of the timer is, by the configuration
 * of its moment and under a deadline of its own. What goes wrong in one is said, and ends none.
 */
final class Agent implements AutoCloseable {
  /** Who cannot call is asked with everybody else, and by nobody's news more often than that. */
  private static final Duration REST = Duration.ofSeconds(15);

  private static final Duration BEGINNING = Duration.ofSeconds(5);
  private static final long BEGINNING_PAUSE = 20;

  private final Wiring wiring;
  private final Waking waking = new Waking();
  private final AgentTurns turns;
  private final Supervisor supervisor;
  private final SaidBefore said;
  private OneBeat.@Nullable Done last;
  private long lastSign = System.nanoTime();

  Agent(Wiring wiring) {
    this.wiring = wiring;
    this.turns = new AgentTurns(wiring, waking);
    this.supervisor = new Supervisor(wiring.environment());
    this.said = new SaidBefore(wiring.console());
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
    turns.close();
  }

  /** Waits for the next turn; whether it is to be a whole beat. */
  private boolean idle() throws InterruptedException {
    Instant now = wiring.now();
    Instant beat = nextBeat(now);
    Instant until = last == null ? beat : nextLook(now, beat, last);
    Waking.Reason reason = await(Duration.between(now, until).toNanos());
    return switch (reason) {
      case OWN -> true;
      case TIME -> until.equals(beat) || last == null;
      case OTHERS ->
          last == null
              || last.isRefused()
              || isUnsaid(last.beaten())
              || !last.told().equals(wiring.changes().recall().acted());
    };
  }

  /** Whether a list still has to be told: that it calls may be the sign that it is there again. */
  private static boolean isUnsaid(HeartBeat.Beaten beaten) {
    return beaten.announced() == null || !beaten.announced().failures().isEmpty();
  }

  /**
   * When an answer has stood long enough, or it is decided on who lost his mark, and nobody calls.
   */
  private static Instant nextLook(Instant now, Instant beat, OneBeat.Done last) {
    Instant until = beat;
    Instant stands = Instant.ofEpochSecond(last.stands());
    if (stands.isAfter(now) && stands.isBefore(until)) {
      until = stands;
    }
    Served served = last.beaten().served();
    int decides = served == null ? 0 : served.decidesIn();
    Instant decided = now.plusSeconds(decides + 1L);
    return decides > 0 && decided.isBefore(until) ? decided : until;
  }

  /** By the clock, each node at a second of its own, as a timer's. */
  private Instant nextBeat(Instant now) {
    long place = Due.place(wiring.nodeInfo().id(), turns.every().toSeconds());
    long since = Math.floorMod(now.getEpochSecond() - place, turns.every().toSeconds());
    return Instant.ofEpochSecond(now.getEpochSecond() - since + turns.every().toSeconds());
  }

  private Waking.Reason await(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    long rest = turns.isWhole() ? 0 : REST.toNanos();
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
    AgentTurns.Turned turned = turns.take(isBeat, last);
    said.say(turned.out(), turned.err(), isBeat);
    if (isBeat && turned.done() != null) {
      remember();
    }
    if (System.nanoTime() - lastSign > supervisor.patience() / 3) {
      sign(supervisor.alive());
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

  private void remember() {
    AgentMemory.Turn turn =
        new AgentMemory.Turn(
            ProcessHandle.current().pid(),
            wiring.now().getEpochSecond(),
            turns.every().toSeconds());
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
