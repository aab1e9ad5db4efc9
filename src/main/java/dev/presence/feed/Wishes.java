package dev.presence.feed;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is wished of a feed beside its format.
 *
 * @param ports part to the name of the port that is meant there
 * @param facts the names of the other facts that peers carry, in the order they were asked for
 */
public record Wishes(Map<String, String> ports, List<String> facts) {
  /** All in one line, the same for the same wishes. */
  public String words() {
    return "ports " + new TreeMap<>(ports) + " facts " + facts;
  }
}
