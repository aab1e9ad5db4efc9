package dev.presence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CommandWordsTest {
  @Test
  void words_withSpacesBetween_areThose() {
    assertThat(CommandWords.of("  haproxy -c\t-f {}\n"))
        .containsExactly("haproxy", "-c", "-f", "{}");
  }

  @Test
  void words_inQuotes_areOneWithAllThatIsInThem() {
    assertThat(CommandWords.of("sh -c 'a \"b\" $c' \"it's\" a'b c'd ''"))
        .containsExactly("sh", "-c", "a \"b\" $c", "it's", "ab cd", "");
  }

  @Test
  void words_thatAShellWouldTakeForMore_areJustThose() {
    assertThat(CommandWords.of("a;b $(c) \\d | e>f"))
        .containsExactly("a;b", "$(c)", "\\d", "|", "e>f");
  }

  @Test
  void words_ofNone_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> CommandWords.of(" \n "));
    assertThatIllegalArgumentException().isThrownBy(() -> CommandWords.of("sh 'a"));
  }
}
