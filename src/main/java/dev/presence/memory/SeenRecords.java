package dev.presence.memory;

import dev.presence.format.AnswerFormat;
import dev.presence.format.JsonReader;
import dev.presence.format.JsonWriter;
import dev.presence.format.Newest;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadRecord;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Notes;
import dev.presence.model.Snapshot;
import dev.presence.model.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records last read from each store: they stand in for a store that is away, and tell news from
 * a restored backup. A file per store, a line of JSON first for what was read, then one per record.
 * While a store's fingerprint stays, only that first line is read and nothing is written.
 */
public final class SeenRecords {
  /** The first line is a few short fields. */
  private static final int HEADER = 1024;

  private final StateFolder state;
  private final Notes notes;

  public SeenRecords(StateFolder state, Notes notes) {
    this.state = state;
    this.notes = notes;
  }

  /** The records that stand in for a store; empty when none are remembered. */
  public List<NodeRecord> recall(String store) {
    return new ArrayList<>(read(file(store)).values());
  }

  /**
   * What is news in a good look at a store. A record older than the one remembered for its node is
   * no news but a restored backup: the remembered one stays.
   *
   * @return each node's record, the newest in the store or remembered
   */
  public List<NodeRecord> merge(String store, Snapshot snapshot) {
    Path file = file(store);
    String header = header(snapshot);
    if (header.equals(readHeader(file))) {
      return snapshot.records();
    }
    Map<NodeName, NodeRecord> remembered = read(file);
    List<NodeRecord> merged = new ArrayList<>(snapshot.records().size());
    boolean plain = true;
    for (NodeRecord record : snapshot.records()) {
      NodeRecord old = remembered.get(record.id());
      if (old != null && Stamp.compare(old.stamp(), record.stamp()) > 0) {
        plain = false;
        merged.add(old);
        notes.say(goneBack(store, old, record));
      } else {
        merged.add(record);
      }
    }
    byte[] bytes = print(plain ? header : "{}", merged, kept(snapshot, remembered));
    state.change(() -> StateFolder.write(file, bytes));
    return merged;
  }

  /** A broken file is no reason to forget how new its node's record was. */
  private static List<NodeRecord> kept(Snapshot snapshot, Map<NodeName, NodeRecord> remembered) {
    List<NodeRecord> kept = new ArrayList<>();
    for (BadRecord bad : snapshot.bad()) {
      NodeRecord old = bad.id() == null ? null : remembered.get(bad.id());
      if (old != null) {
        kept.add(old);
      }
    }
    return kept;
  }

  private static String goneBack(String store, NodeRecord old, NodeRecord read) {
    return "the record of "
        + read.id()
        + " in "
        + store
        + " is of "
        + (read.stamp() == null ? "no time" : read.stamp())
        + ", older than the one seen of "
        + old.stamp()
        + ", which stays: was a backup restored?";
  }

  /** The first line; without a fingerprint when it is to be compared with nothing. */
  private static String header(Snapshot snapshot) {
    return new String(
        JsonWriter.print(
            Map.of(
                "filetype",
                "presence-seen",
                "fingerprint",
                Long.toHexString(snapshot.fingerprint()),
                "records",
                snapshot.records().size()),
            JsonWriter.Style.COMPACT),
        StandardCharsets.US_ASCII);
  }

  private static byte[] print(String header, List<NodeRecord> merged, List<NodeRecord> kept) {
    TreeMap<NodeName, NodeRecord> sorted = new TreeMap<>();
    for (NodeRecord record : Newest.of(List.of(merged, kept))) {
      sorted.put(record.id(), record);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * sorted.size() + HEADER);
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    bytes.write('\n');
    for (NodeRecord record : sorted.values()) {
      bytes.writeBytes(JsonWriter.print(record.facts(), JsonWriter.Style.COMPACT));
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  private static @Nullable String readHeader(Path file) {
    try (InputStream in = new FileInputStream(file.toFile())) { // Loads less than a channel.
      byte[] start = in.readNBytes(HEADER);
      int end = lineEnd(start, 0);
      return end < 0 ? null : new String(start, 0, end, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return null;
    }
  }

  private static Map<NodeName, NodeRecord> read(Path file) {
    Map<NodeName, NodeRecord> records = new TreeMap<>();
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      return records;
    }
    int start = lineEnd(bytes, 0) + 1;
    int end = lineEnd(bytes, start);
    while (end > 0) {
      try {
        NodeRecord record =
            RecordFormat.record(
                JsonReader.read(Arrays.copyOfRange(bytes, start, end), end - start));
        records.put(record.id(), record);
      } catch (UnreadableException e) {
        // A torn memory is a shorter memory.
      }
      start = end + 1;
      end = lineEnd(bytes, start);
    }
    return records;
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private Path file(String store) {
    return state.file("seen", AnswerFormat.key(store) + ".jsonl");
  }
}
