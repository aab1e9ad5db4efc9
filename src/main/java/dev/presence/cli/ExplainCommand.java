package dev.presence.cli;

import dev.presence.heartbeat.View;
import dev.presence.model.BadRecord;
import dev.presence.model.ExitCode;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.PartQuery;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Question;
import dev.presence.model.Verdict;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
    return Flags.QUESTION;
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    String name = wiring.settings().rest().get(0);
    Asked asked = new Asked(wiring.settings());
    View view = wiring.onlooker().look();
    NodeRecord node = node(view, name);
    List<PartQuery> parts = parts(asked, name, node, view);
    boolean oneNode = node != null && !playsAny(view, parts, name);
    Question question = asked.question(wiring, parts);
    Resolution resolution = Resolver.resolve(question, view.newest());
    if (json) {
      wiring
          .console()
          .printJson(new Report(question, view, Map.of()).tree(resolution, Report.Source.of(view)));
    } else {
      wiring.console().print(text(question, resolution, view, oneNode ? node : null));
    }
    for (String crowd : resolution.crowds()) {
      wiring.console().say(crowd);
    }
    return Views.exitCode(view, wiring.console());
  }

  private static @Nullable NodeRecord node(View view, String name) {
    for (NodeRecord record : view.newest()) {
      if (record.id().value().equals(name)) {
        return record;
      }
    }
    return null;
  }

  /** The parts that the options name; else the one named, else the one that the node plays. */
  private static List<PartQuery> parts(
      Asked asked, String name, @Nullable NodeRecord node, View view) {
    List<PartQuery> parts = asked.parts();
    if (node != null) {
      return parts.isEmpty() ? List.of(PartQuery.of(node.part())) : parts;
    }
    for (PartQuery part : parts) {
      if (part.name().value().equals(name)) {
        return List.of(part);
      }
    }
    if (PartName.isValid(name)) {
      PartQuery part = PartQuery.of(new PartName(name));
      if (playsAny(view, List.of(part), name)) {
        return List.of(part);
      }
    }
    throw PresenceException.usage(
        "\""
            + Printable.of(name)
            + "\" is neither a node nor a part on the list, which has "
            + partsOn(view)
            + badOn(view, name));
  }

  private static boolean playsAny(View view, List<PartQuery> parts, String name) {
    for (PartQuery part : parts) {
      for (NodeRecord record : view.newest()) {
        if (part.name().value().equals(name) && part.matches(record.part())) {
          return true;
        }
      }
    }
    return false;
  }

  private static String partsOn(View view) {
    TreeSet<String> parts = new TreeSet<>();
    for (NodeRecord record : view.newest()) {
      parts.add(record.part().value());
    }
    return parts.isEmpty() ? "no node" : "the parts " + String.join(", ", parts);
  }

  private static String badOn(View view, String name) {
    for (View.Part store : view.stores()) {
      for (BadRecord bad : store.bad()) {
        if (bad.id() != null && bad.id().value().equals(name)) {
          return "; " + bad;
        }
      }
    }
    return "";
  }

  private static String text(
      Question question, Resolution resolution, View view, @Nullable NodeRecord only) {
    StringBuilder text = new StringBuilder();
    Reasons reasons = new Reasons(question);
    for (PartQuery part : question.parts()) {
      List<Verdict> verdicts = new ArrayList<>();
      for (Verdict verdict : resolution.verdicts().getOrDefault(part.name().value(), List.of())) {
        if (only == null || verdict.node().id().equals(only.id())) {
          verdicts.add(verdict);
        }
      }
      if (only != null && verdicts.isEmpty()) {
        verdicts.add(new Verdict(only, Verdict.Rule.PART, null));
      }
      text.append(text.isEmpty() ? "" : "\n");
      text.append("part ").append(part).append(", ").append(question.scope()).append('\n');
      text.append(table(verdicts, reasons));
    }
    int others = view.newest().size() - counted(resolution);
    if (only == null && others > 0) {
      text.append(
          others == 1 ? "1 node plays another part\n" : others + " nodes play other parts\n");
    }
    return text.toString();
  }

  private static int counted(Resolution resolution) {
    TreeSet<String> ids = new TreeSet<>();
    for (List<Verdict> verdicts : resolution.verdicts().values()) {
      for (Verdict verdict : verdicts) {
        ids.add(verdict.node().id().value());
      }
    }
    return ids.size();
  }

  private static Table table(List<Verdict> verdicts, Reasons reasons) {
    Table table = new Table("ID", "IS", "RULE", "WHY", "WHAT WOULD CHANGE IT");
    for (Verdict verdict : verdicts) {
      table.add(
          verdict.node().id().value(),
          verdict.standing(),
          verdict.rule().toString(),
          reasons.why(verdict),
          reasons.change(verdict));
    }
    return table;
  }
}
