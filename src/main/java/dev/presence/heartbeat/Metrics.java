package dev.presence.heartbeat;

import dev.presence.model.Acting;
import dev.presence.model.Life;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * This node's work as Prometheus text: per part counts and the oldest silence, and no series a
 * peer, as those come and go.
 */
public final class Metrics {
  private final StringBuilder text = new StringBuilder(4096);

  /**
   * All of it.
   *
   * @param question null for a node that asks for nobody
   * @param resolution the answer to it
   * @param looked when a store was last read, in seconds since 1970; 0 for never
   * @param beaten when this node last beat, in seconds since 1970; 0 for never
   */
  public static String text(
      View view,
      @Nullable Question question,
      @Nullable Resolution resolution,
      Acting acting,
      List<Trouble> troubles,
      long looked,
      long beaten) {
    Metrics metrics = new Metrics();
    metrics.stores(view);
    if (question != null && resolution != null) {
      metrics.parts(question, resolution);
    }
    metrics.one("presence_last_look_timestamp_seconds", "When a store was last read.", looked);
    metrics.one("presence_last_beat_timestamp_seconds", "When this node last beat.", beaten);
    metrics.one(
        "presence_last_change_timestamp_seconds",
        "When a change last succeeded.",
        acting.succeeded());
    metrics.one(
        "presence_change_failures",
        "How many changes failed since one succeeded: each is tried again.",
        acting.failures());
    metrics.one(
        "presence_change_pending",
        "Whether another answer waits to be acted on.",
        acting.pending().isEmpty() || acting.pending().equals(Acting.digest(acting.acted()))
            ? 0
            : 1);
    metrics.one("presence_troubles", "How many things are wrong just now.", troubles.size());
    return metrics.text.toString();
  }

  private void stores(View view) {
    head("presence_store_up", "Whether a store could be read.");
    for (StoreView store : view.stores()) {
      series(
          "presence_store_up",
          "store=\"" + escaped(store.store()) + "\"",
          store.isReadable() ? 1 : 0);
    }
    head("presence_store_problems", "How many entries of a store are not as they should be.");
    for (StoreView store : view.stores()) {
      series(
          "presence_store_problems",
          "store=\"" + escaped(store.store()) + "\"",
          store.problems().size());
    }
  }

  private void parts(Question question, Resolution resolution) {
    Map<String, TreeMap<String, Integer>> counts = new TreeMap<>();
    Map<String, Long> oldest = new TreeMap<>();
    for (PartQuery part : question.parts()) {
      TreeMap<String, Integer> rules = new TreeMap<>();
      long silence = 0;
      rules.merge(labels(part, Verdict.Standing.PEER, Verdict.Rule.PEER), 0, Integer::sum);
      rules.merge(labels(part, Verdict.Standing.PEER, Verdict.Rule.HELD), 0, Integer::sum);
      for (Verdict verdict : resolution.of(part)) {
        rules.merge(labels(part, verdict.standing(), verdict.rule()), 1, Integer::sum);
        Life life = verdict.node().life();
        if (life != null && verdict.standing() == Verdict.Standing.PEER) {
          silence = Math.max(silence, life.silence() / 1000);
        }
      }
      counts.put(part.name().value(), rules);
      oldest.put(part.name().value(), silence);
    }
    head(
        "presence_nodes",
        "Nodes of an asked part by standing and by the rule that put them there.");
    for (TreeMap<String, Integer> rules : counts.values()) {
      for (Map.Entry<String, Integer> rule : rules.entrySet()) {
        series("presence_nodes", rule.getKey(), rule.getValue());
      }
    }
    head("presence_oldest_silence_seconds", "How long the most silent peer of a part was silent.");
    for (Map.Entry<String, Long> part : oldest.entrySet()) {
      series(
          "presence_oldest_silence_seconds",
          "part=\"" + escaped(part.getKey()) + "\"",
          part.getValue());
    }
  }

  private static String labels(PartQuery part, Verdict.Standing standing, Verdict.Rule rule) {
    return "part=\"%s\",rule=\"%s\",standing=\"%s\""
        .formatted(escaped(part.name().value()), rule.word(), standing.word());
  }

  private void one(String name, String help, long value) {
    head(name, help);
    text.append(name).append(' ').append(value).append('\n');
  }

  private void head(String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void series(String name, String labels, long value) {
    text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private Metrics() {}
}
