package dev.presence.model;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's small sign of life beside its record.
 *
 * @param every the seconds between two of them, 1 to 86400
 * @param seq greater with each beat
 * @param tss of the record that the node stands by; null for one of the original system
 * @param writer the random id of the machine that beats under this name
 * @param acted per part what the node last acted on
 * @param rival the writer of another machine that this one found under its name; null for none
 * @param mark another one with each beat, so that two machines are told apart that count alike;
 *     null for one of an older version
 * @param session the seconds for which a mark outlives its process that this node holds while it
 *     runs; 0 for a node that holds none, and is judged by its beats alone
 */
public record Beat(
    NodeName id,
    int every,
    long seq,
    @Nullable Stamp tss,
    String writer,
    SortedMap<String, Acted> acted,
    @Nullable String rival,
    @Nullable String mark,
    int session) {
  /** The longest time between two beats, in seconds. */
  public static final int MOST_EVERY = 86400;

  /** Of a node that holds no mark. */
  public Beat(
      NodeName id,
      int every,
      long seq,
      @Nullable Stamp tss,
      String writer,
      SortedMap<String, Acted> acted,
      @Nullable String rival,
      @Nullable String mark) {
    this(id, every, seq, tss, writer, acted, rival, mark, 0);
  }

  /**
   * What a node acted on.
   *
   * @param digest of the part's answer
   * @param draining the ids that it named as draining
   */
  public record Acted(String digest, List<String> draining) {}
}
