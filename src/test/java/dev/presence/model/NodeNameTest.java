package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {
  static Stream<String> goodNames() {
    return Stream.of(
        "a",
        "0",
        "i-4e7cb59a",
        "db.example.com",
        "a_b",
        "a-",
        "a_",
        "console",
        "com",
        "com0",
        "com10",
        "lpt",
        "nul1",
        "a.con",
        "lock",
        "a.locks",
        "a.lock.b",
        "x".repeat(63));
  }

  @ParameterizedTest
  @MethodSource("goodNames")
  void name_ofTheRule_isTaken(String name) {
    assertThat(NodeName.isValid(name)).isTrue();
    assertThat(new NodeName(name)).hasToString(name);
  }

  static Stream<String> badNames() {
    return Stream.of(
        "",
        " ",
        "A",
        "aB",
        "-a",
        "_a",
        ".a",
        ".",
        "..",
        "a..b",
        "a.",
        "a/b",
        "/a",
        "../a",
        "a\\b",
        "a b",
        "a\n",
        "\na",
        "a\u0000",
        "a:b",
        "a*",
        "a?",
        "a[",
        "a~",
        "a^",
        "a@{b",
        "$(a)",
        "`a`",
        "a;b",
        "a|b",
        "a&b",
        "a'b",
        "a\"b",
        "a<b",
        "{{a}}",
        "%a",
        "\u00fc",
        "\u0663",
        "\uff41",
        "a.lock",
        ".lock",
        "a.b.lock",
        "con",
        "prn",
        "aux",
        "nul",
        "com1",
        "com9",
        "lpt1",
        "lpt9",
        "con.txt",
        "nul.a.b",
        "com3.json",
        "x".repeat(64));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void name_againstTheRule_isRefused(String name) {
    assertThat(NodeName.isValid(name)).isFalse();
    assertThatThrownBy(() -> new NodeName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(NodeName.RULE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "a\nb"})
  void message_aboutABadName_isFitToPrint(String name) {
    assertThatThrownBy(() -> new NodeName(name))
        .extracting(Throwable::getMessage)
        .asString()
        .matches("[ -~]+");
  }

  @Test
  void names_areEqualAndOrderedByText() {
    assertThat(new NodeName("i-1")).isEqualTo(new NodeName("i-1")).isNotEqualTo(new NodeName("i"));
    assertThat(new NodeName("i-1")).hasSameHashCodeAs(new NodeName("i-1"));
    assertThat(new NodeName("i-10")).isLessThan(new NodeName("i-2"));
  }
}
