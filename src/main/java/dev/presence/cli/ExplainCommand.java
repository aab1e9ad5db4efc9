package dev.presence.cli;

import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.Report;
import dev.presence.heartbeat.View;
import dev.presence.heartbeat.Vigil;
import dev.presence.resolve.Basis;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Sighting;
import dev.presence.resolve.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why nodes are in an answer or not: for a part each of its nodes, for a node each asked part. */
final class ExplainCommand implements Command {
  @Override
  public String summary() {
    return "tell for a part, or for a node, who is in the answer, by which rule, and what would change it";
  }

  @Override
  public String operands() {
    return "PART|ID";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> all = new ArrayList<>(Flags.QUESTION);
    all.addAll(Flags.LIFE);
    all.add(Flags.AT);
    return all;
  }

  @Override
  public Printed run(Wiring wiring) {
    String name = wiring.settings().rest().get(0);
    List<PartQuery> parts = new Parts(wiring.settings()).all();
    View view = wiring.looker().look(null).view();
    ExitCode exit = Views.told(view, wiring.console());
    Subject subject = Subject.of(name, parts, view);
    if (subject.kind() == Subject.Kind.UNKNOWN) {
      wiring.console().say(subject.words());
      return Printed.of(
          exit == ExitCode.OK ? ExitCode.USAGE : exit, "", Printed.json("unknown", name));
    }
    Question question = new Asked(wiring).question(subject.parts());
    List<KnownNode> players = view.players(question);
    Vigil.Watched watched = wiring.vigil().watch(view, question, players);
    Resolution resolution = watched.resolution();
    wiring.console().sayAll(resolution.crowds());
    Map<String, Basis> bases = new HashMap<>();
    for (PartQuery part : question.parts()) {
      bases.put(part.name().value(), view.basis(part, resolution.of(part)));
    }
    Report report = Report.of(question, view, resolution, bases, Map.of(), wiring.now());
    return Printed.of(
        exit,
        subject.words() + text(wiring, question, watched, subject.node(), view),
        Printed.json("report", report));
  }

  private static String text(
      Wiring wiring,
      Question question,
      Vigil.Watched watched,
      @Nullable KnownNode only,
      View view) {
    Sighting node = only == null ? null : only.sighting(Set.of());
    if (only != null && node == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    Reasons reasons = new Reasons(question.scope(), wiring.now());
    Ages ages = new Ages(wiring, view);
    Terminal terminal = wiring.terminal();
    int counted = 0;
    for (PartQuery part : question.parts()) {
      List<Verdict> verdicts = new ArrayList<>();
      for (Verdict verdict : watched.resolution().of(part)) {
        if (node == null || verdict.id().equals(node.id())) {
          verdicts.add(verdict);
        }
      }
      counted += verdicts.size();
      if (node != null && verdicts.isEmpty()) {
        verdicts.add(Verdict.ofAnotherPart(node));
      }
      text.append(text.isEmpty() ? "" : "\n");
      text.append("part ").append(part.words()).append(", ");
      text.append(question.scope().words()).append('\n');
      if (!verdicts.isEmpty()) {
        text.append(table(verdicts, reasons).text(terminal));
        text.append(clones(verdicts, ages));
      }
    }
    int others = only == null ? view.nodes().size() - counted : 0;
    if (others > 0) {
      text.append(
          others == 1 ? "1 node plays another part\n" : others + " nodes play other parts\n");
    }
    return text.toString();
  }

  /** A line for each whose name two machines use. */
  private static String clones(List<Verdict> verdicts, Ages ages) {
    StringBuilder text = new StringBuilder();
    for (Verdict verdict : verdicts) {
      String rival = ages.rival(verdict.id().value());
      if (!rival.isEmpty()) {
        text.append(verdict.id()).append(": ").append(rival).append('\n');
      }
    }
    return text.toString();
  }

  private static Table table(List<Verdict> verdicts, Reasons reasons) {
    Table table =
        new Table(
            Column.whole("ID"),
            Column.word("IS"),
            Column.word("RULE"),
            Column.fold("WHY"),
            Column.fold("WHAT WOULD CHANGE IT"));
    for (Verdict verdict : verdicts) {
      table.add(
          verdict.id().value(),
          verdict.standing().word(),
          verdict.rule().word(),
          reasons.why(verdict),
          reasons.change(verdict));
    }
    return table;
  }
}
