package dev.presence.cli;

import dev.presence.format.AnswerNodes;
import dev.presence.heartbeat.View;
import dev.presence.model.BadRecord;
import dev.presence.model.ExitCode;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The list as a table. */
final class ListCommand implements Command {
  @Override
  public String summary() {
    return "print the list as a table";
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    View view = wiring.onlooker().look();
    TreeMap<NodeName, NodeRecord> nodes = new TreeMap<>();
    Scope scope = wiring.anyScope();
    for (NodeRecord node : view.newest()) {
      if (scope.hasDeployment(node) && scope.hasStacktype(node)) {
        nodes.put(node.id(), node);
      }
    }
    if (json) {
      wiring.console().printJson(tree(nodes.values(), view));
    } else {
      wiring.console().print(table(nodes.values()));
    }
    return Views.exitCode(view, wiring.console());
  }

  private static Map<String, Object> tree(Iterable<NodeRecord> nodes, View view) {
    List<Object> facts = new ArrayList<>();
    for (NodeRecord node : nodes) {
      facts.add(node.facts());
    }
    List<BadRecord> bad = new ArrayList<>();
    for (View.Part store : view.stores()) {
      bad.addAll(store.bad());
    }
    return Map.of("nodes", facts, "bad", Report.bad(bad));
  }

  private static String table(Iterable<NodeRecord> nodes) {
    Table table =
        new Table("ID", "PART", "STATE", "ADDRESS", "PORTS", "DEPLOYMENT", "STACKTYPE", "SINCE");
    for (NodeRecord node : nodes) {
      table.add(
          node.id().value(),
          node.part().value(),
          text(node, KnownFacts.STATE),
          text(node, KnownFacts.ADDRESS),
          AnswerNodes.ports(node.ports()),
          text(node, KnownFacts.DEPLOYMENT),
          text(node, KnownFacts.STACKTYPE),
          node.stamp() == null ? "" : node.stamp().value());
    }
    return table.toString();
  }

  private static String text(NodeRecord node, String fact) {
    String text = node.text(fact);
    return text == null ? "" : text;
  }
}
