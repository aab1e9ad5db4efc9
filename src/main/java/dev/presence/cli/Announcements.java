package dev.presence.cli;

import dev.presence.format.FactsFormat;
import dev.presence.heartbeat.Announced;
import dev.presence.model.NodeRecord;
import java.util.Map;

/** How what was announced is told. */
final class Announcements {
  static Printed printed(ExitCode exit, Announced announced, Console console) {
    console.sayAll(announced.warnings());
    StringBuilder text = new StringBuilder();
    append(text, announced);
    text.append('\n');
    return Printed.of(
        exit,
        text.toString(),
        Map.of("record", FactsFormat.facts(announced.record()), "written", announced.written()));
  }

  /** Adds what was said; each minute, and a formatter costs a regular expression. */
  static void append(StringBuilder text, Announced announced) {
    NodeRecord record = announced.record();
    text.append(record.id()).append(": ").append(record.part());
    text.append(record.address() == null ? "" : " at " + record.address());
    text.append(record.state().word() == null ? "" : ", " + record.state().word());
    text.append(
        announced.written().isEmpty()
            ? ", unchanged since " + record.stamp()
            : ", written to " + String.join(", ", announced.written()));
  }

  private Announcements() {}
}
