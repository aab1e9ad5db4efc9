package dev.presence.cli;

import dev.presence.heartbeat.AnswerFile;
import dev.presence.heartbeat.Answering;
import dev.presence.heartbeat.Asking;
import dev.presence.heartbeat.Due;
import dev.presence.heartbeat.Feeding;
import dev.presence.heartbeat.HeartBeat;
import dev.presence.heartbeat.Marking;
import dev.presence.heartbeat.Notice;
import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.Trouble;
import dev.presence.memory.OwnBeat;
import dev.presence.model.Acting;
import dev.presence.model.Answer;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.PresenceException;
import dev.presence.resolve.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One beat of this node as the options want it, by a timer or within an agent. */
final class OneBeat {
  private static final Duration MOST_APART = Duration.ofSeconds(2);

  private final Wiring wiring;
  private final Settings settings;
  private final @Nullable Question question;
  private final Map<String, Integer> minima;
  private final AnswerFile.Form form;
  private final Parts parts;
  private final @Nullable Feeding feeding;
  private final boolean acts;

  OneBeat(Wiring wiring) {
    this.wiring = wiring;
    this.settings = wiring.settings();
    this.parts = new Parts(settings);
    this.question = parts.all().isEmpty() ? null : new Asked(wiring).question(parts.all());
    this.minima = parts.minima();
    this.form = Answers.form(settings);
    this.feeding = new FeedOptions(wiring, parts).feeding();
    this.acts = settings.one(Flags.ON_CHANGE) != null;
    Outputs.ofBeat(wiring);
  }

  private Answering.@Nullable Wanted wanted(boolean keeps) {
    return question == null
        ? null
        : new Answering.Wanted(
            question,
            Answers.file(wiring, settings.one(Flags.OUT), form, parts),
            form,
            keeps,
            settings.on(Flags.ACCEPT_REMOVALS));
  }

  /** The difference that a beat would make to the answer, by the same way. */
  Printed dry() {
    Answering.Wanted wanted = wanted(false);
    if (wanted == null) {
      return Printed.raw(ExitCode.OK, "");
    }
    Served served = wiring.answering().serve(wanted, Asking.ALL);
    wiring.console().sayAll(served.warnings());
    return served instanceof Served.Fresh fresh
        ? Printed.raw(ExitCode.OK, Answers.difference(wanted.file(), form, fresh))
        : Printed.raw(ExitCode.NO_STORE, "");
  }

