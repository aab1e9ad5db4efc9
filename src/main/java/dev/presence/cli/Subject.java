package dev.presence.cli;

import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.View;
import dev.presence.model.Nearest;
import dev.presence.model.PartName;
import dev.presence.model.Printable;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom or what {@code explain} is asked about. A name can be a part's and a node's: a part that
 * somebody plays or that is asked for comes first, then a node that is known; of a name that is
 * neither, what is nearest to it tells what was meant.
 *
 * @param node the node; null for a part
 * @param parts the parts to explain it for
 * @param words what is to be said of it before anything else, with its line end; empty for nothing
 */
record Subject(Kind kind, @Nullable KnownNode node, List<PartQuery> parts, String words) {
  /** What the name is. */
  enum Kind {
    PART,
    NODE,
    /** A node that nobody knows. */
    UNKNOWN
  }

  static Subject of(String name, List<PartQuery> asked, View view) {
    for (PartQuery part : asked) {
      if (part.name().value().equals(name)) {
        return new Subject(Kind.PART, null, List.of(part), nobody(part, view));
      }
    }
    Set<String> played = view.parts().keySet();
    if (played.contains(name)) {
      return part(name, view);
    }
    KnownNode node = view.node(name);
    if (node != null) {
      return node(node, asked);
    }
    List<String> ids = Views.ids(view);
    boolean isPart = PartName.isValid(name) && !isNearer(name, ids, played);
    return isPart
        ? part(name, view)
        : new Subject(
            Kind.UNKNOWN,
            null,
            List.of(),
            "no node %s is or was on the list%s"
                .formatted(Printable.of(name), Words.meant(name, ids)));
  }

  private static boolean isNearer(String name, List<String> ids, Set<String> parts) {
    String id = Nearest.of(name, ids);
    String part = Nearest.of(name, parts);
    return id != null
        && (part == null || Nearest.distance(name, id) < Nearest.distance(name, part));
  }

  private static Subject part(String name, View view) {
    PartQuery part = PartQuery.of(new PartName(name));
    return new Subject(Kind.PART, null, List.of(part), nobody(part, view));
  }

  private static Subject node(KnownNode node, List<PartQuery> asked) {
    String id = Printable.of(node.id());
    if (node.part() == null) {
      String order = node.order() == null ? "" : "is " + Reasons.order(node.order());
      String silence = node.silence() == null ? "" : node.silence();
      String why = order + (order.isEmpty() || silence.isEmpty() ? "" : ", ") + silence;
      return new Subject(
          Kind.NODE, node, asked, "%s %s, and no good record of it is known\n".formatted(id, why));
    }
    return new Subject(
        Kind.NODE,
        node,
        asked.isEmpty() ? List.of(PartQuery.of(new PartName(node.part()))) : asked,
        "");
  }

  /** Empty when somebody plays it. */
  private static String nobody(PartQuery query, View view) {
    List<String> others = new ArrayList<>();
    for (String part : view.parts().keySet()) {
      if (query.matches(new PartName(part))) {
        return "";
      }
      others.add(part);
    }
    String name = query.name().value();
    return others.isEmpty()
        ? "nobody plays %s: no node is on the list\n".formatted(name)
        : "nobody plays %s: the list has the parts %s; the nearest is %s\n"
            .formatted(name, String.join(", ", others), Nearest.of(name, others));
  }
}
