package dev.presence.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands by name; only the one that is asked for is loaded. */
final class Commands {
  static final List<String> NAMES =
      List.of(
          "init",
          "announce",
          "resolve",
          "heartbeat",
          "agent",
          "change",
          "status",
          "list",
          "show",
          "explain",
          "history",
          "page",
          "wait",
          "state",
          "drain",
          "undrain",
          "leave",
          "remove",
          "prune",
          "archive",
          "doctor",
          "demo");

  static @Nullable Command named(String name) {
    return switch (name) {
      case "init" -> new InitCommand();
      case "announce" -> new AnnounceCommand();
      case "resolve" -> new ResolveCommand();
      case "heartbeat" -> new HeartbeatCommand();
      case "agent" -> new AgentCommand();
      case "change" -> new ChangeCommand();
      case "status" -> new StatusCommand();
      case "list" -> new ListCommand();
      case "show" -> new ShowCommand();
      case "explain" -> new ExplainCommand();
      case "history" -> new HistoryCommand();
      case "page" -> new PageCommand();
      case "wait" -> new WaitCommand();
      case "state" -> new StateCommand();
      case "drain" -> new DrainCommand();
      case "undrain" -> new UndrainCommand();
      case "leave" -> new LeaveCommand();
      case "remove" -> new RemoveCommand();
      case "prune" -> new PruneCommand();
      case "archive" -> new ArchiveCommand();
      case "doctor" -> new DoctorCommand();
      case "demo" -> new DemoCommand();
      default -> null;
    };
  }

  private Commands() {}
}
