package dev.presence.page;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The lines between the boxes of a chart, from each part to those that it asks for. */
final class Lines {
  /** The boxes and the room between them, as the style sheet has them. */
  private static final int WIDE = 188;

  private static final int HIGH = 62;
  private static final int ASIDE = 60;
  private static final int BELOW = 26;

  /** How long the head of an arrow is. */
  private static final int HEAD = 9;

  private final Topology topology;
  private final Map<String, Topology.Spot> spots = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  Lines(Topology topology) {
    this.topology = topology;
    for (Topology.Spot spot : topology.spots()) {
      spots.put(spot.part(), spot);
      taken.add(spot.column() + " " + spot.row());
    }
  }

  void write(Html html) {
    html.raw("<svg class=\"lines\" aria-hidden=\"true\" width=\"");
    html.raw(left(topology.columns()) - ASIDE).raw("\" height=\"");
    html.raw(top(topology.rows()) - BELOW).raw("\">");
    for (Topology.Spot from : topology.spots()) {
      for (String part : from.asks()) {
        Topology.Spot to = spots.get(part);
        if (to != null && !part.equals(from.part())) {
          write(html, from, to);
        }
      }
    }
    html.raw("</svg>\n");
  }

  private static int left(int column) {
    return column * (WIDE + ASIDE);
  }

  private static int top(int row) {
    return row * (HIGH + BELOW);
  }

  private void write(Html html, Topology.Spot from, Topology.Spot to) {
    boolean isForward = to.column() > from.column();
    html.raw(isForward ? "<path d=\"M" : "<path class=\"back\" d=\"M");
    if (isForward) {
      writeForward(html, from, to);
    } else {
      writeBack(html, from, to);
    }
    html.raw("\"/>");
  }

  /** From the right side to the left side of the other, between the boxes that stand there. */
  private void writeForward(Html html, Topology.Spot from, Topology.Spot to) {
    int x = left(from.column()) + WIDE;
    int y = top(from.row()) + HIGH / 2;
    int endX = left(to.column()) - HEAD;
    int endY = top(to.row()) + HIGH / 2;
    html.raw(x).raw(" ").raw(y);
    for (int column = from.column() + 1; column < to.column(); column++) {
      int way = way(column, y + (endY - y) / (to.column() - column + 1));
      writeBend(html, x, y, left(column), way);
      html.raw("H").raw(left(column) + WIDE);
      x = left(column) + WIDE;
      y = way;
    }
    writeBend(html, x, y, endX, endY);
    writeHead(html, endX, endY, HEAD);
  }

  /** Where a line passes a column: straight on where no box is, else close below or above it. */
  private int way(int column, int wanted) {
    int row = Math.floorDiv(wanted + BELOW / 2, HIGH + BELOW);
    if (!taken.contains(column + " " + row)) {
      return wanted;
    }
    boolean isBelow = row == 0 || wanted > top(row) + HIGH / 2;
    return isBelow ? top(row) + HIGH + BELOW / 2 : top(row) - BELOW / 2;
  }

  /** Out on the left, and in on the right where the other stands before it. */
  private static void writeBack(Html html, Topology.Spot from, Topology.Spot to) {
    int x = left(from.column());
    int y = top(from.row()) + HIGH * 3 / 4;
    int endX = left(to.column()) + WIDE;
    int endY = top(to.row()) + HIGH * 3 / 4;
    if (to.column() == from.column()) {
      x += WIDE; // Around the right side of both.
      html.raw(x).raw(" ").raw(y).raw("C").raw(x + ASIDE).raw(" ").raw(y).raw(" ");
      html.raw(x + ASIDE).raw(" ").raw(endY).raw(" ").raw(endX + HEAD).raw(" ").raw(endY);
    } else {
      html.raw(x).raw(" ").raw(y);
      writeBend(html, x, y, endX + HEAD, endY);
    }
    writeHead(html, endX + HEAD, endY, -HEAD);
  }

  private static void writeBend(Html html, int x, int y, int endX, int endY) {
    int bend = (endX - x) / 2;
    html.raw("C").raw(x + bend).raw(" ").raw(y).raw(" ").raw(endX - bend).raw(" ").raw(endY);
    html.raw(" ").raw(endX).raw(" ").raw(endY);
  }

  /** Ends the line, and begins another path. */
  private static void writeHead(Html html, int x, int y, int length) {
    html.raw("\"/><path class=\"tip\" d=\"M").raw(x + length).raw(" ").raw(y);
    html.raw("l").raw(-length).raw(" -5v10z");
  }
}
