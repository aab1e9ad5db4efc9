package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.heartbeat.HeartBeat;
import dev.presence.heartbeat.Rhythm;
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
  private final Rhythm rhythm = new Rhythm();
  private final AgentTurns turns;
  private final Supervisor supervisor;
  private final SaidBefore said;
  private OneBeat.@Nullable Done last;
  private Instant looked = Instant.EPOCH;
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
      turn(Turn.BEAT);
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

  /** Waits for the next turn. */
  private Turn idle() throws InterruptedException {
    Instant now = wiring.now();
    Instant beat = rhythm.due(now, wiring.nodeInfo().id(), turns.every());
    Instant until = last == null ? beat : nextLook(now, beat, last);
    Waking.Reason reason = await(Duration.between(now, until).toNanos());
    if (last == null || (reason == Waking.Reason.TIME && until.equals(beat))) {
      return Turn.BEAT;
    }
    return reason == Waking.Reason.OWN || (reason == Waking.Reason.OTHERS && isToTell(last))
        ? Turn.EARLY_BEAT
        : Turn.LOOK;
  }

  /**
   * Whether the news may be that this node can be heard again, or that it has acted on who drains.
   * What else it acted on nobody waits to hear: of one that joins, a whole part would tell at once.
   */
  private boolean isToTell(OneBeat.Done last) {
    return last.isRefused()
        || isUnsaid(last.beaten())
        || !Acting.drains(last.told()).equals(Acting.drains(wiring.changes().recall().acted()));
  }

  /** Whether a list still has to be told: that it calls may be the sign that it is there again. */
  private static boolean isUnsaid(HeartBeat.Beaten beaten) {
    return beaten.announced() == null || !beaten.announced().failures().isEmpty();
  }

  /**
   * When an answer has stood long enough, or it is decided on who lost his mark, and nobody calls.
   */
  private Instant nextLook(Instant now, Instant beat, OneBeat.Done last) {
    Instant until = beat;
    Instant stands = Instant.ofEpochSecond(last.stands());
    if (stands.isAfter(now) && stands.isBefore(until)) {
      until = stands;
    }
    Served served = last.beaten().served();
    Instant decides = served == null ? null : served.decides();
    return decides != null && decides.isAfter(looked) && decides.isBefore(until) ? decides : until;
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

  void turn(Turn turn) throws InterruptedException {
    looked = wiring.now();
    AgentTurns.Turned turned = turns.take(turn, last);
    said.say(turned.out(), turned.err(), turn.announces());
    if (turn == Turn.BEAT) {
      rhythm.done();
    }
    if (turn.announces() && turned.done() != null) {
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
