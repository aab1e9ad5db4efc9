package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  /** Labels as they are said: none is a label like another, and {@code any} alone is not. */
  @ParameterizedTest
  @CsvSource({
    "fed1, fed1, true",
    "fed1, fed2, false",
    "fed1, Fed1, false",
    "fed1,     , false",
    "    , fed1, false",
    "    ,     , true",
    "any , fed1, true",
    "any ,     , true",
  })
  void label_takesJustWhoSaysIt(String asked, String said, boolean taken) {
    assertThat(new Scope(asked, "lamp").includesDeployment(said)).isEqualTo(taken);
    assertThat(new Scope("fed1", asked).includesStacktype(said)).isEqualTo(taken);
    assertThat(new Scope(asked, "lamp").includes(new Scope(said, "lamp"))).isEqualTo(taken);
    assertThat(new Scope("fed1", asked).includes(new Scope("fed1", said))).isEqualTo(taken);
  }

  @Test
  void scope_takesWhoSaysBothLabels() {
    Scope scope = new Scope("fed1", "lamp");
    assertThat(scope.includes(new Scope("fed2", "lamp"))).isFalse();
    assertThat(scope.includes(new Scope("fed1", "mean"))).isFalse();
    assertThat(new Scope("any", "lamp").includes(new Scope("fed1", "mean"))).isFalse();
    assertThat(new Scope("fed1", "any").includes(new Scope("fed1", null))).isTrue();
    assertThat(Scope.ALL.includes(new Scope(null, null))).isTrue();
    assertThat(Scope.ALL.includes(scope)).isTrue();
  }

  /** The original system wrote empty texts for labels that it did not have. */
  @Test
  void emptyLabel_onAList_isNone() {
    assertThat(Node.of("i-0a").scope("", "").build().scope()).isEqualTo(new Scope(null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fed1", "a", "Eu.central_1-a", "anybody", "Any"})
  void label_ofTheRule_isTaken(String text) {
    assertThat(Scope.isLabel(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "any", "a b", "-a", ".a", "a/b", "a\n", "$(a)", "\u00fc"})
  void label_againstTheRule_isRefused(String text) {
    assertThat(Scope.isLabel(text)).isFalse();
  }

  @Test
  void words_areForPeople() {
    assertThat(Scope.ALL.words()).isEqualTo("deployment any, stacktype any");
    assertThat(new Scope("fed1", null).words()).isEqualTo("deployment fed1, stacktype none");
  }
}
