package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeStateTest {
  @ParameterizedTest
  @CsvSource({
    "presetup, NOT_YET",
    "setup, NOT_YET",
    "initdone, SERVING",
    "idle, SERVING",
    "working, SERVING",
    "running, SERVING",
    "done, SERVING",
    "'', SERVING",
    "some-word, SERVING",
    "Setup, SERVING",
    "draining, DRAINING",
    "decommissioning, DRAINING",
    "decommission, GONE",
    "left, GONE",
  })
  void word_hasTheMeaningOfTheContract(String word, NodeState state) {
    assertThat(Node.of("i-0a", "app").state(word).record().state()).isEqualTo(state);
  }

  @Test
  void noWord_isServing() {
    assertThat(Node.of("i-0a", "app").record().state()).isEqualTo(NodeState.SERVING);
  }
}
