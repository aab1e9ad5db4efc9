package dev.presence.cli;

import dev.presence.heartbeat.Notice;
import dev.presence.heartbeat.Trouble;
import dev.presence.memory.AgentMemory;
import dev.presence.model.Spans;
import java.util.ArrayList;
import java.util.List;

/** What a beat does while another process of this node beats: it looks how that one goes. */
record BesideAgent(Wiring wiring) {
  Printed look() {
    AgentMemory.Turn turn = new AgentMemory(wiring.state()).recall();
    long now = wiring.now().getEpochSecond();
    if (turn == null || !turn.isRunning()) {
      return Printed.raw(ExitCode.OK, "another beat of this node is at work\n");
    }
    String ago = Spans.words(Math.abs(now - turn.at()));
    if (!turn.isLate(now)) {
      return Printed.raw(ExitCode.OK, "the agent is at work: its last turn was " + ago + " ago\n");
    }
    Trouble trouble = Trouble.ofAgent(turn.late(now));
    wiring.console().say(trouble.text());
    tell(trouble, now);
    return Printed.raw(ExitCode.FINDINGS, "");
  }

  /** Once, as a beat tells what is wrong; that it is over tells the agent itself, or a beat. */
  private void tell(Trouble trouble, long now) {
    List<Notice> notices = new ArrayList<>();
    String failed =
        wiring
            .changes()
            .change(
                wiring.deadline(),
                one -> {
                  List<String> told =
                      Trouble.told(one.troubles(), List.of(trouble), Trouble::isOfAgent, now);
                  if (!told.equals(one.troubles())) {
                    notices.add(Notice.failure(Health.node(wiring), trouble.text()));
                  }
                  return one.telling(told);
                });
    if (failed != null) {
      wiring.console().say(failed);
    }
    new Notifier(wiring).tell(notices);
  }
}
