package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final List<String> NOTHING = List.of();
  private static final String LIST = "ID\ni-0a\ni-0b\ni-0c\ni-0d\n\n4 nodes: 4 app\n";

  private static Frame of(int columns, int rows) {
    return new Frame(new Terminal(true, columns, rows, true, false, true));
  }

  @Test
  void lines_ofWhatHasRoom_areAllOfIt() {
    assertThat(of(80, 24).lines("now", LIST, List.of("presence: mend it")))
        .containsExactly(
            "now",
            "",
            "ID",
            "i-0a",
            "i-0b",
            "i-0c",
            "i-0d",
            "",
            "4 nodes: 4 app",
            "presence: mend it");
    assertThat(of(0, 0).lines("now", LIST, NOTHING)).hasSize(9);
  }

  @Test
  void lines_ofAListThatIsTooLong_keepItsSum() {
    assertThat(of(80, 7).lines("now", LIST, NOTHING))
        .containsExactly(
            "now", "", "ID", "i-0a", "i-0b", "3 more lines have no room here", "4 nodes: 4 app");
  }

  @Test
  void lines_ofTrouble_areFoldedAndTakeHalfOfTheHeightAtMost() {
    List<String> lines =
        of(20, 8).lines("now", LIST, List.of("one two three four five six seven".repeat(4)));

    assertThat(lines).hasSize(8).allSatisfy(line -> assertThat(line.length()).isLessThan(21));
    assertThat(lines.get(5)).isEqualTo("one two three four");
  }
}
