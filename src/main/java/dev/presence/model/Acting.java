package dev.presence.model;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node acted on, and what came of it. Moments are in seconds since 1970, 0 for never.
 *
 * @param acted per part what the last change that succeeded acted on
 * @param succeeded when that was
 * @param attempted when the last change began
 * @param failures how many changes failed since the last one that succeeded; one that began counts
 *     until it has
 * @param tried the digest of what the last change acted on
 * @param why the last one failed, fit to print; empty when it did not, or has not yet
 * @param pending the digest of what is to be acted on
 * @param since when that was first so
 * @param troubles what is wrong and was told, by key
 */
public record Acting(
    SortedMap<String, Beat.Acted> acted,
    long succeeded,
    long attempted,
    int failures,
    String tried,
    String why,
    String pending,
    long since,
    List<String> troubles) {
  /** Nothing was done yet. */
  public static final Acting NOTHING =
      new Acting(new TreeMap<>(), 0, 0, 0, "", "", "", 0, List.of());

  /** The digest of all of it in one word: {@code part=digest,...}. */
  public static String digest(SortedMap<String, Beat.Acted> parts) {
    StringBuilder digest = new StringBuilder();
    for (Map.Entry<String, Beat.Acted> part : parts.entrySet()) {
      digest.append(digest.isEmpty() ? "" : ",");
      digest.append(part.getKey()).append('=').append(part.getValue().digest());
    }
    return digest.toString();
  }

  /** Who drains in it, by part: for which others wait to hear that it was acted on. */
  public static SortedMap<String, List<String>> drains(SortedMap<String, Beat.Acted> parts) {
    SortedMap<String, List<String>> drains = new TreeMap<>();
    for (Map.Entry<String, Beat.Acted> part : parts.entrySet()) {
      if (!part.getValue().draining().isEmpty()) {
        drains.put(part.getKey(), part.getValue().draining());
      }
    }
    return drains;
  }

  /** A change begins. */
  public Acting beginning(String digest, long now) {
    return new Acting(acted, succeeded, now, failures + 1, digest, "", pending, since, troubles);
  }

  /** A change succeeded. */
  public Acting succeeding(SortedMap<String, Beat.Acted> with, long now) {
    return new Acting(with, now, attempted, 0, tried, "", pending, since, troubles);
  }

  /** A change failed. */
  public Acting failing(String reason) {
    return new Acting(
        acted, succeeded, attempted, failures, tried, reason, pending, since, troubles);
  }

  /** A change could not begin, as somebody else was at work: that is no failure. */
  public Acting postponed(int before) {
    return new Acting(acted, succeeded, attempted, before, "", "", pending, since, troubles);
  }

  /** This is to be acted on. */
  public Acting pending(String digest, long now) {
    return pending.equals(digest) && since <= now
        ? this
        : new Acting(acted, succeeded, attempted, failures, tried, why, digest, now, troubles);
  }

  /** This was told. */
  public Acting telling(List<String> keys) {
    return new Acting(acted, succeeded, attempted, failures, tried, why, pending, since, keys);
  }
}
