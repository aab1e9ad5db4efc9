package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows for people, in columns as wide as they need; the last column is not filled up. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  Table(String... head) {
    this.widths = new int[head.length];
    add(head);
  }

  /** Adds a row; every cell is fit to print, an empty one becomes a dash. */
  void add(String... cells) {
    String[] row = cells.clone();
    for (int i = 0; i < row.length; i++) {
      if (row[i].isEmpty()) {
        row[i] = "-";
      }
      widths[i] = Math.max(widths[i], row[i].length());
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        text.append(row[i]);
        if (i < row.length - 1) {
          text.append(" ".repeat(widths[i] - row[i].length() + 2));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }
}
