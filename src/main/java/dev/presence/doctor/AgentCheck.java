package dev.presence.doctor;

import dev.presence.memory.AgentMemory;
import dev.presence.model.Spans;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether this node's agent, where it has one, comes to the end of its turns. */
public final class AgentCheck implements Check {
  private static final String AGENT = "agent";

  private final AgentMemory.@Nullable Turn last;
  private final Instant now;

  /**
   * Looks at the agent.
   *
   * @param last its last turn; null where none ever ran
   */
  public AgentCheck(AgentMemory.@Nullable Turn last, Instant now) {
    this.last = last;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    if (last == null || !last.isRunning()) {
      return List.of(); // A timer beats, or nobody does, which the beats tell.
    }
    long second = now.getEpochSecond();
    return List.of(
        last.isLate(second)
            ? Finding.bad(AGENT, last.late(second))
            : Finding.ok(
                AGENT, "its last beat was %s ago".formatted(Spans.words(second - last.at()))));
  }
}
