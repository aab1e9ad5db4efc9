package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows for people, in columns as wide as they need; the last column is not filled up. On a terminal
 * no line is longer than that is wide, and sentences without room in their row stand below it.
 */
final class Table {
  private static final String NOTHING = "-";
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<String[]> rows = new ArrayList<>();

  Table(Column... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row; every cell is fit to print, an empty one becomes a dash. */
  void add(String... cells) {
    String[] row = cells.clone();
    for (int i = 0; i < row.length; i++) {
      if (row[i].isEmpty()) {
        row[i] = NOTHING;
      }
    }
    rows.add(row);
  }

  String text(Terminal terminal) {
    int[] widths = Fitting.widths(columns, contents(), room(terminal));
    StringBuilder text = new StringBuilder();
    String[] heads = new String[columns.size()];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = columns.get(i).head();
    }
    append(text, heads, widths, terminal, true);
    for (String[] row : rows) {
      append(text, row, widths, terminal, false);
      appendBelow(text, row, widths, terminal);
    }
    return text.toString();
  }

  private static int room(Terminal terminal) {
    return terminal.columns() == 0 ? Integer.MAX_VALUE : terminal.columns();
  }

  private List<Fitting.Content> contents() {
    List<Fitting.Content> contents = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int width = 0;
      boolean isValued = rows.isEmpty();
      boolean isSame = rows.size() > 1;
      for (String[] row : rows) {
        width = Math.max(width, Cells.width(row[i]));
        isValued |= !row[i].equals(NOTHING);
        isSame &= row[i].equals(rows.get(0)[i]);
      }
      contents.add(new Fitting.Content(isValued ? width : 0, isSame));
    }
    return contents;
  }

  /** The sentences that have no column, each behind its head. */
  private void appendBelow(StringBuilder text, String[] row, int[] widths, Terminal terminal) {
    for (int i = 0; i < row.length; i++) {
      if (columns.get(i).fit() == Column.Fit.FOLD
          && widths[i] == Fitting.GONE
          && !row[i].equals(NOTHING)) {
        String indent = GAP;
        String sentence = columns.get(i).head() + ": " + row[i];
        for (String line :
            Folding.lines(sentence, Math.max(1, room(terminal) - 2 * GAP.length()))) {
          text.append(indent).append(line).append('\n');
          indent = GAP + GAP;
        }
      }
    }
  }

  /** A row, of several lines where cells are folded. */
  private void append(
      StringBuilder text, String[] row, int[] widths, Terminal terminal, boolean isHead) {
    List<List<String>> cells = new ArrayList<>();
    int lines = 0; // None where all of it stands below.
    for (int i = 0; i < row.length; i++) {
      boolean isFolded = columns.get(i).fit() == Column.Fit.FOLD;
      List<String> cell =
          widths[i] == Fitting.GONE
              ? List.of()
              : isFolded
                  ? Folding.lines(row[i], widths[i])
                  : List.of(Cells.cut(row[i], widths[i], terminal.cutSign()));
      cells.add(cell);
      lines = Math.max(lines, cell.size());
    }
    for (int line = 0; line < lines; line++) {
      int missing = 0; // Blanks, written before the next cell only.
      for (int i = 0; i < row.length; i++) {
        List<String> cell = cells.get(i);
        String piece = line < cell.size() ? cell.get(line) : "";
        if (!piece.isEmpty()) {
          Ink ink = isHead ? Ink.HEAD : columns.get(i).isWord() ? Ink.of(row[i]) : Ink.NONE;
          text.append(" ".repeat(missing)).append(terminal.inColour(ink, piece));
          missing = 0;
        }
        missing += widths[i] == Fitting.GONE ? 0 : widths[i] - Cells.width(piece) + GAP.length();
      }
      text.append('\n');
    }
  }
}
