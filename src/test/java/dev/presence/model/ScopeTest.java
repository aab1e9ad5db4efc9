package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Node;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final NodeRecord SAYS = Node.of("i-0a", "app").scope("fed1", "lamp").record();
  private static final NodeRecord SAYS_NOTHING = Node.of("i-0b", "app").record();
  private static final NodeRecord SAYS_EMPTY = Node.of("i-0c", "app").scope("", "").record();

  @Test
  void namedScope_takesJustWhoSaysIt() {
    Scope scope = new Scope("fed1", "lamp");
    assertThat(scope.hasDeployment(SAYS)).isTrue();
    assertThat(scope.hasStacktype(SAYS)).isTrue();
    assertThat(new Scope("fed2", "lamp").hasDeployment(SAYS)).isFalse();
    assertThat(new Scope("fed1", "Lamp").hasStacktype(SAYS)).isFalse();
  }

  @Test
  void namedScope_doesNotTakeWhoSaysNothing() {
    Scope scope = new Scope("fed1", "lamp");
    assertThat(scope.hasDeployment(SAYS_NOTHING)).isFalse();
    assertThat(scope.hasStacktype(SAYS_NOTHING)).isFalse();
    assertThat(new Scope("", "").hasDeployment(SAYS_EMPTY)).isFalse();
  }

  @Test
  void anyScope_takesEverybody() {
    Scope any = new Scope(null, null);
    assertThat(any.hasDeployment(SAYS_NOTHING)).isTrue();
    assertThat(any.hasStacktype(SAYS)).isTrue();
    assertThat(any).hasToString("deployment any, stacktype any");
  }
}
