package dev.presence.page;

import dev.presence.model.NodeRecord;
import dev.presence.model.Scope;
import dev.presence.model.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A page as one file of HTML, which is whole without its script too. */
public final class PageText {
  /** After so many times its interval without a new one a page is old. */
  private static final int OLD_AFTER = 3;

  private static final Comparator<Scope> BY_NAME =
      Comparator.<Scope, String>comparing(ScopeText::name)
          .thenComparing(scope -> Scope.word(scope.stacktype()))
          .thenComparing(scope -> scope.deployment() == null);

  private final Page page;
  private final Html html = new Html();
  private final Map<Scope, List<Card>> scopes = new TreeMap<>(BY_NAME);
  private final List<Card> unread = new ArrayList<>();
  private final SortedSet<String> parts = new TreeSet<>();

  private PageText(Page page) {
    this.page = page;
    for (Card card : page.cards()) {
      NodeRecord record = card.record();
      if (record == null) {
        unread.add(card);
      } else {
        scopes.computeIfAbsent(record.scope(), scope -> new ArrayList<>()).add(card);
        parts.add(record.part().value());
      }
    }
  }

  /** The bytes of the file, as text. */
  public static String of(Page page) {
    PageText text = new PageText(page);
    text.writeHeader();
    text.writeNotes();
    text.writeFilter();
    text.html.raw("<div class=\"both\"><main id=\"nodes\" tabindex=\"-1\">\n");
    text.writeScopes();
    text.html.raw("</main>\n");
    text.writeChanges();
    text.html.raw("</div>\n");
    text.writeFooter();
    String attributes =
        page.isPast()
            ? ""
            : " data-made=\"%d\" data-every=\"%d\" data-words=\"%s\""
                .formatted(
                    page.made().getEpochSecond(),
                    page.every().toSeconds(),
                    Spans.words(page.every().toSeconds()));
    String title = "Presence: " + String.join(", ", page.stores()) + text.view();
    return Shell.around(new Html().text(title).toString(), attributes, text.html.toString());
  }

  /** Whose view it is: who is dead or held is told by one node's memory. */
  private String view() {
    return page.node() == null
        ? ""
        : (page.isPast() ? ", drawn by " : ", as seen by ") + page.node();
  }

  private void writeHeader() {
    int all = page.cards().size();
    html.raw("<header><div><h1>Presence</h1><p class=\"sub\">");
    html.raw(page.stores().size() == 1 ? "List " : "Lists ");
    for (int i = 0; i < page.stores().size(); i++) {
      html.raw(i == 0 ? "" : ", ").name(page.stores().get(i));
    }
    html.text(view()).raw("</p><p class=\"sub\">").raw(Counts.nodes(all)).raw(" in ");
    html.raw(scopes.size() == 1 ? "1 deployment" : scopes.size() + " deployments");
    html.raw(page.isPast() ? ", as the list was at " : ", seen at ");
    html.raw("<time id=\"made\" datetime=\"").raw(Moments.machine(page.made())).raw("\">");
    html.raw(Moments.words(page.made())).raw(" UTC</time> <span id=\"ago\"></span></p>");
    if (!page.isPast()) {
      html.raw("<noscript><p class=\"sub\">Made every ");
      html.raw(Spans.words(page.every().toSeconds()));
      html.raw("; without its script this page cannot tell that it is old. After ");
      html.raw(Spans.words(page.every().toSeconds() * OLD_AFTER));
      html.raw(" believe it no more.</p></noscript>");
    }
    html.raw("</div>\n<p class=\"js theme\"><label for=\"theme\">Theme</label> ");
    html.raw("<select id=\"theme\"><option value=\"\">as the system</option>");
    html.raw("<option value=\"light\">light</option><option value=\"dark\">dark</option>");
    html.raw("</select></p></header>\n");
  }

