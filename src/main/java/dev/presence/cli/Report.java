package dev.presence.cli;

import dev.presence.heartbeat.View;
import dev.presence.model.BadRecord;
import dev.presence.model.PartQuery;
import dev.presence.model.Question;
import dev.presence.model.Verdict;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an answer came about, as JSON: for {@code --report} and {@code explain --format json}. */
final class Report {
  /** Where the answer is from. */
  enum Source {
    STORES,
    MEMORY,
    NOTHING;

    /** Where an answer from that view alone is from. */
    static Source of(View view) {
      return view.readable() ? STORES : view.newest().isEmpty() ? NOTHING : MEMORY;
    }
  }

  private final Question question;
  private final View view;
  private final Map<String, Integer> minima;

  Report(Question question, View view, Map<String, Integer> minima) {
    this.question = question;
    this.view = view;
    this.minima = minima;
  }

  /** The report, keys as in docs/formats.md. */
  Map<String, @Nullable Object> tree(Resolution resolution, Source source) {
    Map<String, @Nullable Object> parts = new HashMap<>();
    for (PartQuery part : question.parts()) {
      String name = part.name().value();
      parts.put(name, part(name, resolution, source));
    }
    Map<String, @Nullable Object> report = new HashMap<>();
    report.put("crowds", resolution.crowds());
    report.put("parts", parts);
    report.put("schema", 1);
    report.put("scope", question.scope().toString());
    report.put("stores", stores());
    return Map.of("report", report);
  }

  private Map<String, @Nullable Object> part(String name, Resolution resolution, Source source) {
    List<Object> nodes = new ArrayList<>();
    Reasons reasons = new Reasons(question);
    int peers = 0;
    for (Verdict verdict : resolution.verdicts().getOrDefault(name, List.of())) {
      nodes.add(
          Map.of(
              "change", reasons.change(verdict),
              "id", verdict.node().id().value(),
              "rule", verdict.rule().toString(),
              "standing", verdict.standing(),
              "why", reasons.why(verdict)));
      peers += verdict.rule() == Verdict.Rule.PEER ? 1 : 0;
    }
    Map<String, @Nullable Object> part = new HashMap<>();
    part.put("minimum", minima.getOrDefault(name, 0));
    part.put("nodes", nodes);
    part.put(
        "outcome",
        switch (source) {
          case STORES -> peers == 0 ? "empty" : "ok";
          case MEMORY -> "kept";
          case NOTHING -> "unknown";
        });
    part.put("peers", peers);
    return part;
  }

  private List<Object> stores() {
    List<Object> stores = new ArrayList<>();
    for (View.Part store : view.stores()) {
      Map<String, @Nullable Object> tree = new HashMap<>();
      tree.put("bad", bad(store.bad()));
      tree.put("records", store.records().size());
      tree.put("store", store.name());
      tree.put("state", store.failure() == null ? "ok" : "unreadable");
      if (store.failure() != null) {
        tree.put("reason", store.failure());
      }
      stores.add(tree);
    }
    return stores;
  }

  static List<Object> bad(List<BadRecord> bad) {
    List<Object> list = new ArrayList<>();
    for (BadRecord one : bad) {
      list.add(Map.of("file", one.file(), "reason", one.reason()));
    }
    return list;
  }
}
