package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows for people, in columns as wide as they need; the last column is not filled up. On a terminal
 * no line is longer than that is wide.
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
    int[] widths = widths(terminal);
    StringBuilder text = new StringBuilder();
    String[] heads = new String[columns.size()];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = columns.get(i).head();
    }
    append(text, heads, widths, terminal, true);
    for (String[] row : rows) {
      append(text, row, widths, terminal, false);
    }
    return text.toString();
  }

  private int[] widths(Terminal terminal) {
    int[] contents = new int[columns.size()];
    for (int i = 0; i < contents.length; i++) {
      boolean isValued = rows.isEmpty();
      for (String[] row : rows) {
        contents[i] = Math.max(contents[i], Cells.width(row[i]));
        isValued |= !row[i].equals(NOTHING);
      }
      contents[i] = isValued ? contents[i] : 0;
    }
    int room = terminal.columns() == 0 ? Integer.MAX_VALUE : terminal.columns();
    return Fitting.widths(columns, contents, room);
  }

  /** A row, of several lines where cells are folded. */
  private void append(
      StringBuilder text, String[] row, int[] widths, Terminal terminal, boolean isHead) {
    List<List<String>> cells = new ArrayList<>();
    int lines = 1;
    for (int i = 0; i < row.length; i++) {
      boolean isFolded = columns.get(i).fit() == Column.Fit.FOLD && !isHead;
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
