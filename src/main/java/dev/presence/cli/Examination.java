package dev.presence.cli;

import dev.presence.doctor.AgentCheck;
import dev.presence.doctor.AnnouncedCheck;
import dev.presence.doctor.BeatsCheck;
import dev.presence.doctor.ChangeCheck;
import dev.presence.doctor.Check;
import dev.presence.doctor.ClockCheck;
import dev.presence.doctor.FactsCheck;
import dev.presence.doctor.FilesCheck;
import dev.presence.doctor.HousekeepingCheck;
import dev.presence.doctor.JavaCheck;
import dev.presence.doctor.MemoryCheck;
import dev.presence.doctor.PartsCheck;
import dev.presence.doctor.Patient;
import dev.presence.doctor.StandingCheck;
import dev.presence.doctor.StoresCheck;
import dev.presence.doctor.UnitsCheck;
import dev.presence.doctor.WritingCheck;
import dev.presence.files.LockFile;
import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.Pulses;
import dev.presence.heartbeat.Trouble;
import dev.presence.heartbeat.View;
import dev.presence.heartbeat.Vigil;
import dev.presence.memory.AgentMemory;
import dev.presence.model.Acting;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Sighting;
import dev.presence.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@code status} and {@code doctor} look at: seen once, and then judged check by check. */
final class Examination {
  private final Wiring wiring;
  private final Stores stores;
  private final View view;
  private final Patient patient;
  private final @Nullable Question question;
  private final Map<String, Integer> minima;
  private final Vigil.@Nullable Watched watched;
  private final Acting acting;
  private final boolean running;

  /** Looks; no store is a finding, and no error. */
  Examination(Wiring wiring) {
    this.wiring = wiring;
    this.stores = wiring.named().anyOrNone();
    this.view = wiring.looker(stores).look(null).view();
    Map<String, Beat> read = wiring.beats(stores).read(ids(view, wiring.nodeInfo().id())).byId();
    this.patient = new Patient(wiring.ownFacts(), view, new Pulses(read, wiring.now()));
    Parts asked = new Parts(wiring.settings());
    List<PartQuery> parts = asked.all();
    this.question =
        parts.isEmpty() || (patient.record() == null && wiring.nodeInfo().exists())
            ? null
            : new Asked(wiring).question(parts);
    this.minima = asked.minima();
    this.watched =
        question == null
            ? null
            : wiring.vigil(stores).watch(view, question, view.candidates(question));
    this.acting = wiring.changes().recall();
    this.running = isRunning(wiring);
  }

  /** Those on a list, and this node, whatever became of its entry. */
  private static Set<String> ids(View view, @Nullable NodeName self) {
    Set<String> ids = new TreeSet<>();
    if (self != null) {
      ids.add(self.value());
    }
    for (KnownNode node : view.nodes()) {
      ids.add(node.id());
    }
    return ids;
  }

  private static boolean isRunning(Wiring wiring) {
    try (LockFile lock = wiring.changes().lock()) {
      return lock == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** How this node's work goes. */
  List<Check> ofWork() {
    return List.of(
        new StoresCheck(patient, acting, wiring.now()),
        new StandingCheck(patient, wiring.now()),
        new BeatsCheck(patient, lateAfter(), wiring.now()),
        new AgentCheck(new AgentMemory(wiring.state()).recall(), wiring.now()),
        new PartsCheck(view, question, watched, minima, wiring.now()),
        new FilesCheck(acting, wiring.now()),
        new ChangeCheck(acting, running, Health.limit(wiring.settings()), wiring.now()));
  }

  /** That, and what it needs to go at all. */
  List<Check> ofAll() {
    return List.of(
        new JavaCheck(),
        new FactsCheck(patient),
        new MemoryCheck(wiring.stateDir()),
        new StoresCheck(patient, acting, wiring.now()),
        new AnnouncedCheck(patient, wiring.now()),
        new StandingCheck(patient, wiring.now()),
        new BeatsCheck(patient, lateAfter(), wiring.now()),
        new AgentCheck(new AgentMemory(wiring.state()).recall(), wiring.now()),
        new PartsCheck(view, question, watched, minima, wiring.now()),
        new FilesCheck(acting, wiring.now()),
        new ChangeCheck(acting, running, Health.limit(wiring.settings()), wiring.now()),
        new ClockCheck(patient, wiring.now()),
        new WritingCheck(stores),
        new HousekeepingCheck(wiring.named().withBeats(stores)),
        new UnitsCheck());
  }

  private int lateAfter() {
    return wiring.settings().number(Flags.LATE_AFTER, Sighting.LATE_AFTER);
  }

  /** Writes the figures to the file of {@code --metrics}. */
  void writeMetrics() {
    List<Trouble> troubles = new ArrayList<>(Trouble.of(view));
    if (question != null && watched != null) {
      troubles.addAll(
          Trouble.of(watched.resolution(), new Reasons(question.scope(), wiring.now())));
    }
    troubles.addAll(Trouble.ofFiles(acting.troubles()));
    Trouble change = Health.ofChange(wiring, acting, running);
    if (change != null) {
      troubles.add(change);
    }
    Beat own =
        patient.record() == null ? null : patient.pulses().beat(patient.record().id().value());
    new Health(wiring, question, List.of())
        .writeMetrics(
            view,
            watched == null ? null : watched.resolution(),
            acting,
            troubles,
            view.isReadable() ? wiring.now().getEpochSecond() : 0,
            own == null ? 0 : Math.min(own.seq(), wiring.now().getEpochSecond()));
  }
}
