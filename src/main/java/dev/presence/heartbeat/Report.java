package dev.presence.heartbeat;

import dev.presence.resolve.Basis;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about, as programs get it; docs/formats.md.
 *
 * @param crowds places that three or more nodes claim, a sentence each
 * @param parts asked part to how its answer came about
 * @param scope where peers were looked for, in words
 */
public record Report(
    List<String> crowds, Map<String, Part> parts, int schema, String scope, List<Store> stores) {
  private static final int SCHEMA = 1;

  /**
   * One asked part.
   *
   * @param outcome {@code ok}, {@code held}, {@code kept}, {@code empty} or {@code unknown}
   */
  public record Part(int minimum, List<Node> nodes, String outcome, int peers) {}

  /**
   * One node.
   *
   * @param change what would change it; empty for a peer
   * @param standing {@code peer}, {@code draining} or {@code out}
   */
  public record Node(String change, String id, String rule, String standing, String why) {}

  /**
   * One store.
   *
   * @param state {@code ok} or {@code unreadable}
   */
  public record Store(
      List<BadFile> bad, @Nullable String reason, int records, String state, String store) {}

  /** A file on a list that is not as it should be. */
  public record BadFile(String file, String reason) {}

  /** The report of an answer. */
  public static Report of(
      Question question,
      View view,
      Resolution resolution,
      Map<String, Basis> bases,
      Map<String, Integer> minima,
      Instant now) {
    Map<String, Part> parts = new TreeMap<>();
    Reasons reasons = new Reasons(question.scope(), now);
    for (PartQuery query : question.parts()) {
      String name = query.name().value();
      List<Node> nodes = new ArrayList<>();
      int peers = 0;
      for (Verdict verdict : resolution.of(query)) {
        nodes.add(
            new Node(
                reasons.change(verdict),
                verdict.id().value(),
                verdict.rule().word(),
                verdict.standing().word(),
                reasons.why(verdict)));
        peers += verdict.standing() == Verdict.Standing.PEER ? 1 : 0;
      }
      parts.put(
          name,
          new Part(
              minima.getOrDefault(name, 0),
              nodes,
              bases.getOrDefault(name, Basis.UNKNOWN).word(),
              peers));
    }
    return new Report(resolution.crowds(), parts, SCHEMA, question.scope().words(), stores(view));
  }

  private static List<Store> stores(View view) {
    List<Store> stores = new ArrayList<>();
    for (StoreView store : view.stores()) {
      stores.add(
          new Store(
              bad(store.problems()),
              store.failure(),
              store.records(),
              store.isReadable() ? "ok" : "unreadable",
              store.store()));
    }
    return stores;
  }

  /** Those that are not as they should be. */
  public static List<BadFile> bad(List<EntryProblem> problems) {
    List<BadFile> bad = new ArrayList<>();
    for (EntryProblem problem : problems) {
      bad.add(new BadFile(problem.file(), problem.reason()));
    }
    return bad;
  }
}
