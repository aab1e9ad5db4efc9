package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.presence.model.Order;

/**
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=OrderFuzzTest}; else the seeds are replayed.
 */
class OrderFuzzTest {
  /** Bytes are no order, and that is said in one harmless line, or one that prints and reads. */
  @FuzzTest(maxDuration = "60s")
  void anyBytes_areUnreadableOrAnOrderThatReadsBackAsItself(byte[] bytes)
      throws UnreadableException {
    Order order;
    try {
      order = OrderFormat.parse(bytes);
    } catch (UnreadableException e) {
      assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
      return;
    }
    byte[] printed = OrderFormat.print(order);
    assertThat(OrderFormat.parse(printed)).isEqualTo(order);
  }
}
