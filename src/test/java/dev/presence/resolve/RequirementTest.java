package dev.presence.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PartName;
import dev.presence.model.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {
  private static final Scope OWN = new Scope("fed1", "lamp");

  private static Requirement parsed(String text) {
    return Objects.requireNonNull(Requirement.parse(text, OWN));
  }

  private static boolean includes(String text, String part, Scope scope) {
    return parsed(text).includes(new PartName(part), scope);
  }

  @Test
  void requirement_ofAPart_isInTheNodesOwnScope() {
    assertThat(includes("db", "db", OWN)).isTrue();
    assertThat(includes("db", "db", new Scope("fed2", "lamp"))).isFalse();
    assertThat(includes("db", "db", new Scope(null, null))).isFalse();
    assertThat(includes("db", "db2", OWN)).isFalse();
  }

  @Test
  void requirement_ofAGlob_takesInWhatItMatches() {
    assertThat(includes("data=db*", "db2", OWN)).isTrue();
    assertThat(includes("data=db*", "data", OWN)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "fed2, lamp",
    "fed2, ",
    ", lamp",
    ", ",
    "any, any",
    "eu/fed2, lamp",
    "fed2, la/mp",
    "a@b, c@d",
    "50%, a%2Fb",
    "wïde, 日本"
  })
  void requirement_inAnotherScope_isReadAsItWasWritten(
      @Nullable String deployment, @Nullable String stacktype) {
    PartQuery part = new PartQuery(new PartName("data"), "db*");
    Scope scope = new Scope(deployment, stacktype);

    assertThat(parsed(Requirement.words(part, scope))).isEqualTo(new Requirement(part, scope));
  }

  @Test
  void words_ofAnotherScope_areAsTheyAreDocumented() {
    assertThat(Requirement.words(PartQuery.of(new PartName("app")), new Scope("fed2", "lamp")))
        .isEqualTo("app@fed2/lamp");
    assertThat(Requirement.words(PartQuery.of(new PartName("app")), new Scope("fed2", null)))
        .isEqualTo("app@fed2/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "=x", "app=", "@fed2/lamp", "app@fed2", "-", "\u001b[1m", "@"})
  void parse_ofWhatIsNone_isNull(String text) {
    assertThat(Requirement.parse(text, OWN)).isNull();
  }
}
