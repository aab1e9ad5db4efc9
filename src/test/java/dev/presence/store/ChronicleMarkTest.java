package dev.presence.store;

import dev.presence.model.NodeName;
import dev.presence.testing.ChronicleStore;
import dev.presence.testing.MovableClock;
import java.time.Duration;

/** The contract of marks carries the store of the tests. */
class ChronicleMarkTest extends MarkContract {
  private final MovableClock clock = MovableClock.at("2026-11-22T17:48:30Z");
  private final ChronicleStore chronicle = new ChronicleStore("chronicle", clock);

  @Override
  protected MarkedStore process() {
    return chronicle.again();
  }

  @Override
  protected MarkedStore nowhere() {
    return new ChronicleStore("nowhere", clock);
  }

  @Override
  protected void expire(NodeName id) {
    chronicle.expire(id.value(), Duration.ofSeconds(2));
  }

  @Override
  protected void outlive() {
    clock.move(ChronicleStore.SESSION.plusSeconds(1));
  }

  @Override
  protected void pause() {
    clock.move(Duration.ofMillis(10));
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(1);
  }
}
