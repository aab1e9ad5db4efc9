package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartNameTest {
  static Stream<String> goodNames() {
    return Stream.of("a", "Z", "0", "db1", "applbnode", "App_Server-2", "a-", "x".repeat(63));
  }

  @ParameterizedTest
  @MethodSource("goodNames")
  void name_ofTheRule_isTaken(String name) {
    assertThat(PartName.isValid(name)).isTrue();
    assertThat(new PartName(name)).hasToString(name);
  }

  static Stream<String> badNames() {
    return Stream.of(
        "",
        " ",
        "-a",
        "_a",
        "a.b",
        "a/b",
        "..",
        "a b",
        "a\n",
        "a\u0000",
        "a=b",
        "a*",
        "a?",
        "a:b",
        "$a",
        "\u00fc",
        "a\u0663",
        "\uff41",
        "x".repeat(64));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void name_againstTheRule_isRefused(String name) {
    assertThat(PartName.isValid(name)).isFalse();
    assertThatThrownBy(() -> new PartName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(PartName.RULE);
  }

  @Test
  void names_areEqualByTextAndCase() {
    assertThat(new PartName("app"))
        .isEqualTo(new PartName("app"))
        .isNotEqualTo(new PartName("App"));
    assertThat(new PartName("app")).hasSameHashCodeAs(new PartName("app"));
  }
}
