package dev.presence.cli;

import java.util.List;

/**
 * How wide each column of a table is on a terminal. Where there is too little room, what says least
 * gives way first, step by step, until the rest fits: columns without any value go; a note is cut,
 * then a moment behind its date; labels go that are the same in every row, and the others are cut;
 * then whole columns go, those of a lower turn first, from the right. No head is cut. Room that is
 * left over is given back. Where sentences get too little room beside all that, they stand below
 * their row.
 */
final class Fitting {
  /** A column that is left out, or stands below its row. */
  static final int GONE = -1;

  /**
   * What stands in a column.
   *
   * @param width of its cells, without its head; 0 for no value at all
   * @param isSame whether several rows all say the same
   */
  record Content(int width, boolean isSame) {}

  private static final int GAP = 2;

  private final List<Column> columns;
  private final List<Content> contents;
  private final int[] wanted;
  private final int[] widths;
  private final int room;

  private Fitting(List<Column> columns, List<Content> contents, int room) {
    this.columns = columns;
    this.contents = contents;
    this.wanted = new int[contents.size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = Math.max(contents.get(i).width(), head(i));
    }
    this.widths = wanted.clone();
    this.room = room;
  }

  /**
   * The width of each column, {@link #GONE} for none.
   *
   * @param room how wide the terminal is
   */
  static int[] widths(List<Column> columns, List<Content> contents, int room) {
    Fitting fitting = new Fitting(columns, contents, room);
    fitting.cut();
    if (fitting.excess() > 0 && fitting.putBelow()) {
      fitting.cut();
    }
    for (int turn = 0; turn <= Column.LAST_TURN; turn++) {
      fitting.leaveOut(turn, false);
    }
    fitting.giveBack();
    return fitting.widths;
  }

  private void cut() {
    leaveOutEmpty();
    narrow(0);
    narrow(Column.MOMENTS);
    leaveOut(Column.LABELS, true);
    narrow(Column.LABELS);
    narrow(Column.LAST_TURN);
  }

  private int head(int i) {
    return Cells.width(columns.get(i).head());
  }

  private boolean is(int i, Column.Fit fit) {
    return columns.get(i).fit() == fit;
  }

  private int excess() {
    int width = -GAP;
    for (int each : widths) {
      width += each == GONE ? 0 : each + GAP;
    }
    return width - room;
  }

  private void leaveOutEmpty() {
    for (int i = widths.length - 1; i >= 0 && excess() > 0; i--) {
      if (contents.get(i).width() == 0 && !is(i, Column.Fit.WHOLE)) {
        widths[i] = GONE;
      }
    }
  }

  /** The widest first, so that what is short stays whole. */
  private void narrow(int turn) {
    while (excess() > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean canGive = columns.get(i).turn() == turn && widths[i] > least(i);
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

  private int least(int i) {
    return switch (columns.get(i).fit()) {
      case WHOLE -> Integer.MAX_VALUE;
      case CUT -> Math.max(columns.get(i).least(), head(i));
      case FOLD -> columns.get(i).least(); // Its head is folded too.
    };
  }

  private void leaveOut(int turn, boolean onlySame) {
    for (int i = widths.length - 1; i >= 0 && excess() > 0; i--) {
      boolean isWanted = columns.get(i).turn() == turn && is(i, Column.Fit.CUT);
      if (isWanted && (!onlySame || contents.get(i).isSame())) {
        widths[i] = GONE;
      }
    }
  }

  /** Whether there are sentences, which then leave their room to the others. */
  private boolean putBelow() {
    boolean isPut = false;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = is(i, Column.Fit.FOLD) ? GONE : wanted[i];
      isPut |= is(i, Column.Fit.FOLD);
    }
    return isPut;
  }

  private void giveBack() {
    for (int turn = Column.LAST_TURN; turn >= 0; turn--) {
      for (int i = 0; i < widths.length; i++) {
        boolean isCut = columns.get(i).turn() == turn && widths[i] != GONE && excess() < 0;
        // Half a time of day behind a date says nothing.
        if (isCut && (turn != Column.MOMENTS || wanted[i] <= widths[i] - excess())) {
          widths[i] = Math.min(wanted[i], widths[i] - excess());
        }
      }
    }
  }
}
