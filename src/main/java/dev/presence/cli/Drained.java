package dev.presence.cli;

import dev.presence.heartbeat.Acknowledgement;
import dev.presence.heartbeat.Acknowledgement.Progress;
import dev.presence.heartbeat.Beats;
import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.View;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.resolve.Sighting;
import dev.presence.store.Stores;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits until all who use a drained node have acted on it, naming while it waits whom for. */
final class Drained {
  private static final Duration DEFAULT = Duration.ofMinutes(30);

  /**
   * Waits.
   *
   * @param told how the draining itself went
   */
  static Printed await(Wiring wiring, NodeName id, Printed told) {
    Polling polling = new Polling(wiring, wiring.settings().patience(DEFAULT));
    Acknowledgement acknowledgement = new Acknowledgement();
    wiring.console().print(told.text());
    while (true) {
      Progress progress = null;
      NodeRecord drained;
      boolean isRead;
      try (Stores stores = polling.stores()) {
        View view = polling.look(stores, null);
        isRead = view.isComplete();
        drained = record(view, id);
        if (drained != null) {
          Beats.Newest beats = wiring.beats(stores).read(Views.ids(view));
          isRead &= beats.isComplete();
          progress = acknowledgement.of(drained, view, beats.byId(), wiring.now());
        }
      }
      if (drained == null || progress == null) {
        throw PresenceException.usage(
            "no record of %s is known, so nobody can tell who uses it".formatted(id));
      }
      if (isRead && progress.waiting().isEmpty()) {
        return ended(wiring, drained, told, progress);
      }
      if (polling.isOver()) {
        throw new PresenceException(
            FailureKind.TIMEOUT,
            "gave up waiting: %s did not act on the draining of %s%s; see 'presence status' there"
                .formatted(
                    progress.waiting().isEmpty()
                        ? "somebody whose store cannot be read perhaps"
                        : String.join(", ", progress.waiting()),
                    drained.id(),
                    unknown(progress)));
      }
      wiring
          .console()
          .say(
              "waiting for %s to act on the draining of %s"
                  .formatted(
                      progress.waiting().isEmpty()
                          ? "every store to be read"
                          : String.join(", ", progress.waiting()),
                      id));
      polling.pause();
    }
  }

  private static @Nullable NodeRecord record(View view, NodeName id) {
    KnownNode node = view.node(id.value());
    Sighting sighting = node == null ? null : node.sighting(Set.of());
    return sighting == null ? null : sighting.record();
  }

  private static String unknown(Progress progress) {
    return progress.beatless().isEmpty()
        ? ""
        : ", and " + String.join(", ", progress.beatless()) + " never beat";
  }

  private static Printed ended(Wiring wiring, NodeRecord drained, Printed told, Progress progress) {
    if (!progress.dead().isEmpty()) {
      wiring.console().say("not waited for, as dead: " + String.join(", ", progress.dead()));
    }
    if (!progress.beatless().isEmpty()) {
      throw new PresenceException(
          FailureKind.TIMEOUT,
          "%s never beat, so nobody can tell whether the draining of %s was acted on there; all others did"
              .formatted(String.join(", ", progress.beatless()), drained.id()));
    }
    String who =
        progress.done().isEmpty()
            ? "nobody asks for %s".formatted(drained.part())
            : String.join(", ", progress.done()) + " acted on it";
    return Printed.of(told.exit(), "%s is drained: %s\n".formatted(drained.id(), who), progress);
  }

  private Drained() {}
}