  private void writeNotes() {
    if (!page.notes().isEmpty()) {
      html.raw("<section class=\"notes\" aria-label=\"Notes\"><ul>\n");
      for (String note : page.notes()) {
        html.raw("<li>").name(Moments.readable(note)).raw("</li>\n");
      }
      html.raw("</ul></section>\n");
    }
  }

  private void writeFilter() {
    html.raw("<form id=\"filter\" role=\"search\" aria-label=\"Nodes\" autocomplete=\"off\">\n");
    html.raw("<ul class=\"states\">\n");
    Counts.of(page.cards())
        .forEach(
            (condition, count) -> {
              html.raw("<li><button type=\"button\" disabled aria-pressed=\"false\" class=\"st ");
              html.raw(condition.tone().style()).raw("\" data-s=\"").raw(condition.word());
              html.raw("\">").raw(condition.word()).raw(" <b>").raw(count);
              html.raw("</b></button></li>\n");
            });
    html.raw("</ul>\n<div class=\"js fields\">");
    html.raw("<p class=\"grow\"><label for=\"q\">Search</label><input id=\"q\" type=\"search\" ");
    html.raw("spellcheck=\"false\" ");
    html.raw("placeholder=\"name, address, zone, reason\"></p>\n");
    html.raw("<p><label for=\"part\">Part</label><select id=\"part\"><option value=\"\">all");
    html.raw("</option>");
    for (String part : parts) {
      html.raw("<option value=\"").text(part).raw("\">").text(part).raw("</option>");
    }
    html.raw("</select></p>\n<p><label for=\"dep\">Deployment</label><select id=\"dep\">");
    html.raw("<option value=\"\">all</option>");
    int number = 0;
    for (Scope scope : scopes.keySet()) {
      html.raw("<option value=\"").raw(number++).raw("\">").text(ScopeText.name(scope));
      html.text(scope.stacktype() == null ? "" : ", " + scope.stacktype()).raw("</option>");
    }
    html.raw("</select></p>\n<p class=\"check\"><input id=\"trouble\" type=\"checkbox\"> ");
    html.raw("<label for=\"trouble\">only troubled</label></p>\n");
    html.raw("<p class=\"check\"><button type=\"reset\">Clear</button></p></div>\n");
    html.raw("<p id=\"count\" role=\"status\">").raw(Counts.nodes(page.cards().size()));
    html.raw("</p></form>\n");
  }

  private void writeScopes() {
    html.raw("<p id=\"none\" class=\"empty\" hidden>No node fits. ");
    html.raw("<button type=\"reset\" form=\"filter\">Show all</button></p>\n");
    ScopeText text = new ScopeText(html);
    scopes.forEach(text::write);
    if (!unread.isEmpty()) {
      text.writeUnread(unread);
    }
    if (page.cards().isEmpty()) {
      html.raw("<p class=\"empty\">Nobody is on the list.</p>\n");
    }
  }

  private void writeChanges() {
    html.raw("<aside aria-labelledby=\"changed\"><h2 id=\"changed\">What changed lately</h2>\n");
    if (page.changes().isEmpty()) {
      html.raw("<p class=\"empty\">Nothing that is remembered.</p></aside>\n");
      return;
    }
    html.raw("<ol>\n");
    for (Page.Change change : page.changes()) {
      html.raw("<li><time datetime=\"").raw(Moments.machine(change.at())).raw("\">");
      html.raw(Moments.words(change.at())).raw("</time><p><b>").name(change.id()).raw("</b> ");
      html.name(change.part()).raw(" ").name(change.what()).raw("</p><p class=\"m\">");
      html.name(Moments.readable(change.why())).raw("</p></li>\n");
    }
    html.raw("</ol></aside>\n");
  }

  private void writeFooter() {
    html.raw("<footer><p>Ages of beats are those at the moment when the list was seen. All times ");
    html.raw("are UTC. Made by ").text(page.program()).raw(".</p></footer>\n");
  }
}
