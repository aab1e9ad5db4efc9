package dev.presence.cli;

import dev.presence.heartbeat.Beats;
import dev.presence.heartbeat.Connected;
import dev.presence.heartbeat.Pulses;
import dev.presence.heartbeat.View;
import dev.presence.model.Beat;
import dev.presence.model.Printable;
import dev.presence.model.Spans;
import dev.presence.resolve.LifeRules;
import dev.presence.resolve.Sighting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How old the beats of a list's nodes are, and whose agents are connected, as people and programs
 * get it. Whose mark stands is alive, whatever its beats do.
 */
final class Ages {
  private final List<String> ids;
  private final Beats beats;
  private final Pulses pulses;
  private final int late;
  private final int dead;
  private @Nullable Connected connected;

  Ages(Wiring wiring, View view) {
    this.ids = Views.ids(view);
    this.beats = wiring.beats(wiring.stores());
    this.pulses = new Pulses(beats.read(ids).byId(), wiring.now());
    this.late = wiring.settings().number(Flags.LATE_AFTER, Sighting.LATE_AFTER);
    this.dead = wiring.settings().number(Flags.DEAD_AFTER, LifeRules.USUAL.deadAfter());
  }

  /** In a column, such as {@code 12s, agent}; empty where it never beat. */
  String words(String id) {
    String age = age(id);
    return !isConnected(id)
        ? pulses.words(id, late, dead)
        : age.isEmpty() ? "agent" : age + ", agent";
  }

  /** Asked for where somebody wants to know it. */
  private Connected connected() {
    if (connected == null) {
      connected = beats.connected(ids);
    }
    return connected;
  }

  private boolean isConnected(String id) {
    return !marks(id).isEmpty();
  }

  /** Whether its agent is connected, a sentence without its end; empty where no store has marks. */
  String agent(String id) {
    return isConnected(id)
        ? "its agent is connected: its mark stands on " + String.join(", ", marks(id))
        : hasMarks()
            ? "no agent of it is connected: no mark of it stands on "
                + String.join(", ", connected().told())
            : "";
  }

  /** Whether a store has marks, and told of them. */
  boolean hasMarks() {
    return !connected().told().isEmpty();
  }

  /** The stores at which its mark stands. */
  List<String> marks(String id) {
    return connected().stores(id);
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
    return isConnected(id)
        ? "alive"
        : pulses.isMissing(id, dead) ? "silent" : pulses.isMissing(id, late) ? "late" : "alive";
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
