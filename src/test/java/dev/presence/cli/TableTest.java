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

  /** Without what nobody has, and what all have; then the note has the room that is left. */
  @Test
  void text_onAnUsualTerminal_keepsAllThatIsShort() {
    assertThat(list().text(wide(80)))
        .isEqualTo(
            """
            ID    PART  STATE     ADDRESS    PORTS    CHANGED    BEAT  NOTE
            i-0a  app   draining  10.0.3.61  http=80  20261122…  12s   ordered draining at …
            i-0b  app   -         10.0.3.62  http=80  20261122…  9s    -
            """);
  }

  @Test
  void text_withALongNote_cutsItBeforeAnyHead() {
    Table table = ListColumn.table();
    for (int i = 1; i < 3; i++) {
      table.add(
          "i-" + i,
          "app",
          "idle",
          "10.0.0.1",
          "http=80",
          "fed" + i,
          "t" + i,
          "20261122-180000",
          "9s",
          "x".repeat(300));
    }

    String text = table.text(wide(200));

    assertThat(text).contains("DEPLOYMENT", "STACKTYPE", "CHANGED", "20261122-180000");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(201));
    assertThat(text.lines().skip(1)).allSatisfy(line -> assertThat(line).hasSize(200));
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

    assertThat(list().text(ascii)).contains("  ordered draining a...\n").doesNotContain("…");
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

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 120})
  void text_ofAListAtAnUsualWidth_cutsNoHeadAndNothingBelowSevenCharacters(int width) {
    Table table = ListColumn.table();
    for (int i = 1; i < 4; i++) {
      table.add(
          "i-node" + i,
          "balancer" + i,
          "draining",
          "10.0.3.6" + i,
          "http=80,https=443,metrics=9100",
          "production-" + i,
          "lamp-" + i,
          "20261122-180000",
          "silent, 7d 3h",
          "ordered draining at 20261122-180000 by anna");
    }

    String text = table.text(wide(width));

    assertThat(text.lines().findFirst().orElse("")).doesNotContain("…");
    assertThat(text).contains("draining", "10.0.3.61", "silent, 7d 3h");
    assertThat(text.split(" {2,}|\n", -1))
        .filteredOn(word -> word.endsWith("…"))
        .allMatch(word -> word.length() >= 7);
  }

  @Test
  void text_whoseSentencesHaveNoRoomInTheirRow_hasThemBelow() {
    Table table =
        new Table(
            Column.whole("ID"),
            Column.word("IS"),
            Column.word("RULE"),
            Column.fold("WHY"),
            Column.fold("WHAT WOULD CHANGE IT"));
    table.add(
        "i-app3",
        "out",
        "dead",
        "it did not beat for 7d 3h",
        "two beats of it, one after the other");
    table.add("i-app4", "peer", "peer", "it serves", "");

    assertThat(table.text(wide(40)))
        .isEqualTo(
            """
            ID      IS    RULE
            i-app3  out   dead
              WHY: it did not beat for 7d 3h
              WHAT WOULD CHANGE IT: two beats of
                it, one after the other
            i-app4  peer  peer
              WHY: it serves
            """);
    assertThat(table.text(wide(80))).contains("RULE  WHY ").doesNotContain("WHY:");
  }

  @Test
  void text_withWideAndCombiningCharacters_keepsItsColumns() {
    Table table = new Table(Column.label("NAME"), Column.label("X"));
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
