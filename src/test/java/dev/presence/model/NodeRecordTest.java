package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.testing.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRecordTest {
  private static final Stamp EARLY = new Stamp("20261122-100000");
  private static final Stamp LATE = new Stamp("20261122-110000");

  @ParameterizedTest
  @ValueSource(strings = {"instance-id", "nodepart"})
  void record_withoutARequiredFact_namesIt(String required) {
    Map<String, Object> facts = new HashMap<>(Map.of("instance-id", "i-0a", "nodepart", "app"));
    facts.remove(required);
    assertThatThrownBy(() -> NodeRecord.of(facts))
        .isInstanceOf(BadFactException.class)
        .hasMessage(required + " is missing");
  }

  @Test
  void stamp_isTheTssElseTheStatetssElseNone() {
    assertThat(node().tss(EARLY.value()).fact("statetss", LATE.value()).record().stamp())
        .isEqualTo(EARLY);
    assertThat(node().fact("statetss", LATE.value()).record().stamp()).isEqualTo(LATE);
    assertThat(node().record().stamp()).isNull();
  }

  @Test
  void weight_thatIsNotSaid_isThatOfEverybody() {
    assertThat(node().record().weight()).isEqualTo(100);
    assertThat(node().fact("weight", 0L).record().weight()).isZero();
  }

  @Test
  void facts_saidAtAnotherTime_areTheSame() {
    NodeRecord early = node().address("10.0.0.1").record().at(EARLY);
    assertThat(early.stamp()).isEqualTo(EARLY);
    assertThat(early.sameFacts(early.at(LATE))).isTrue();
    assertThat(early.sameFacts(node().address("10.0.0.2").record().at(EARLY))).isFalse();
  }

  @Test
  void with_putsFactsOverAndANullTakesOneAway() throws Exception {
    Map<String, @Nullable Object> changes = new HashMap<>();
    changes.put("zone", "b");
    changes.put("address", null);
    NodeRecord before = node().address("10.0.0.1").fact("zone", "a").record();
    NodeRecord after = before.with(changes);
    assertThat(after.text("zone")).isEqualTo("b");
    assertThat(after.facts()).doesNotContainKey("address");
    assertThat(before.text("zone")).isEqualTo("a");
  }

  @Test
  void with_aBadFact_isRefused() {
    NodeRecord before = node().record();
    assertThatThrownBy(() -> before.with(Map.of("weight", 1000L)))
        .isInstanceOf(BadFactException.class);
  }

  @Test
  void facts_ofARecord_cannotBeChanged() {
    Map<String, @Nullable Object> facts = node().record().facts();
    assertThatThrownBy(() -> facts.put("a", "b")).isInstanceOf(RuntimeException.class);
  }

  private static Node node() {
    return Node.of("i-0a", "app");
  }
}
