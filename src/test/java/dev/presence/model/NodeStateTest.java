package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(Node.of("i-0a").state(word).build().state().meaning()).isEqualTo(state);
  }

  @Test
  void noWord_isServing() {
    assertThat(Node.of("i-0a").build().state()).isEqualTo(SaidState.NONE);
    assertThat(SaidState.NONE.meaning()).isEqualTo(NodeState.SERVING);
  }

  /** {@code state} takes these, and any other one only with {@code --serving}. */
  @Test
  void wordsOfTheContract_areAllThatMeanSomething() {
    assertThat(NodeState.WORDS)
        .containsExactlyInAnyOrder(
            "presetup",
            "setup",
            "initdone",
            "idle",
            "working",
            "running",
            "done",
            "draining",
            "decommissioning",
            "decommission",
            "left")
        .allMatch(NodeState::isWord);
  }

  @ParameterizedTest
  @ValueSource(strings = {"idle", "Any_word-1", "0"})
  void word_ofTheRule_isTaken(String word) {
    assertThat(NodeState.isWord(word)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "in use", "idle;", "a:b", "a.b", "-a", "a\n", "\u00fc"})
  void word_againstTheRule_isRefused(String word) {
    assertThat(NodeState.isWord(word)).isFalse();
  }
}
