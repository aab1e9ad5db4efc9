package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.heartbeat.Change;
import dev.presence.heartbeat.Notice;
import dev.presence.heartbeat.Trouble;
import dev.presence.model.PresenceException;
import dev.presence.node.StateFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The acting half of a HeartBeat, started by it; one at a time. */
final class ChangeCommand implements Command {
  private static final Duration LOCAL = Duration.ofSeconds(10);

  @Override
  public String summary() {
    return "act on the last answer: run the command of --on-change under its limit";
  }

  @Override
  public List<Flag> flags() {
    return Flags.heartbeat();
  }

  /** The command has a time of its own. */
  @Override
  public boolean isBounded(Settings settings) {
    return false;
  }

  @Override
  public boolean hasTextAndJson() {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    Settings settings = wiring.settings();
    String command = settings.one(Flags.ON_CHANGE);
    if (command == null) {
      throw PresenceException.usage(
          "nothing to run: name a command with --on-change or \"on-change\" in the configuration");
    }
    Duration limit = Health.limit(settings);
    Change.Outcome outcome = new Change(wiring.changes(), command, limit, wiring.clock()).run();
    if (outcome instanceof Change.Outcome.Done done) {
      wiring.console().err().print(done.printed());
      endSetup(wiring);
      tell(wiring);
      return Printed.raw(ExitCode.OK, "the change is done\n");
    }
    if (outcome instanceof Change.Outcome.Failed failed) {
      wiring.console().err().print(failed.printed());
      tell(wiring);
      wiring
          .console()
          .say(
              "the change failed: %s; what it printed is in %s"
                  .formatted(failed.why(), wiring.changes().log()));
      return Printed.raw(ExitCode.CHANGE, "");
    }
    return Printed.raw(
        ExitCode.OK,
        outcome instanceof Change.Outcome.Busy
            ? "somebody else is at work, so the next beat tries again\n"
            : "another change is at work\n");
  }

  /** The first change that succeeds ends the setup that the first beat began. */
  private static void endSetup(Wiring wiring) {
    if (wiring.nodeInfo().exists() && StateFacts.isSetUp(wiring.facts().record())) {
      Announcements.printed(
          ExitCode.OK,
          wiring.announcer().change((current, by) -> StateFacts.endSetup(current, by)),
          wiring.console());
    }
  }

  /** Of what a change can do wrong, what is new and what is over. */
  private static void tell(Wiring wiring) {
    List<Notice> notices = new ArrayList<>();
    long now = wiring.now().getEpochSecond();
    // By what is remembered then: a beat tells of the same.
    wiring
        .changes()
        .change(
            Deadline.in(LOCAL),
            one -> {
              Trouble trouble = Health.ofChange(wiring, one, false);
              List<Trouble> troubles = trouble == null ? List.of() : List.of(trouble);
              notices.addAll(
                  Notice.of(Health.node(wiring), Trouble.ofChanges(one.troubles()), troubles));
              return one.telling(Trouble.told(one.troubles(), troubles, Trouble::isOfChange, now));
            });
    new Notifier(wiring).tellToTheEnd(notices);
  }
}
