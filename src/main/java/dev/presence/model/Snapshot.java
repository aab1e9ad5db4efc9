package dev.presence.model;

import java.util.List;

/**
 * One store's list at one moment.
 *
 * @param records every good record, in no order
 * @param bad every file that should be a record and is none, by file name
 * @param fingerprint a number that changes when anything on the list does, whatever the order
 * @param made whether the store was ever made a list; an unmade one without records may be a folder
 *     that is not mounted
 */
public record Snapshot(
    List<NodeRecord> records, List<BadRecord> bad, long fingerprint, boolean made) {}
