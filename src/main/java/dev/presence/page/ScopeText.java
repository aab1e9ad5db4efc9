package dev.presence.page;

import dev.presence.model.NodeRecord;
import dev.presence.model.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sections of a page: a deployment each, in it a chart and a section a part. */
final class ScopeText {
  private final Html html;
  private int sections;
  private int parts;

  ScopeText(Html html) {
    this.html = html;
  }

  /** A deployment of one stacktype. */
  void write(Scope scope, List<Card> cards) {
    List<NodeRecord> present = new ArrayList<>();
    Map<String, List<Card>> byPart = new TreeMap<>();
    for (Card card : cards) {
      NodeRecord record = card.record();
      if (record != null) {
        byPart.computeIfAbsent(record.part().value(), part -> new ArrayList<>()).add(card);
        if (card.condition() != Condition.LEFT) {
          present.add(record);
        }
      }
    }
    Topology topology = Topology.of(scope, present);
    Map<String, Integer> numbers = new HashMap<>();
    List<String> order = new ArrayList<>();
    topology.spots().forEach(spot -> order.add(spot.part()));
    byPart.keySet().stream().filter(part -> !order.contains(part)).forEach(order::add);
    order.retainAll(byPart.keySet());
    for (String part : order) {
      numbers.put(part, parts + numbers.size());
    }
    begin(name(scope), scope.stacktype());
    new Chart(topology, byPart, numbers).write(html);
    for (String part : order) {
      writePart(part, byPart.getOrDefault(part, List.of()));
    }
    html.raw("</section>\n");
  }

  /** Those that never said what they are. */
  void writeUnread(List<Card> cards) {
    begin("no readable record", null);
    writePart("", cards);
    html.raw("</section>\n");
  }

  static String name(Scope scope) {
    return scope.deployment() == null ? "no deployment" : scope.deployment();
  }

  private void begin(String name, @Nullable String stacktype) {
    html.raw("<section class=\"d\" data-d=\"").raw(sections).raw("\" aria-labelledby=\"d");
    html.raw(sections).raw("\"><h2 id=\"d").raw(sections).raw("\">").name(name);
    if (stacktype != null) {
      html.raw(" <small>").name(stacktype).raw("</small>");
    }
    html.raw("</h2>\n");
    sections++;
  }

  private void writePart(String part, List<Card> cards) {
    html.raw("<section class=\"p\" data-p=\"").text(part).raw("\" id=\"p").raw(parts);
    html.raw("\" tabindex=\"-1\"><h3>");
    html.name(part.isEmpty() ? "unknown part" : part).raw(" <small>");
    html.raw(Counts.nodes(cards.size())).raw(": ").raw(Counts.words(cards));
    html.raw("</small></h3>\n<ul class=\"cards\">\n");
    for (Card card : cards.stream().sorted(Card.ORDER).toList()) {
      NodeText.write(html, card);
    }
    html.raw("</ul></section>\n");
    parts++;
  }
}
