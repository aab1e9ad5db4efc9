package dev.presence.format;

import dev.presence.model.BadFactException;
import dev.presence.model.NodeRecord;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node's record on a list, filetype {@code nodepresence}; docs/formats.md. */
public final class RecordFormat {
  private static final String KIND = "nodepresence";
  private static final String WHAT = "record";

  /** A record, and what to remember of its file. */
  public static final class Read {
    private final NodeRecord record;
    private final byte[] bytes;

    private Read(NodeRecord record, byte[] bytes) {
      this.record = record;
      this.bytes = bytes;
    }

    public NodeRecord record() {
      return record;
    }

    /** As they were read; without the secrets where there were any. Not to be changed. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /** Reads a file with all its facts. */
  public static Read read(byte[] bytes) throws UnreadableException {
    Map<String, @Nullable Object> facts = Envelope.open(KIND, WHAT, bytes);
    NodeRecord record = record(facts, null);
    return new Read(record, FactsFormat.hasSecret(facts) ? print(record) : bytes);
  }

  /**
   * The record in these bytes.
   *
   * @param wanted the names of the facts to keep beside the known ones; null for all
   */
  public static NodeRecord parse(byte[] bytes, @Nullable Set<String> wanted)
      throws UnreadableException {
    return record(Envelope.open(KIND, WHAT, bytes), wanted);
  }

  private static NodeRecord record(
      Map<String, @Nullable Object> facts, @Nullable Set<String> wanted)
      throws UnreadableException {
    try {
      return FactsFormat.record(facts, wanted);
    } catch (BadFactException e) {
      throw new UnreadableException("has a bad fact: " + e.getMessage());
    }
  }

  /** The record's bytes; the same facts give the same bytes. */
  public static byte[] print(NodeRecord record) {
    return Envelope.close(KIND, FactsFormat.facts(record));
  }

  /** Whether both say the same, whenever they said it. */
  public static boolean sameFacts(NodeRecord one, NodeRecord other) {
    return Arrays.equals(print(one), print(other.at(one.tss())));
  }

  /**
   * The record's bytes, read back as any reader would, before anybody sees them.
   *
   * @throws UnreadableException when a reader would not believe them
   */
  public static byte[] printChecked(NodeRecord record) throws UnreadableException {
    byte[] bytes = Envelope.bounded(print(record));
    if (!Arrays.equals(print(parse(bytes, null)), bytes)) {
      throw new IllegalStateException("a record does not read back as it was printed");
    }
    return bytes;
  }

  private RecordFormat() {}
}
