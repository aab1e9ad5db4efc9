package dev.presence.cli;

import dev.presence.format.JournalFormat;
import dev.presence.model.Digits;
import dev.presence.model.NodeName;
import dev.presence.model.Printable;
import dev.presence.model.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came into this node's answers and what left them, when, and by which rule; and, from stores
 * that still know it, who said what.
 */
final class HistoryCommand implements Command {
  private static final int MOST = 100;

  /** A change as programs get it. */
  private record ChangeJson(
      String at,
      String part,
      String id,
      String from,
      String to,
      String rule,
      String why,
      String scope) {}

  @Override
  public String summary() {
    return "tell who came into this node's answers, who left them, and who said what, when and why";
  }

  @Override
  public String operands() {
    return "[ID]";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flags.ONLY_PART, Flags.SINCE, Flags.UNTIL, Flags.MAX);
  }

  @Override
  public Printed run(Wiring wiring) {
    Settings settings = wiring.settings();
    List<String> operands = settings.rest();
    NodeName node = operands.isEmpty() ? null : Words.node(operands.get(0));
    String id = node == null ? null : node.value();
    List<String> parts = settings.all(Flags.ONLY_PART);
    Stamp since = settings.moment(Flags.SINCE, wiring.now());
    Stamp until = settings.moment(Flags.UNTIL, wiring.now());
    int most = most(settings);
    Table table =
        new Table(
            Column.moment("AT (UTC)"),
            Column.label("PART"),
            Column.whole("ID"),
            Column.word("FROM"),
            Column.word("TO"),
            Column.label("RULE"),
            Column.fold("WHY"));
    List<ChangeJson> json = new ArrayList<>();
    Set<String> ids = new TreeSet<>();
    Set<String> played = new TreeSet<>();
    for (JournalFormat.Change change : RememberedChanges.newestFirst(wiring, node)) {
      ids.add(change.id());
      played.add(change.part());
      boolean wanted =
          (id == null || id.equals(change.id()))
              && (parts.isEmpty() || change.part().isEmpty() || parts.contains(change.part()))
              && (since == null || change.at().compareTo(since) >= 0)
              && (until == null || change.at().compareTo(until) <= 0);
      if (wanted && json.size() < most) {
        table.add(
            change.at().value(),
            Printable.of(change.part()),
            Printable.of(change.id()),
            Printable.of(change.from()),
            Printable.of(change.to()),
            Printable.of(change.rule()),
            Printable.of(change.why()));
        json.add(
            new ChangeJson(
                change.at().value(),
                change.part(),
                change.id(),
                change.from(),
                change.to(),
                change.rule(),
                change.why(),
                change.scope()));
      }
    }
    if (json.isEmpty()) {
      String meant = id == null || ids.contains(id) ? "" : Words.meant(id, ids);
      for (String part : parts) {
        meant += meant.isEmpty() && !played.contains(part) ? Words.meant(part, played) : "";
      }
      wiring
          .console()
          .say("no such change is remembered in %s%s".formatted(wiring.state().name(), meant));
    }
    return Printed.of(table.text(wiring.terminal()), Printed.json("changes", json));
  }

  private static int most(Settings settings) {
    String text = settings.one(Flags.MAX);
    int number = text == null ? MOST : Digits.parse(text);
    if (number < 1) {
      throw settings.wrong(
          Flags.MAX,
          "--max is a number from 1 on, not \"%s\"".formatted(Printable.of(String.valueOf(text))));
    }
    return number;
  }
}
