package dev.presence.model;

import java.util.List;
import java.util.SortedMap;

/**
 * The peers of the asked parts: the same membership gives the same answer, whatever store was away.
 *
 * @param parts asked part to its nodes; every asked part is there
 */
public record Answer(SortedMap<String, Part> parts) {
  /**
   * The nodes of one part, both lists by id.
   *
   * @param peers those that serve
   * @param draining those that finish what they have
   */
  public record Part(List<Peer> peers, List<Peer> draining) {}
}
