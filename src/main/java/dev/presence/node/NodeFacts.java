package dev.presence.node;

import dev.presence.model.NodeRecord;
import java.util.List;

/**
 * What a node says of itself, read once a run.
 *
 * @param record without {@code tss}
 * @param warnings what was left out, fit to print
 */
public record NodeFacts(NodeRecord record, List<String> warnings) {}
