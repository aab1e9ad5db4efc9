package dev.presence.heartbeat;

import dev.presence.model.NodeRecord;
import java.util.List;

/**
 * How an announcement went.
 *
 * @param record what this node says
 * @param written the stores that were written
 * @param failures why others could not be, a sentence each
 * @param warnings what else a person should hear
 */
public record Announced(
    NodeRecord record, List<String> written, List<String> failures, List<String> warnings) {}
