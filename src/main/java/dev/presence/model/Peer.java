package dev.presence.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another node as a reader gets it.
 *
 * @param scope its labels
 * @param ports port name to number
 * @param weight 0 to 256
 * @param facts the other facts that were asked for by name and that the node has
 */
public record Peer(
    NodeName id,
    PartName part,
    @Nullable Address address,
    Map<String, Integer> ports,
    Scope scope,
    int weight,
    @Nullable String zone,
    Map<String, @Nullable Object> facts) {}
