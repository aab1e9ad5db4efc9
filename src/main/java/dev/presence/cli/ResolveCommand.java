package dev.presence.cli;

import dev.presence.format.AnswerFormat;
import dev.presence.heartbeat.View;
import dev.presence.memory.LastAnswer;
import dev.presence.model.Answer;
import dev.presence.model.ExitCode;
import dev.presence.model.PresenceException;
import dev.presence.model.Question;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import java.util.List;
import java.util.Map;

/** The peers of the asked parts, as node attributes JSON. */
final class ResolveCommand implements Command {
  @Override
  public String summary() {
    return "print the peers of the parts this node requires, as node attributes JSON";
  }

  @Override
  public List<Flag> flags() {
    return Flags.concat(
        Flags.QUESTION, Flags.MINIMUM, Flags.OUT, Flags.REPORT, Flags.DRY_RUN, Flags.READ_ONLY);
  }

  @Override
  public ExitCode run(Wiring wiring) {
    Question question = Asked.question(wiring);
    Map<String, Integer> minima = new Asked(wiring.settings()).minima(question.parts());
    Delivery delivery = new Delivery(wiring);
    LastAnswer last = wiring.lastAnswer(question);
    View view = wiring.looker().look();
    Resolution resolution = Resolver.resolve(question, view.newest());
    for (String crowd : resolution.crowds()) {
      wiring.console().say(crowd);
    }
    byte[] answer = AnswerFormat.print(resolution.answer());
    Report report = new Report(question, view, minima);
    if (view.readable()) {
      delivery.answer(answer, last);
      delivery.report(report, resolution, Report.Source.STORES);
      last.remember(answer);
      return checkMinima(wiring.console(), resolution.answer(), minima);
    }
    byte[] kept = last.recall();
    boolean known = kept != null || !view.newest().isEmpty();
    if (known) {
      delivery.lastAnswer(kept == null ? answer : kept);
    }
    delivery.report(report, resolution, known ? Report.Source.MEMORY : Report.Source.NOTHING);
    throw new PresenceException(
        view.late() ? ExitCode.TIMEOUT : ExitCode.NO_STORE,
        "no store could be read"
            + (known
                ? ", so the last answer is served: mend the store, or wait if it is busy"
                : " and nothing is remembered: mend the store, see 'presence doctor'"));
  }

  private static ExitCode checkMinima(Console console, Answer answer, Map<String, Integer> minima) {
    ExitCode exitCode = ExitCode.OK;
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      int minimum = minima.getOrDefault(part.getKey(), 0);
      int peers = part.getValue().peers().size();
      if (peers < minimum) {
        console.say(
            part.getKey()
                + " has "
                + peers
                + " of at least "
                + minimum
                + " peers: 'presence explain "
                + part.getKey()
                + "' tells why");
        exitCode = ExitCode.TOO_FEW;
      }
    }
    return exitCode;
  }
}
