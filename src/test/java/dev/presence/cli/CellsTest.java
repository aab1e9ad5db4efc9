package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Printable;
import dev.presence.testing.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {
  /** Python's Unicode may be of another version than Java's: what one of them calls a mark. */
  private static final String WIDTHS =
      """
      import sys, unicodedata
      for line in sys.stdin:
          c = chr(int(line))
          kind = unicodedata.category(c)
          wide = unicodedata.east_asian_width(c) in 'WF'
          vowel = 0x1160 <= ord(c) <= 0x11ff
          print(kind, 0 if kind in ('Mn', 'Me') or vowel else 2 if wide else 1)
      """;

  @ParameterizedTest
  @CsvSource({"abc, 3", "'', 0", "größe, 5", "日本, 4", "e\u0301a, 2", "🐘, 2", "한글, 4", "ｶﾞ, 2"})
  void width_ofText_isWhatATerminalTakes(String text, int width) {
    assertThat(Cells.width(text)).isEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 4, abc…",
    "abcdef, 6, abcdef",
    "日本語日本, 6, 日本…",
    "日本語日本, 5, 日本…",
    "e\u0301e\u0301e\u0301, 2, e\u0301…",
    "🐘🐘, 3, 🐘…",
    "abc, 1, …"
  })
  void cut_ofText_fitsAndLeavesNoCharacterInHalves(String text, int width, String expected) {
    String cut = Cells.cut(text, width, "…");

    assertThat(cut).isEqualTo(expected);
    assertThat(Cells.width(cut)).isLessThanOrEqualTo(width);
  }

  @Test
  void width_ofEveryCharacterThatIsPrinted_isThatOfUnicode(@TempDir Path folder)
      throws IOException {
    List<String> characters = new ArrayList<>();
    for (int c = ' '; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      if (Character.isDefined(c) && Printable.of(text).equals(text)) {
        characters.add(String.valueOf(c));
      }
    }

    List<String> widths = new Python(folder).script(WIDTHS, characters);

    assertThat(widths).hasSameSizeAs(characters);
    int compared = 0;
    for (int i = 0; i < widths.size(); i++) {
      int character = Integer.parseInt(characters.get(i));
      String kind = widths.get(i).substring(0, 2);
      boolean isMark = kind.equals("Mn") || kind.equals("Me");
      if (!kind.equals("Cn") && isMark == isMark(character)) {
        compared++;
        assertThat(kind + " " + Cells.width(character))
            .as("U+%04X", character)
            .isEqualTo(widths.get(i));
      }
    }
    assertThat(compared).isGreaterThan(100_000);
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }
}
