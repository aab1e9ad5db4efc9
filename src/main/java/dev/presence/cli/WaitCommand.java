package dev.presence.cli;

import dev.presence.heartbeat.Looker;
import dev.presence.heartbeat.View;
import dev.presence.model.Answer;
import dev.presence.model.ExitCode;
import dev.presence.model.PartQuery;
import dev.presence.model.PresenceException;
import dev.presence.model.Question;
import dev.presence.resolve.Resolver;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Returns when the minima are met. */
final class WaitCommand implements Command {
  private static final Duration DEFAULT = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  @Override
  public String summary() {
    return "return when every part has its minimum of peers (1 where none is given)";
  }

  @Override
  public List<Flag> flags() {
    return Flags.concat(Flags.QUESTION, Flags.MINIMUM);
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    Question question = Asked.question(wiring);
    Map<String, Integer> minima = minima(wiring, question);
    Duration timeout = wiring.settings().duration(Flags.TIMEOUT);
    Instant end = wiring.clock().instant().plus(timeout == null ? DEFAULT : timeout);
    Looker looker = wiring.looker();
    Map<String, Integer> have = have(question, looker);
    while (!met(have, minima)) {
      if (!wiring.clock().instant().isBefore(end)) {
        throw new PresenceException(
            ExitCode.TIMEOUT,
            "gave up waiting: " + text(have, minima) + "; 'presence explain' tells who is out");
      }
      pause();
      have = have(question, looker);
    }
    if (json) {
      wiring.console().printJson(Map.of("peers", have));
    } else {
      wiring.console().print(text(have, minima) + "\n");
    }
    return ExitCode.OK;
  }

  private static Map<String, Integer> minima(Wiring wiring, Question question) {
    Map<String, Integer> given = new Asked(wiring.settings()).minima(question.parts());
    Map<String, Integer> minima = new HashMap<>();
    for (PartQuery part : question.parts()) {
      minima.put(part.name().value(), given.getOrDefault(part.name().value(), 1));
    }
    return minima;
  }

  /** Part to how many peers it has; none while no store can be read. */
  private static Map<String, Integer> have(Question question, Looker looker) {
    Map<String, Integer> have = new HashMap<>();
    View view = looker.look();
    Answer answer =
        Resolver.resolve(question, view.readable() ? view.newest() : List.of()).answer();
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      have.put(part.getKey(), part.getValue().peers().size());
    }
    return have;
  }

  private static boolean met(Map<String, Integer> have, Map<String, Integer> minima) {
    for (Map.Entry<String, Integer> minimum : minima.entrySet()) {
      if (have.getOrDefault(minimum.getKey(), 0) < minimum.getValue()) {
        return false;
      }
    }
    return true;
  }

  private static String text(Map<String, Integer> have, Map<String, Integer> minima) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Integer> minimum : new TreeMap<>(minima).entrySet()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(minimum.getKey()).append(" has ").append(have.get(minimum.getKey()));
      text.append(" of ").append(minimum.getValue());
    }
    return text.toString();
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PresenceException(ExitCode.TIMEOUT, "interrupted while waiting");
    }
  }
}
