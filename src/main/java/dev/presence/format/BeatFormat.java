package dev.presence.format;

import dev.presence.model.BadFactException;
import dev.presence.model.Beat;
import dev.presence.model.KnownFacts;
import dev.presence.model.PartName;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node's beat, filetype {@code nodebeat}; docs/formats.md. */
public final class BeatFormat {
  private static final String KIND = "nodebeat";
  private static final String EVERY = "every";
  private static final String SEQ = "seq";
  private static final String WRITER = "writer";
  private static final String ACTED = "acted";
  private static final String DIGEST = "digest";
  private static final String DRAINING = "draining";
  private static final String RIVAL = "rival";
  private static final String MARK = "mark";
  private static final String SESSION = "session";

  public static Beat parse(byte[] bytes) throws UnreadableException {
    Map<String, @Nullable Object> value = Envelope.open(KIND, "beat", bytes);
    Fields fields = new Fields(value);
    try {
      Long session = fields.integer(SESSION, 0, Beat.MOST_EVERY);
      return new Beat(
          fields.id(),
          Fields.needed(fields.integer(EVERY, 1, Beat.MOST_EVERY), EVERY).intValue(),
          Fields.needed(fields.integer(SEQ, 0, Long.MAX_VALUE), SEQ),
          fields.stamp(KnownFacts.TSS),
          fields.needed(WRITER),
          acted(value),
          fields.text(RIVAL),
          fields.text(MARK),
          session == null ? 0 : session.intValue());
    } catch (BadFactException e) {
      throw new UnreadableException("has a bad value: " + e.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // JsonReader makes maps with text keys.
  private static SortedMap<String, Beat.Acted> acted(Map<String, @Nullable Object> beat)
      throws BadFactException {
    SortedMap<String, Beat.Acted> acted = new TreeMap<>();
    Object parts = beat.getOrDefault(ACTED, Map.of());
    Fields.require(parts instanceof Map<?, ?>, ACTED, "it is an object");
    for (Map.Entry<?, ?> part : ((Map<?, ?>) parts).entrySet()) {
      String name = String.valueOf(part.getKey());
      Fields.require(PartName.isValid(name), ACTED, PartName.RULE);
      Fields.require(part.getValue() instanceof Map<?, ?>, ACTED, "each part is an object");
      Fields fields = new Fields((Map<String, @Nullable Object>) part.getValue());
      acted.put(name, new Beat.Acted(fields.needed(DIGEST), fields.texts(DRAINING)));
    }
    return acted;
  }

  /** The beat's bytes; one that is too much for a reader goes without what it acted on. */
  public static byte[] print(Beat beat) {
    byte[] bytes = all(beat);
    return bytes.length <= JsonReader.LARGEST
        ? bytes
        : all(
            new Beat(
                beat.id(),
                beat.every(),
                beat.seq(),
                beat.tss(),
                beat.writer(),
                new TreeMap<>(),
                beat.rival(),
                beat.mark(),
                beat.session()));
  }

  private static byte[] all(Beat beat) {
    Map<String, @Nullable Object> acted = new HashMap<>();
    for (Map.Entry<String, Beat.Acted> part : beat.acted().entrySet()) {
      acted.put(
          part.getKey(),
          Map.of(DIGEST, part.getValue().digest(), DRAINING, part.getValue().draining()));
    }
    Map<String, @Nullable Object> value = new HashMap<>();
    value.put(ACTED, acted);
    value.put(EVERY, beat.every());
    value.put(KnownFacts.INSTANCE_ID, beat.id().value());
    value.put(SEQ, beat.seq());
    FactsFormat.put(value, KnownFacts.TSS, beat.tss() == null ? null : beat.tss().value());
    value.put(WRITER, beat.writer());
    FactsFormat.put(value, RIVAL, beat.rival());
    FactsFormat.put(value, MARK, beat.mark());
    FactsFormat.put(value, SESSION, beat.session() == 0 ? null : beat.session());
    return Envelope.close(KIND, value);
  }

  private BeatFormat() {}
}
