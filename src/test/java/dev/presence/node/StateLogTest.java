package dev.presence.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.SaidState;
import dev.presence.model.Stamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateLogTest {
  private static final Instant NOW = Instant.parse("2026-11-22T17:48:30Z");

  @Test
  void with_aWord_addsAnEntry() {
    assertThat(StateLog.with(null, "setup", Stamp.of(NOW))).isEqualTo("setup:20261122-174830;");
    assertThat(StateLog.with("setup:20261122-174830;", "idle", Stamp.of(NOW.plusSeconds(1))))
        .isEqualTo("setup:20261122-174830;idle:20261122-174831;");
  }

  @Test
  void with_forEver_keepsTheNewestEntriesWithinOneKibibyte() {
    String log = null;
    for (int i = 0; i < 1000; i++) {
      log = StateLog.with(log, "s" + i, Stamp.of(NOW.plusSeconds(i)));
      assertThat(log).hasSizeLessThanOrEqualTo(1024).endsWith(";");
    }
    // Whole entries: the first one too begins with its state. 1024 / 21 is 48.
    assertThat(log).startsWith("s952:").endsWith(";s999:" + Stamp.of(NOW.plusSeconds(999)) + ";");
  }

  @Test
  void with_aLogThatIsTooLongAlready_isCutToTheBound() {
    assertThat(StateLog.with("x".repeat(5000) + ";", "idle", Stamp.of(NOW)))
        .isEqualTo("idle:20261122-174830;");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "draining, none, idle",
        "none, none, idle",
        "setup, setup:20261122-174646;, idle",
        "draining, setup:20261101-000000;initdone:20261102-000000;draining:20261103-000000;, initdone",
        "draining, idle:20261101-000000;draining:20261102-000000;, idle",
        "draining, idle:20261101-000000;working:20261101-000001;draining:20261102-000000;, working",
        "left, working:20261101-000000;draining:20261102-000000;left:20261103-000000;, working",
        // A serving state can be for a while too, and be made longer.
        "working, idle:20261101-000000;working:20261102-000000;, idle",
        "working, idle:20261101-000000;working:20261102-000000;working:20261103-000000;, idle",
        // Killed: the log has the state that was to come, and the state is the one before.
        "draining, working:20261101-000000;draining:20261102-000000;working:20261103-000000;, working",
        "draining, garbage, idle",
        "draining, ;;:;working:;draining:;, working"
      })
  void servingBefore_isTheLastServingStateOtherThanThePresentOne(
      @Nullable String word, @Nullable String log, String expected) {
    SaidState present = new SaidState(word, null, log, null, null, null);

    assertThat(StateLog.servingBefore(present)).isEqualTo(expected);
  }
}
