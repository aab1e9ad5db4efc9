package dev.presence.doctor;

import dev.presence.heartbeat.Trouble;
import dev.presence.model.Acting;
import dev.presence.model.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether what is to be acted on was. */
public final class ChangeCheck implements Check {
  private static final String CHANGE = "change";

  private final Acting acting;
  private final boolean running;
  private final Duration limit;
  private final Instant now;

  /**
   * Looks at the changes.
   *
   * @param running whether one is at work
   * @param limit how long one may be
   */
  public ChangeCheck(Acting acting, boolean running, Duration limit, Instant now) {
    this.acting = acting;
    this.running = running;
    this.limit = limit;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    long second = now.getEpochSecond();
    Trouble trouble = Trouble.of(acting, running, limit, second);
    if (trouble != null) {
      return List.of(Finding.bad(CHANGE, trouble.text()));
    }
    if (acting.succeeded() == 0) {
      return acting.attempted() == 0 && !running
          ? List.of()
          : List.of(Finding.hint(CHANGE, "the first change has not come to its end yet"));
    }
    String said = "the last was done " + Spans.words(second - acting.succeeded()) + " ago";
    return List.of(
        acting.pending().isEmpty() || acting.pending().equals(Acting.digest(acting.acted()))
            ? Finding.ok(CHANGE, said)
            : Finding.hint(
                CHANGE,
                "%s; another answer waits for its turn since %s"
                    .formatted(said, Spans.words(second - acting.since()))));
  }
}
