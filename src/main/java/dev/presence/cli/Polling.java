package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.heartbeat.Looker;
import dev.presence.heartbeat.View;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.resolve.Question;
import dev.presence.store.Stores;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks again and again, until somebody has seen enough or the time is over. */
final class Polling {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  private final Wiring wiring;
  private final Deadline end;

  Polling(Wiring wiring, Duration time) {
    this.wiring = wiring;
    this.end = Deadline.in(time);
  }

  /** The stores for one look, with a deadline of its own. */
  Stores stores() {
    long nanos = Math.min(end.nanosLeft(), LONGEST_LOOK.toNanos());
    return wiring
        .named()
        .all(Deadline.in(Duration.ofNanos(Math.max(nanos, BETWEEN_LOOKS.toNanos()))));
  }

  View look(Stores stores, @Nullable Question question) {
    Looker looker = wiring.looker(stores);
    View view = looker.look(question).view();
    wiring.console().sayAll(view.warnings());
    return view;
  }

  boolean isOver() {
    return end.isOver();
  }

  void pause() {
    try {
      Thread.sleep(Math.min(BETWEEN_LOOKS.toMillis(), end.nanosLeft() / 1_000_000 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PresenceException(FailureKind.TIMEOUT, "interrupted while waiting");
    }
  }
}
