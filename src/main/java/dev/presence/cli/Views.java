package dev.presence.cli;

import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.View;
import dev.presence.model.PartName;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How a command that shows a view ends. */
final class Views {
  /** Well, unless what was shown is from memory alone; says what the look found. */
  static ExitCode told(View view, Console console) {
    console.sayAll(view.warnings());
    if (view.isReadable()) {
      return ExitCode.OK;
    }
    console.say("no store could be read, so this is what was last seen: mend the store");
    return ExitCode.NO_STORE;
  }

  /** The names of all nodes. */
  static List<String> ids(View view) {
    List<String> ids = new ArrayList<>();
    for (KnownNode node : view.nodes()) {
      ids.add(node.id());
    }
    return ids;
  }

  /** The names of those of which a record was ever good. */
  static List<String> recorded(View view) {
    List<String> ids = new ArrayList<>();
    for (KnownNode node : view.nodes()) {
      if (node.part() != null) {
        ids.add(node.id());
      }
    }
    return ids;
  }

  /** Says of an asked part that nobody plays what was perhaps meant. */
  static void sayUnplayed(Question question, View view, Console console) {
    if (console.terminal() == null) {
      return; // In a script an empty part is no slip of the hand.
    }
    Set<String> played = view.parts().keySet();
    for (PartQuery part : question.parts()) {
      boolean isPlayed = false;
      for (String name : played) {
        isPlayed |= part.matches(new PartName(name));
      }
      String name = part.name().value();
      String meant = isPlayed ? "" : Words.meant(name, played);
      if (!meant.isEmpty()) {
        console.say("nobody plays " + name + meant);
      }
    }
  }

  private Views() {}
}
