package dev.presence.heartbeat;

import dev.presence.format.AnswerFormat;
import dev.presence.format.JournalFormat;
import dev.presence.memory.Answered;
import dev.presence.memory.Row;
import dev.presence.model.Answer;
import dev.presence.model.Beat;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.model.Stamp;
import dev.presence.resolve.Basis;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An answer as it would be given, beside what was answered before. */
final class Draft {
  final Resolution resolution;

  private final View view;
  private final Question question;
  private final Instant now;
  private final Map<String, Basis> bases = new TreeMap<>();
  private final Map<String, Answered.Part> before;
  private final Vigil.Judged judged;
  private final Set<String> accepted;
  private final Map<String, Answered.Part> parts = new TreeMap<>();
  private final List<String> damages = new ArrayList<>();
  private boolean changed;
  private @Nullable String json;

  Draft(
      View view,
      Question question,
      Instant now,
      List<KnownNode> nodes,
      Resolution resolution,
      Map<String, Answered.Part> before,
      Vigil.Judged judged,
      Set<String> accepted) {
    this.view = view;
    this.question = question;
    this.now = now;
    this.resolution = resolution;
    this.before = before;
    this.judged = judged;
    this.accepted = accepted;
    Map<String, KnownNode> byId = new HashMap<>();
    for (KnownNode node : nodes) {
      byId.put(node.id(), node);
    }
    for (PartQuery part : question.parts()) {
      String name = part.name().value();
      bases.put(
          name, isHidden(part, nodes) ? Basis.UNKNOWN : view.basis(part, resolution.of(part)));
      addPart(name, byId);
    }
  }

  /** Whether there is a node that may belong into the part and cannot be opened. */
  private boolean isHidden(PartQuery part, List<KnownNode> nodes) {
    boolean hidden = false;
    for (KnownNode node : nodes) {
      Row newest = node.newest();
      if (newest != null
          && node.isDamaged()
          && newest.isIn(question.scope())
          && part.matches(new PartName(newest.part()))) {
        hidden = true;
        damages.add(
            "what is remembered of %s cannot be read, so there is no new answer: accept its removal, or delete the state folder"
                .formatted(node.id()));
      }
    }
    return hidden;
  }

  /** What of the memory is damaged, a sentence each. */
  List<String> damages() {
    return damages;
  }

  /** What was answered before is remembered under this: the question, asked of these stores. */
  static String key(View view, Question question) {
    StringBuilder key = new StringBuilder(question.words()).append(" of");
    for (StoreView store : view.stores()) {
      key.append(' ').append(store.store());
    }
    return key.toString();
  }

  String key() {
    return key(view, question);
  }

  private void addPart(String name, Map<String, KnownNode> nodes) {
    Answer.Part part = resolution.answer().parts().getOrDefault(name, NONE);
    List<String> peers = new ArrayList<>();
    List<String> draining = new ArrayList<>();
    boolean peersKept = sources(part.peers(), nodes, peers);
    boolean kept = sources(part.draining(), nodes, draining) && peersKept;
    Answered.Part old = before.get(name);
    if (old != null && kept && old.isOf(peers, draining)) {
      parts.put(name, old);
    } else {
      changed = true;
      parts.put(name, new Answered.Part(AnswerFormat.digest(part), peers, draining));
    }
  }

  private static final Answer.Part NONE = new Answer.Part(List.of(), List.of());

  private static boolean sources(
      List<Peer> peers, Map<String, KnownNode> nodes, List<String> sources) {
    boolean kept = true;
    for (Peer peer : peers) {
      KnownNode node = nodes.get(peer.id().value());
      if (node != null) {
        sources.add(node.source());
        kept &= node.isKept();
      }
    }
    return kept;
  }

  /** Whether it is made from other rows than the one before. */
  boolean hasChanged() {
    return changed;
  }

  Map<String, Answered.Part> parts() {
    return parts;
  }

