package dev.presence.git;

import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/**
 * Who changes something, and what in a few words, as it stands in the commit.
 *
 * @param by a node's name or a person's, fit to print
 * @param what fit to print
 */
record Said(String by, String what) {
  private static final String PROGRAM = "presence";

  /** A node's own record. */
  static Said of(NodeRecord record, byte @Nullable [] before) {
    return new Said(
        record.id().value(), record.part() + " " + record.id() + ": " + change(before, record));
  }

  static Said of(Order order) {
    String reason = order.reason() == null ? "" : ", " + Printable.of(order.reason());
    return new Said(
        order.by() == null || order.by().isBlank() ? PROGRAM : Printable.of(order.by()),
        "order for " + order.id() + ": " + order.word().text() + reason);
  }

  /** Something that is taken off. */
  static Said pruned(String path) {
    return new Said(PROGRAM, Printable.of(path) + ": pruned");
  }

  static Said made() {
    return new Said(PROGRAM, "a list of nodes");
  }

  private static String change(byte @Nullable [] bytes, NodeRecord now) {
    NodeRecord before = null;
    try {
      before = bytes == null ? null : RecordFormat.read(bytes).record();
    } catch (UnreadableException e) {
      return "written anew, as it was not readable";
    }
    if (before == null) {
      return "announced, " + state(now);
    }
    if (!state(before).equals(state(now))) {
      return state(before) + " -> " + state(now);
    }
    List<String> changed = new ArrayList<>();
    note(changed, "part", before.part(), now.part());
    note(changed, "scope", before.scope(), now.scope());
    note(changed, "address", before.address(), now.address());
    note(changed, "ports", before.ports(), now.ports());
    note(changed, "zone", before.zone(), now.zone());
    note(changed, "weight", before.weight(), now.weight());
    note(changed, "requires", before.requires(), now.requires());
    note(changed, "facts", before.others(), now.others());
    return changed.isEmpty() ? "said again" : "other " + String.join(", ", changed);
  }

  private static String state(NodeRecord record) {
    String word = record.state().word();
    return word == null ? "no state" : Printable.of(word);
  }

  private static void note(
      List<String> changed, String what, @Nullable Object before, @Nullable Object now) {
    if (!Objects.equals(before, now)) {
      changed.add(what);
    }
  }

  void sign(CommitBuilder commit, long seconds) {
    String name = NodeName.isValid(by) ? by : PROGRAM;
    PersonIdent person =
        new PersonIdent(
            by, name + '@' + PROGRAM + ".invalid", Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    commit.setAuthor(person);
    commit.setCommitter(person);
    commit.setMessage(what + '\n');
  }
}
