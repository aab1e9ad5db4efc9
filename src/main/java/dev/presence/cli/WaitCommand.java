package dev.presence.cli;

import dev.presence.heartbeat.View;
import dev.presence.heartbeat.Vigil;
import dev.presence.model.Answer;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.store.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Returns when the minima are met. */
final class WaitCommand implements Command {
  private static final Duration DEFAULT = Duration.ofMinutes(5);

  @Override
  public String summary() {
    return "return when every part has its minimum of peers (1 where none is given)";
  }

  @Override
  public List<Flag> flags() {
    return Flags.concat(
        Flags.QUESTION, Flags.MINIMUM, Flags.DEAD_AFTER, Flags.HOLD, Flags.BEAT_STORE);
  }

  /** Here {@code --timeout} is how long to wait (5m). */
  @Override
  public boolean isBounded(Settings settings) {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    Question question = new Asked(wiring).question();
    Map<String, Integer> minima = minima(wiring, question);
    Polling polling = new Polling(wiring, wiring.settings().patience(DEFAULT));
    while (true) {
      View view;
      Map<String, Integer> have;
      try (Stores stores = polling.stores()) {
        view = polling.look(stores, question);
        have = have(wiring.vigil(stores), question, view);
      }
      String text = text(have, minima, view);
      if (have.containsValue(0)) {
        Views.sayUnplayed(question, view, wiring.console());
      }
      if (view.isReadable() && met(have, minima)) {
        return Printed.of(text + "\n", Printed.json("peers", have));
      }
      if (polling.isOver()) {
        throw new PresenceException(
            FailureKind.TIMEOUT,
            "gave up waiting: %s; 'presence explain %s' tells who is out"
                .formatted(text, question.parts().get(0).name()));
      }
      polling.pause();
    }
  }

  private static Map<String, Integer> minima(Wiring wiring, Question question) {
    Map<String, Integer> given = new Parts(wiring.settings()).minima();
    Map<String, Integer> minima = new TreeMap<>();
    for (PartQuery part : question.parts()) {
      minima.put(part.name().value(), given.getOrDefault(part.name().value(), 1));
    }
    return minima;
  }

  /** Part to how many peers it has. */
  private static Map<String, Integer> have(Vigil vigil, Question question, View view) {
    Map<String, Integer> have = new TreeMap<>();
    Answer answer = vigil.watch(view, question, view.candidates(question)).resolution().answer();
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

  private static String text(Map<String, Integer> have, Map<String, Integer> minima, View view) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Integer> minimum : minima.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(
          "%s has %d of %d"
              .formatted(minimum.getKey(), have.get(minimum.getKey()), minimum.getValue()));
    }
    return text + (view.isReadable() ? "" : ", as last seen: no store can be read");
  }
}
