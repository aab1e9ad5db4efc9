package dev.presence.doctor;

import dev.presence.heartbeat.Trouble;
import dev.presence.heartbeat.View;
import dev.presence.heartbeat.Vigil;
import dev.presence.model.Life;
import dev.presence.model.Spans;
import dev.presence.resolve.Basis;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the parts that this node asks for have whom they need, and what holds them. */
public final class PartsCheck implements Check {
  private final View view;
  private final @Nullable Question question;
  private final Vigil.@Nullable Watched watched;
  private final Map<String, Integer> minima;
  private final Instant now;

  /**
   * Looks at the parts.
   *
   * @param question null for a node that asks for nobody
   * @param watched the answer to it
   * @param minima asked part to the fewest peers it needs
   */
  public PartsCheck(
      View view,
      @Nullable Question question,
      Vigil.@Nullable Watched watched,
      Map<String, Integer> minima,
      Instant now) {
    this.view = view;
    this.question = question;
    this.watched = watched;
    this.minima = minima;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    if (question == null || watched == null) {
      return findings;
    }
    for (PartQuery part : question.parts()) {
      findings.add(part(part, watched));
    }
    Reasons reasons = new Reasons(question.scope(), now);
    for (Trouble trouble : Trouble.of(watched.resolution(), reasons)) {
      findings.add(Finding.bad("part", trouble.text()));
    }
    return findings;
  }

  private Finding part(PartQuery part, Vigil.Watched answer) {
    int peers = 0;
    int draining = 0;
    long oldest = 0;
    List<Verdict> verdicts = answer.resolution().of(part);
    for (Verdict verdict : verdicts) {
      peers += verdict.standing() == Verdict.Standing.PEER ? 1 : 0;
      draining += verdict.standing() == Verdict.Standing.DRAINING ? 1 : 0;
      Life life = verdict.node().life();
      if (life != null && verdict.standing() == Verdict.Standing.PEER) {
        oldest = Math.max(oldest, life.silence() / 1000);
      }
    }
    String name = part.name().value();
    Basis basis = view.basis(part, verdicts);
    String says =
        "%s has %d %s%s, %s%s"
            .formatted(
                name,
                peers,
                peers == 1 ? "peer" : "peers",
                draining == 0 ? "" : " and " + draining + " draining",
                basis.word(),
                oldest == 0 ? "" : ", silent for " + Spans.words(oldest) + " at most");
    int minimum = minima.getOrDefault(name, 0);
    if (peers < minimum) {
      return Finding.bad(
          "part", says + ", and needs %d: 'presence explain %s'".formatted(minimum, name));
    }
    return basis == Basis.UNKNOWN || basis == Basis.KEPT
        ? Finding.bad("part", says + ": see the stores")
        : Finding.ok("part", says);
  }
}
