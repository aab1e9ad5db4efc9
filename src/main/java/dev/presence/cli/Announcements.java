package dev.presence.cli;

import dev.presence.format.FactsFormat;
import dev.presence.heartbeat.Announced;
import dev.presence.model.NodeRecord;
import java.util.Map;

/** How what was announced is told. */
final class Announcements {
  static Printed printed(ExitCode exit, Announced announced, Console console) {
    console.sayAll(announced.warnings());
    NodeRecord record = announced.record();
    StringBuilder text =
        new StringBuilder(); // Each minute: a formatter costs a regular expression.
    text.append(record.id()).append(": ").append(record.part());
    text.append(record.address() == null ? "" : " at " + record.address());
    text.append(record.state().word() == null ? "" : ", " + record.state().word());
    text.append(
        announced.written().isEmpty()
            ? ", unchanged since " + record.stamp()
            : ", written to " + String.join(", ", announced.written()));
    text.append('\n');
    return Printed.of(
        exit,
        text.toString(),
        Map.of("record", FactsFormat.facts(record), "written", announced.written()));
  }

  private Announcements() {}
}
