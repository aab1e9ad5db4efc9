package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Times of one day: the order was given at 12:00:00, and the look is at 13:00:00. */
class OrderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // word,  until,  of,     the node's newest, holds
    "DRAINING,       ,       ,       , true",
    "DRAINING,       ,       , 125959, true",
    "DRAINING,       ,       , 235959, true", // whatever the node says
    "DRAINING, 130001,       ,       , true",
    "DRAINING, 130000,       ,       , false",
    "DRAINING, 125959,       ,       , false",
    "DRAINING, 130001, 110000, 115959, true", // 'of' is said of 'left' alone
    "LEFT    ,       , 110000,       , true",
    "LEFT    ,       , 110000, 105959, true",
    "LEFT    ,       , 110000, 110000, true",
    "LEFT    ,       , 110000, 110001, false",
    "LEFT    ,       , 140000, 130000, true", // of a node whose clock is ahead
    "LEFT    ,       , 140000, 140001, false",
    "LEFT    ,       ,       ,       , true", // nothing was known of the node: 'tss' stands in
    "LEFT    ,       ,       , 120000, true",
    "LEFT    ,       ,       , 120001, false",
    "LEFT    , 125959, 110000, 110000, true", // 'until' is said of 'draining' alone
    "LIFTED  ,       ,       ,       , false",
    "LIFTED  , 130001, 110000, 105959, false",
  })
  void order_holdsAsItsWordHasIt(
      Order.Word word,
      @Nullable String until,
      @Nullable String of,
      @Nullable String newest,
      boolean holds) {
    Order order = order(word, until, of);
    assertThat(order.holds(stamp(newest), NOW)).isEqualTo(holds);
    NodeState whenHeld = word == Order.Word.LEFT ? NodeState.GONE : NodeState.DRAINING;
    assertThat(order.strictest(NodeState.SERVING, stamp(newest), NOW))
        .isEqualTo(holds ? whenHeld : NodeState.SERVING);
  }

  /** A part of a second does not end it early. */
  @Test
  void draining_endsWithTheSecondThatItNames() {
    Order order = order(Order.Word.DRAINING, "130000", null);
    assertThat(order.holds(null, NOW.minusNanos(1))).isTrue();
    assertThat(order.holds(null, NOW)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SERVING , DRAINING, DRAINING",
    "DRAINING, DRAINING, DRAINING",
    "NOT_YET , DRAINING, NOT_YET",
    "GONE    , DRAINING, GONE",
    "SERVING , LEFT    , GONE",
    "DRAINING, LEFT    , GONE",
    "NOT_YET , LEFT    , GONE",
    "GONE    , LEFT    , GONE",
  })
  void strictest_ofWhatIsSaidAndWhatIsOrdered_counts(
      NodeState said, Order.Word word, NodeState counts) {
    assertThat(order(word, null, null).strictest(said, null, NOW)).isEqualTo(counts);
  }

  @ParameterizedTest
  @EnumSource
  void orderThatIsOver_changesNothing(NodeState said) {
    assertThat(order(Order.Word.LIFTED, null, null).strictest(said, null, NOW)).isEqualTo(said);
    assertThat(order(Order.Word.DRAINING, "125959", null).strictest(said, null, NOW))
        .isEqualTo(said);
    assertThat(order(Order.Word.LEFT, null, "110000").strictest(said, stamp("110001"), NOW))
        .isEqualTo(said);
  }

  private static Order order(Order.Word word, @Nullable String until, @Nullable String of) {
    return new Order(
        new NodeName("i-0a"),
        word,
        "ops",
        null,
        new Stamp("20261122-120000"),
        stamp(until),
        stamp(of));
  }

  private static @Nullable Stamp stamp(@Nullable String time) {
    return time == null ? null : new Stamp("20261122-" + time);
  }
}