  /**
   * A copy's timer fires at the same moment, and of the two the later one would find its own beat
   * for ever: who knows of the other comes at a moment of his own.
   */
  private void standApart() {
    NodeName id = wiring.nodeInfo().id();
    OwnBeat.Last last = id == null ? null : new OwnBeat(wiring.state()).recall(id);
    if (last != null && last.doubts() > 0) {
      try {
        Thread.sleep(ThreadLocalRandom.current().nextLong(MOST_APART.toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * How one went.
   *
   * @param acted what came of acting
   * @param isRefused whether another machine held this node's mark at its last beat
   * @param told what this node last acted on, as its last beat told it
   * @param announced when this node was last announced, in seconds since 1970
   * @param stands when an answer that is news will have stood long enough, likewise
   */
  record Done(
      Printed printed,
      HeartBeat.Beaten beaten,
      HeartBeat.Acted acted,
      boolean isRefused,
      SortedMap<String, Beat.Acted> told,
      long announced,
      long stands) {}

  /** Announces, beats, looks, answers, and begins a change when it is due. */
  Printed run() {
    return run(null, Asking.ALL).printed();
  }

  /**
   * The same in a process that stays.
   *
   * @param marking holds this node's mark; null for none
   */
  Done run(@Nullable Marking marking, Asking asking) {
    standApart();
    Acting before = wiring.changes().recall();
    HeartBeat heartBeat = heartBeat(before, marking == null ? 0 : marking.session());
    HeartBeat.Beaten beaten = heartBeat.beat(marking, asking);
    return acted(heartBeat, beaten, before, marking != null && marking.isRefused(), null);
  }

  /** All of it but the announcing, which stands as it was: others have news, and not this node. */
  Done look(Done last) {
    Acting before = wiring.changes().recall();
    HeartBeat heartBeat = heartBeat(before, 0);
    return acted(heartBeat, heartBeat.look(last.beaten()), before, last.isRefused(), last);
  }

  private HeartBeat heartBeat(Acting before, int session) {
    List<String> requires = question == null ? List.of() : new Asked(wiring).requires(question);
    return new HeartBeat(
        wiring.announcer(wiring.beating(true, before.acted(), session), requires),
        new Birth(wiring, acts),
        wiring.answering(),
        wanted(!settings.on(Flags.READ_ONLY)),
        wiring.changes(),
        wiring.deadline(),
        wiring.clock());
  }

  private Done acted(
      HeartBeat heartBeat,
      HeartBeat.Beaten beaten,
      Acting before,
      boolean isRefused,
      @Nullable Done last) {
    long announced = last == null ? wiring.now().getEpochSecond() : last.announced();
    ExitCode exit = said(beaten);
    // Before the change, which may use the files.
    List<Trouble> unwritten = unwritten(beaten, before.troubles());
    Due due = due();
    HeartBeat.Acted acted = heartBeat.act(beaten, due, acts ? new ChangeStarter(settings) : null);
    wiring.console().sayAll(acted.warnings());
    tell(beaten, acted, before, unwritten, announced);
    report(beaten);
    Printed printed = Printed.raw(exit, text(beaten, acted, last == null));
    return new Done(
        printed,
        beaten,
        acted,
        isRefused,
        last == null ? before.acted() : last.told(),
        announced,
        due.stands(acted.acting(), wiring.nodeInfo().id()));
  }

  /** Writes the feeds; which files failed, or failed before where none is written now. */
  private List<Trouble> unwritten(HeartBeat.Beaten beaten, List<String> told) {
    boolean writes = !settings.on(Flags.READ_ONLY);
    if (feeding != null && writes) {
      wiring.console().sayAll(feeding.abandoned());
    }
    if (!writes || !(beaten.served() instanceof Served.Fresh fresh)) {
      return beaten.unwritten(told);
    }
    if (feeding == null) {
      return List.of();
    }
    Feeding.Fed fed = feeding.feed(fresh);
    wiring.console().sayAll(fed.warnings());
    return fed.troubles();
  }

  private Due due() {
    return new Due(
        settings.duration(Flags.SETTLE, Duration.ZERO),
        settings.duration(Flags.CHANGE_AT_LEAST),
        settings.duration(Flags.CHANGE_SPREAD, Duration.ZERO));
  }

  private ExitCode said(HeartBeat.Beaten beaten) {
    ExitCode exit = ExitCode.OK;
    Served served = beaten.served();
    if (served != null) {
      wiring.console().sayAll(served.warnings());
      wiring.console().sayAll(served.resolution().crowds());
      exit = Answers.minima(wiring, served.answer(), minima);
      exit = served instanceof Served.Fresh ? exit : ExitCode.NO_STORE;
    }
    if (beaten.announced() != null) {
      wiring.console().sayAll(beaten.announced().failures());
      wiring.console().sayAll(beaten.announced().warnings());
    }
    exit = said(beaten.undelivered(), exit);
    return said(beaten.failed(), exit);
  }

  private ExitCode said(@Nullable PresenceException failed, ExitCode otherwise) {
    if (failed == null) {
      return otherwise;
    }
    wiring.console().say(String.valueOf(failed.getMessage()));
    return ExitCode.of(failed.kind());
  }

  private void report(HeartBeat.Beaten beaten) {
    if (settings.one(Flags.REPORT) != null && question != null && beaten.served() != null) {
      Answers.report(wiring, question, beaten.served(), minima);
    }
  }

  /** What is wrong is told once, and once that it is over. */
  private void tell(
      HeartBeat.Beaten beaten,
      HeartBeat.Acted acted,
      Acting before,
      List<Trouble> unwritten,
      long announced) {
    Health health = new Health(wiring, question, unwritten);
    List<Trouble> troubles = health.troubles(beaten, acted, before.troubles());
    long now = wiring.now().getEpochSecond();
    String node = Health.node(wiring);
    List<Notice> notices = new ArrayList<>();
    if (beaten.served() instanceof Served.Fresh fresh && !fresh.changes().isEmpty()) {
      notices.add(Notice.of(node, fresh.changes()));
    }
    if (!Trouble.told(before.troubles(), troubles, null, now).equals(before.troubles())) {
      // By what is remembered then: a change that ended meanwhile has told of itself.
      List<Notice> told = new ArrayList<>();
      String failed =
          wiring
              .changes()
              .change(
                  wiring.deadline(),
                  one -> {
                    List<Trouble> all = health.troubles(beaten, acted.with(one), one.troubles());
                    told.addAll(Notice.of(node, one.troubles(), all));
                    return one.telling(Trouble.told(one.troubles(), all, null, now));
                  });
      if (failed != null) {
        wiring.console().say(failed);
      }
      notices.addAll(
          failed == null || !told.isEmpty() ? told : Notice.of(node, before.troubles(), troubles));
    }
    for (Notice notice : notices) {
      if (wiring.isTurn() && notice.tellsOfEnd()) {
        wiring.console().say(notice.text()); // A timer's beats have said it each time until now.
      }
    }
    new Notifier(wiring).tell(notices);
    if (settings.one(Flags.METRICS) != null) {
      health.writeMetrics(beaten, acted, troubles, announced);
    }
  }

  private String text(HeartBeat.Beaten beaten, HeartBeat.Acted acted, boolean isBeat) {
    StringBuilder text = new StringBuilder();
    if (isBeat && beaten.announced() != null) {
      Announcements.append(text, beaten.announced());
    }
    if (beaten.served() != null) {
      for (Map.Entry<String, Answer.Part> part : beaten.served().answer().parts().entrySet()) {
        text.append(text.isEmpty() ? "" : "; ").append(part.getKey()).append(" has ");
        text.append(part.getValue().peers().size());
        text.append(part.getValue().peers().size() == 1 ? " peer" : " peers");
      }
    }
    text.append(acted.started() ? "; a change begins" : "");
    text.append(acted.running() ? "; a change is at work" : "");
    return text.isEmpty() ? "" : text.append('\n').toString();
  }
}
