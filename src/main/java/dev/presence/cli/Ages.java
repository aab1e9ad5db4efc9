package dev.presence.cli;

import dev.presence.heartbeat.Pulses;
import dev.presence.heartbeat.View;
import dev.presence.model.Beat;
import dev.presence.model.Printable;
import dev.presence.model.Spans;
import dev.presence.resolve.LifeRules;
import dev.presence.resolve.Sighting;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How old the beats of a list's nodes are, as people and programs get it. */
final class Ages {
  private final Pulses pulses;
  private final int late;
  private final int dead;

  Ages(Wiring wiring, View view) {
    this.pulses =
        new Pulses(wiring.beats(wiring.stores()).read(Views.ids(view)).byId(), wiring.now());
    this.late = wiring.settings().number(Flags.LATE_AFTER, Sighting.LATE_AFTER);
    this.dead = wiring.settings().number(Flags.DEAD_AFTER, LifeRules.USUAL.deadAfter());
  }

  /** In a column; empty where it never beat. */
  String words(String id) {
    return pulses.words(id, late, dead);
  }

  String rival(String id) {
    return pulses.rival(id);
  }

  /** In a sentence without its end; empty where it never beat. */
  String sentence(String id) {
    Beat beat = pulses.beat(id);
    Long age = pulses.age(id);
    if (beat == null || age == null) {
      return "";
    }
    String rival = pulses.rival(id);
    return "it beats every %s, the last time %s ago%s%s"
        .formatted(
            Spans.words(beat.every()),
            Spans.words(age),
            is(id).equals("alive") ? "" : ", so it is " + is(id),
            rival.isEmpty() ? "" : "; " + rival);
  }

  /** The span alone; empty where it never beat. */
  String age(String id) {
    Long age = pulses.age(id);
    return age == null ? "" : Spans.words(age);
  }

  /** {@code alive}, {@code late} or {@code silent}; alive also where it never beat. */
  String is(String id) {
    return pulses.isMissing(id, dead) ? "silent" : pulses.isMissing(id, late) ? "late" : "alive";
  }

  @Nullable BeatJson json(String id) {
    Beat beat = pulses.beat(id);
    Long age = pulses.age(id);
    if (beat == null || age == null) {
      return null;
    }
    Map<String, String> acted = new TreeMap<>();
    for (Map.Entry<String, Beat.Acted> part : beat.acted().entrySet()) {
      acted.put(part.getKey(), Printable.of(part.getValue().digest()));
    }
    return new BeatJson(
        acted,
        age,
        beat.every(),
        is(id),
        beat.seq(),
        Printable.of(beat.writer()),
        beat.rival() == null ? null : Printable.of(beat.rival()));
  }
}