  private SortedMap<String, Beat.Acted> acting() {
    SortedMap<String, Beat.Acted> acting = new TreeMap<>();
    for (Map.Entry<String, Answered.Part> part : parts.entrySet()) {
      acting.put(
          part.getKey(),
          new Beat.Acted(part.getValue().digest(), Answered.ids(part.getValue().draining())));
    }
    return acting;
  }

  Vigil.Judged judged() {
    return judged;
  }

  /** The dead that a person let go. */
  Set<String> accepted() {
    return accepted;
  }

  /** Whether a beat was seen, or another answer is to be remembered as that which is held. */
  boolean hasLifeNews() {
    return judged.isNews() || Vigil.differs(judged.shown(), resolution.shown());
  }

  String json() {
    if (json == null) {
      Map<String, String> digests = new HashMap<>();
      for (Map.Entry<String, Answered.Part> part : parts.entrySet()) {
        digests.put(part.getKey(), part.getValue().digest());
      }
      json =
          new String(AnswerFormat.print(resolution.answer(), digests), StandardCharsets.US_ASCII);
    }
    return json;
  }

  /** Whether enough was seen to replace what was delivered before. */
  boolean isDeliverable() {
    return view.isReadable() && !bases.containsValue(Basis.UNKNOWN);
  }

  Served fresh(List<String> warnings) {
    return new Served.Fresh(
        view, resolution, bases, warnings, judged.lives(), acting(), json(), changes());
  }

  Served undelivered(List<String> warnings) {
    return bases.containsValue(Basis.UNKNOWN)
        ? new Served.Unknown(view, resolution, bases, warnings, judged.lives(), acting())
        : new Served.Kept(view, resolution, bases, warnings, judged.lives(), acting(), json());
  }

  /** Who came into the answer, left it, or changed in it. */
  List<JournalFormat.Change> changes() {
    List<JournalFormat.Change> changes = new ArrayList<>();
    Reasons reasons = new Reasons(question.scope(), now);
    for (PartQuery query : question.parts()) {
      String part = query.name().value();
      Map<String, Verdict> verdicts = new HashMap<>();
      for (Verdict verdict : resolution.of(query)) {
        verdicts.put(verdict.id().value(), verdict);
      }
      Map<String, String> was = standings(before.get(part));
      Map<String, String> is = standings(parts.get(part));
      TreeMap<String, String> all = new TreeMap<>(was);
      all.putAll(is);
      for (String id : all.keySet()) {
        String from = was.getOrDefault(id, Verdict.Standing.OUT.word());
        String to = is.getOrDefault(id, Verdict.Standing.OUT.word());
        if (!from.equals(to)) {
          Verdict verdict = verdicts.get(id);
          changes.add(
              new JournalFormat.Change(
                  Stamp.of(now),
                  question.scope().words(),
                  part,
                  id,
                  from,
                  to,
                  verdict == null ? "gone" : verdict.rule().word(),
                  verdict == null ? gone(id) : reasons.why(verdict)));
        }
      }
    }
    return changes;
  }

  private String gone(String id) {
    KnownNode node = view.node(id);
    if (node != null && node.newest() == null && node.order() != null) {
      return Reasons.order(node.order());
    }
    return node == null || node.newest() == null
        ? "nothing is known of it any more: --accept-removals was given, or the memory lost"
        : "it is in another part or scope now, and plays " + node.newest().part();
  }

  private static Map<String, String> standings(Answered.@Nullable Part part) {
    Map<String, String> standings = new TreeMap<>();
    if (part != null) {
      put(standings, part.peers(), Verdict.Standing.PEER);
      put(standings, part.draining(), Verdict.Standing.DRAINING);
    }
    return standings;
  }

  private static void put(
      Map<String, String> standings, List<String> sources, Verdict.Standing standing) {
    for (String id : Answered.ids(sources)) {
      standings.put(id, standing.word());
    }
  }
}
