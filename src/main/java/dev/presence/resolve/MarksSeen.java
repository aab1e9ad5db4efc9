package dev.presence.resolve;

import java.util.Map;

/**
 * The marks that one look saw in one store.
 *
 * @param sessions id to the seconds for which the mark outlives its process, 0 for one who holds
 *     none; who was not asked for is left out, and of him nothing is known
 * @param isUnbroken whether what is gone went while this reader and the store heard of each other
 */
public record MarksSeen(Map<String, Integer> sessions, boolean isUnbroken) {}
