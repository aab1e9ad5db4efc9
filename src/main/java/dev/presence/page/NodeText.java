package dev.presence.page;

import dev.presence.model.NodeRecord;
import dev.presence.model.Printable;
import dev.presence.model.SaidState;
import java.util.TreeMap;

/** One node in markup. */
final class NodeText {
  private static final String DOT = " · ";

  static void write(Html html, Card card) {
    Condition condition = card.condition();
    html.raw("<li class=\"n ").raw(condition.tone().style()).raw("\" data-s=\"");
    html.raw(condition.word()).raw("\"><h4>").name(card.id()).raw("</h4><b class=\"st\">");
    html.raw(condition.word()).raw("</b>");
    NodeRecord record = card.record();
    if (record != null) {
      writePlace(html, record);
      writeMore(html, record, card.beat());
    }
    for (String hold : card.holds()) {
      html.raw("<p class=\"why\">").name(Moments.readable(hold)).raw("</p>");
    }
    html.raw("</li>\n");
  }

  private static void writePlace(Html html, NodeRecord record) {
    html.raw("<p class=\"at\">");
    if (record.address() == null) {
      html.raw("no address");
    } else {
      html.name(Printable.of(record.address().text()));
    }
    new TreeMap<>(record.ports())
        .forEach(
            (name, port) ->
                html.raw(" <i>").name(Printable.of(name)).raw(" ").raw(port).raw("</i>"));
    html.raw("</p>");
  }

  private static void writeMore(Html html, NodeRecord record, String beat) {
    html.raw("<p class=\"m\">").raw(beat.isEmpty() ? "no beat" : "beat " + beat);
    if (record.zone() != null) {
      html.raw(DOT).raw("zone ").name(Printable.of(record.zone()));
    }
    html.raw(DOT).raw("weight ");
    html.raw(record.weight() == null ? NodeRecord.DEFAULT_WEIGHT : record.weight());
    SaidState state = record.state();
    if (state.word() != null) {
      html.raw(DOT).text(state.word());
      if (state.since() != null) {
        html.raw(" since ").raw(Moments.minute(state.since().instant()));
      }
    }
    html.raw("</p>");
  }

  private NodeText() {}
}
