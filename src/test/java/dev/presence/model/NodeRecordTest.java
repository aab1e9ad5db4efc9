package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Node;
import org.junit.jupiter.api.Test;

class NodeRecordTest {
  private static final Stamp EARLY = new Stamp("20261122-100000");
  private static final Stamp LATE = new Stamp("20261122-110000");

  @Test
  void stamp_isTheTssElseTheStatetssElseNone() {
    assertThat(node().tss(EARLY.value()).fact("statetss", LATE.value()).build().stamp())
        .isEqualTo(EARLY);
    assertThat(node().fact("statetss", LATE.value()).build().stamp()).isEqualTo(LATE);
    assertThat(node().build().stamp()).isNull();
  }

  /** A change of one thing is a new record that keeps all others, and the old one stays. */
  @Test
  void change_ofOneThing_keepsAllOthers() {
    NodeRecord record = full().build();
    SaidState left = new SaidState(NodeState.LEFT, LATE, "left:" + LATE + ";", null, "ops", null);
    assertThat(record.at(LATE)).isEqualTo(full().tss(LATE.value()).build());
    assertThat(record.at((Stamp) null).tss()).isNull();
    assertThat(record.at(new Address("fd00::1"))).isEqualTo(full().address("fd00::1").build());
    assertThat(record.in(left))
        .isEqualTo(
            full()
                .state("left")
                .fact("statetss", LATE.value())
                .fact("statelog", "left:" + LATE + ";")
                .fact("stateby", "ops")
                .build());
    assertThat(record).isEqualTo(full().build());
  }

  private static Node node() {
    return Node.of("i-0a");
  }

  private static Node full() {
    return node()
        .scope("fed1", "lamp")
        .address("10.0.0.1")
        .port("http", 80)
        .fact("zone", "a")
        .fact("weight", 7L)
        .state("idle")
        .tss(EARLY.value())
        .fact("schema", 1L);
  }
}
