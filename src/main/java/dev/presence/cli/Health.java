package dev.presence.cli;

import dev.presence.files.FileReplacer;
import dev.presence.heartbeat.AnswerFile;
import dev.presence.heartbeat.HeartBeat;
import dev.presence.heartbeat.Metrics;
import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.Trouble;
import dev.presence.heartbeat.View;
import dev.presence.model.Acting;
import dev.presence.model.NodeName;
import dev.presence.resolve.Question;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with this node's work, and its figures. */
final class Health {
  private static final Duration CHANGE_TIMEOUT = Duration.ofMinutes(30);

  private final Wiring wiring;
  private final @Nullable Question question;
  private final List<Trouble> unwritten;

  /**
   * After a beat or a look.
   *
   * @param question null for a node that asks for nobody
   * @param unwritten the files that could not be written
   */
  Health(Wiring wiring, @Nullable Question question, List<Trouble> unwritten) {
    this.wiring = wiring;
    this.question = question;
    this.unwritten = unwritten;
  }

  /** This node's name; empty for a machine that is none. */
  static String node(Wiring wiring) {
    NodeName id = wiring.nodeInfo().id();
    return id == null ? "" : id.value();
  }

  /** How long a change command may run. */
  static Duration limit(Settings settings) {
    return settings.duration(Flags.CHANGE_TIMEOUT, CHANGE_TIMEOUT);
  }

  /**
   * What is wrong after a beat.
   *
   * @param told what was told to be wrong before
   */
  List<Trouble> troubles(HeartBeat.Beaten beaten, HeartBeat.Acted acted, List<String> told) {
    List<Trouble> troubles = new ArrayList<>();
    if (beaten.failed() != null) {
      troubles.add(Trouble.of(beaten.failed()));
    }
    Served served = beaten.served();
    if (served != null && question != null) {
      troubles.addAll(Trouble.of(served.view()));
      troubles.addAll(Trouble.of(served.resolution(), new Reasons(question.scope(), wiring.now())));
    }
    troubles.addAll(unwritten);
    Trouble change = ofChange(wiring, acted.acting(), acted.running());
    Acting acting = acted.acting();
    boolean isUnderWay =
        acted.running() || acted.started() || (acting.failures() > 0 && acting.why().isEmpty());
    if (change != null) {
      troubles.add(change);
    } else if (isUnderWay) {
      troubles.addAll(Trouble.undecided(told));
    }
    return troubles;
  }

  static @Nullable Trouble ofChange(Wiring wiring, Acting acting, boolean running) {
    return Trouble.of(acting, running, limit(wiring.settings()), wiring.now().getEpochSecond());
  }

  /**
   * Writes the figures of a beat to the file of {@code --metrics}.
   *
   * @param announced when this node was last announced, in seconds since 1970
   */
  void writeMetrics(
      HeartBeat.Beaten beaten, HeartBeat.Acted acted, List<Trouble> troubles, long announced) {
    long now = wiring.now().getEpochSecond();
    Served served = beaten.served();
    View view = served == null ? new View(List.of(), List.of()) : served.view();
    writeMetrics(
        view,
        served == null ? null : served.resolution(),
        acted.acting(),
        troubles,
        view.isReadable() ? now : 0,
        beaten.announced() == null ? 0 : announced);
  }

  void writeMetrics(
      View view,
      @Nullable Resolution resolution,
      Acting acting,
      List<Trouble> troubles,
      long looked,
      long beaten) {
    String text = Metrics.text(view, question, resolution, acting, troubles, looked, beaten);
    wiring
        .console()
        .sayAll(
            AnswerFile.write(
                wiring.settings().path(Flags.METRICS, ""),
                text.getBytes(StandardCharsets.UTF_8),
                new FileReplacer(wiring.state().writer())));
  }
}
