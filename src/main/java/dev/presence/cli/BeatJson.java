package dev.presence.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node's beat as programs get it.
 *
 * @param acted per part the digest of the answer that it last acted on
 * @param age the seconds since it, as far as clocks can tell
 * @param every the seconds between two
 * @param is {@code alive}, {@code late} or {@code silent}
 * @param rival the writer of another machine that was found under its name; null for none
 */
record BeatJson(
    Map<String, String> acted,
    long age,
    int every,
    String is,
    long seq,
    String writer,
    @Nullable String rival) {}
