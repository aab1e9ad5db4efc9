package dev.presence.cli;

import dev.presence.files.BoundedFile;
import dev.presence.format.JournalFormat;
import dev.presence.model.Digits;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Stamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What came into this node's answers and what left them, when, and by which rule. */
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
    return "tell who came into this node's answers and who left them, when, and by which rule";
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
    String id = operands.isEmpty() ? null : Words.node(operands.get(0)).value();
    List<String> parts = settings.all(Flags.ONLY_PART);
    Stamp since = settings.moment(Flags.SINCE, wiring.now());
    Stamp until = settings.moment(Flags.UNTIL, wiring.now());
    int most = most(settings);
    Table table = new Table("AT (UTC)", "PART", "ID", "FROM", "TO", "RULE", "WHY");
    List<ChangeJson> json = new ArrayList<>();
    for (JournalFormat.Change change : newestFirst(wiring)) {
      boolean wanted =
          (id == null || id.equals(change.id()))
              && (parts.isEmpty() || parts.contains(change.part()))
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
      wiring.console().say("no such change is remembered in " + wiring.state().name());
    }
    return Printed.of(table.toString(), Printed.json("changes", json));
  }

  private static List<JournalFormat.Change> newestFirst(Wiring wiring) {
    try {
      List<JournalFormat.Change> changes = wiring.journal().read();
      Collections.reverse(changes);
      return changes;
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "the journal in %s cannot be read: %s; see to its rights"
              .formatted(wiring.state().name(), Printable.of(BoundedFile.reason(e))),
          e);
    }
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
