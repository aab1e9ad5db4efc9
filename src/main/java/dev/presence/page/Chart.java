package dev.presence.page;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The parts of one scope as boxes on a grid, with a line from each to those that it asks for. On a
 * narrow screen they stand below each other, and words take the place of the lines.
 */
final class Chart {
  /** The style sheet has a place for so many, and an eye room for no more. */
  private static final int MOST_COLUMNS = 12;

  private static final int MOST_ROWS = 20;

  private final Topology topology;
  private final Map<String, List<Card>> cards;
  private final Map<String, Integer> numbers;

  /**
   * A chart.
   *
   * @param cards part to its nodes
   * @param numbers part to the number of its section on the page
   */
  Chart(Topology topology, Map<String, List<Card>> cards, Map<String, Integer> numbers) {
    this.topology = topology;
    this.cards = cards;
    this.numbers = numbers;
  }

  void write(Html html) {
    boolean isDrawn = topology.columns() <= MOST_COLUMNS && topology.rows() <= MOST_ROWS;
    html.raw(isDrawn ? "<div class=\"chart\">" : "<div class=\"chart plain\">");
    if (isDrawn) {
      new Lines(topology).write(html);
    }
    html.raw("<ol class=\"map\">\n");
    for (Topology.Spot spot : topology.spots()) {
      html.raw("<li class=\"spot");
      if (isDrawn) {
        html.raw(" c").raw(spot.column()).raw(" r").raw(spot.row());
      }
      html.raw(spot.played() ? "\">" : " none\">");
      writeBox(html, spot);
      html.raw("</li>\n");
    }
    html.raw("</ol></div>\n");
  }

  private void writeBox(Html html, Topology.Spot spot) {
    List<Card> nodes = cards.getOrDefault(spot.part(), List.of());
    Integer number = numbers.get(spot.part());
    if (number == null) {
      html.raw("<span class=\"box\">");
    } else {
      html.raw("<a class=\"box\" href=\"#p").raw(number).raw("\">");
    }
    html.raw("<b>").name(spot.part()).raw("</b><span class=\"sum\">");
    if (nodes.isEmpty()) {
      html.raw("<span class=\"st warn\">nobody plays it</span>");
    } else {
      html.raw("<span class=\"unseen\">").raw(Counts.words(nodes)).raw("</span>");
      Counts.tones(nodes)
          .forEach(
              (tone, count) ->
                  html.raw("<span class=\"st ")
                      .raw(tone.style())
                      .raw("\" aria-hidden=\"true\">")
                      .raw(count)
                      .raw("</span>"));
    }
    html.raw("</span>").raw(number == null ? "</span>" : "</a>");
    writeWords(html, spot);
  }

  private static void writeWords(Html html, Topology.Spot spot) {
    String asks = names(spot.asks());
    if (!asks.isEmpty()) {
      html.raw("<p class=\"asks\">asks for ").name(asks).raw("</p>");
    }
    if (!spot.elsewhere().isEmpty()) {
      html.raw("<p class=\"asks else\">asks for ").name(names(spot.elsewhere())).raw("</p>");
    }
  }

  private static String names(SortedSet<String> parts) {
    return parts.stream().collect(Collectors.joining(", "));
  }
}
