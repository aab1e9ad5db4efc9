package dev.presence.cli;

import java.util.List;

/**
 * How wide each column of a table is on a terminal. Where there is too little room, columns without
 * any value go first; then heads that are wider than all below them are cut, then cells, as the
 * columns say; then whole columns go, and what is left is cut to what can just be recognised.
 */
final class Fitting {
  /** A column that is left out. */
  static final int GONE = -1;

  private static final int GAP = 2;

  private final List<Column> columns;
  private final int[] widths;
  private final int room;

  private Fitting(List<Column> columns, int[] widths, int room) {
    this.columns = columns;
    this.widths = widths;
    this.room = room;
  }

  /**
   * The width of each column, {@link #GONE} for none.
   *
   * @param contents how wide the cells of each column are, without its head; 0 for no value at all
   * @param room how wide the terminal is
   */
  static int[] widths(List<Column> columns, int[] contents, int room) {
    int[] widths = new int[contents.length];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(contents[i], Cells.width(columns.get(i).head()));
    }
    Fitting fitting = new Fitting(columns, widths, room);
    fitting.leaveOutEmpty(contents);
    fitting.narrowHeads(contents);
    for (int turn = 0; turn <= Column.LAST_TURN; turn++) {
      fitting.narrow(turn, false);
    }
    for (int turn = 0; turn < Column.LAST_TURN; turn++) {
      fitting.leaveOut(turn);
    }
    for (int turn = 0; turn <= Column.LAST_TURN; turn++) {
      fitting.narrow(turn, true);
    }
    fitting.leaveOut(Column.LAST_TURN);
    return widths;
  }

  private int excess() {
    int width = -GAP;
    for (int each : widths) {
      width += each == GONE ? 0 : each + GAP;
    }
    return width - room;
  }

  private void leaveOutEmpty(int[] contents) {
    for (int i = widths.length - 1; i >= 0 && excess() > 0; i--) {
      if (contents[i] == 0 && columns.get(i).fit() != Column.Fit.WHOLE) {
        widths[i] = GONE;
      }
    }
  }

  private void narrowHeads(int[] contents) {
    for (int i = widths.length - 1; i >= 0; i--) {
      int least = Math.max(contents[i], Column.LEAST);
      if (columns.get(i).fit() == Column.Fit.CUT && widths[i] > least && excess() > 0) {
        widths[i] = Math.max(least, widths[i] - excess());
      }
    }
  }

  /** The widest first, so that what is short stays whole. */
  private void narrow(int turn, boolean isLast) {
    while (excess() > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        Column column = columns.get(i);
        boolean canGive =
            column.fit() != Column.Fit.WHOLE
                && column.turn() == turn
                && widths[i] > (isLast ? Column.LEAST : column.least());
        if (canGive && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private void leaveOut(int turn) {
    for (int i = widths.length - 1; i >= 0 && excess() > 0; i--) {
      if (columns.get(i).fit() == Column.Fit.CUT && columns.get(i).turn() == turn) {
        widths[i] = GONE;
      }
    }
  }
}
