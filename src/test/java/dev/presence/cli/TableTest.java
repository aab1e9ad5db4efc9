package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final Terminal NONE = new Terminal(false, 0, 0, true, false, false);

  private static Terminal wide(int columns) {
    return new Terminal(true, columns, 24, true, false, true);
  }

  private static Table list() {
    Table table = ListColumn.table();
    table.add(
        "i-0a",
        "app",
        "draining",
        "10.0.3.61",
        "http=80",
        "fed1",
        "",
        "20261122-180000",
        "12s",
        "ordered draining at 20261122-180000 by anna (new kernel)");
    table.add("i-0b", "app", "", "10.0.3.62", "http=80", "fed1", "", "20261122-180000", "9s", "");
    return table;
  }

  @Test
  void text_withoutATerminal_isWhole() {
    assertThat(list().text(NONE))
        .isEqualTo(
            """
            ID    PART  STATE     ADDRESS    PORTS    DEPLOYMENT  STACKTYPE  CHANGED          BEAT  NOTE
            i-0a  app   draining  10.0.3.61  http=80  fed1        -          20261122-180000  12s   ordered draining at 20261122-180000 by anna (new kernel)
            i-0b  app   -         10.0.3.62  http=80  fed1        -          20261122-180000  9s    -
            """);
  }

  @Test
  void text_onATerminalThatIsWideEnough_isTheSame() {
    assertThat(list().text(wide(200))).isEqualTo(list().text(NONE));
  }

  /** Without the column that nobody has a value in; the heads give way, then the note. */
  @Test
  void text_onAnUsualTerminal_keepsAllThatIsShort() {
    assertThat(list().text(wide(80)))
        .isEqualTo(
            """
            ID    PART  STATE     ADDRESS    PORTS    DEP…  CHANGED          BEAT  NOTE
            i-0a  app   draining  10.0.3.61  http=80  fed1  20261122-180000  12s   ordered …
            i-0b  app   -         10.0.3.62  http=80  fed1  20261122-180000  9s    -
            """);
  }

  @Test
  void text_onANarrowTerminal_leavesOutWhatIsLookedForLast() {
    assertThat(list().text(wide(40)))
        .isEqualTo(
            """
            ID    PART  STATE     ADDRESS    BEAT
            i-0a  app   draining  10.0.3.61  12s
            i-0b  app   -         10.0.3.62  9s
            """);
  }

  @Test
  void text_whereNoMoreThanASCIIIsShown_isCutWithDots() {
    Terminal ascii = new Terminal(true, 80, 24, false, false, true);

    assertThat(list().text(ascii)).contains("  ordere...\n").doesNotContain("…");
  }

  @Test
  void text_ofSentences_isFoldedAndLosesNothing() {
    Table table = new Table(Column.whole("CHECK"), Column.word("IS"), Column.fold("WHAT IT SAW"));
    table.add("store", "BAD", "/srv/presence is no list: mount it, or 'presence init' makes one");

    assertThat(table.text(wide(40)))
        .isEqualTo(
            """
            CHECK  IS   WHAT IT SAW
            store  BAD  /srv/presence is no list:
                        mount it, or 'presence init'
                        makes one
            """);
  }

  @Test
  void text_withWideAndCombiningCharacters_keepsItsColumns() {
    Table table = new Table(Column.cut("NAME"), Column.cut("X"));
    table.add("日本", "x");
    table.add("e\u0301", "x");

    assertThat(table.text(NONE)).isEqualTo("NAME  X\n日本  x\ne\u0301     x\n");
  }

  @Test
  void text_inColour_isTheSameTextWithoutIt() {
    Terminal coloured = new Terminal(true, 80, 24, true, true, true);
    String text = list().text(coloured);

    assertThat(text).contains("\u001b[1mID\u001b[0m", "\u001b[33mdraining\u001b[0m");
    assertThat(text.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(list().text(wide(80)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void text_ofAnyTableAtAnyWidth_fitsAndNamesEveryNode(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Table table = ListColumn.table();
      for (int row = 0; row < 5; row++) {
        String[] cells = new String[ListColumn.values().length];
        cells[0] = "i-" + row;
        for (int i = 1; i < cells.length; i++) {
          cells[i] = "日e\u0301x".repeat(random.nextInt(8));
        }
        table.add(cells);
      }
      int width = 4 + random.nextInt(150);

      List<String> lines = table.text(wide(width)).lines().toList();

      assertThat(lines).as("seed %d, width %d", seed, width).hasSize(6);
      for (int row = 0; row < 6; row++) {
        assertThat(lines.get(row)).startsWith(row == 0 ? "ID" : "i-" + (row - 1));
        assertThat(Cells.width(lines.get(row))).isLessThanOrEqualTo(width);
      }
    }
  }
}
