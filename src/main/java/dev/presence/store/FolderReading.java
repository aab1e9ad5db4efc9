package dev.presence.store;

import dev.presence.files.BoundedFile;
import dev.presence.format.JsonReader;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadRecord;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Printable;
import dev.presence.model.Snapshot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Gathers the records of one reading of a folder; runs for each file, ten thousand in a row. */
final class FolderReading {
  static final String SUFFIX = ".json";

  private final BoundedFile reader = new BoundedFile(JsonReader.LARGEST);
  private final List<NodeRecord> records = new ArrayList<>();
  private final List<BadRecord> bad = new ArrayList<>();
  private final CRC32 crc32 = new CRC32();
  private final CRC32C crc32c = new CRC32C();
  private long fingerprint;

  /** Whether a file is meant to be a record; hidden names are half-written ones. */
  static boolean isRecordName(String name) {
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  /** Reads one file; one that is gone in the meantime is not on the list. */
  void add(String path, String name) {
    String id = name.substring(0, name.length() - SUFFIX.length());
    int length;
    try {
      length = reader.read(new File(path));
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      addBad(path, id, String.valueOf(e.getMessage()));
      return;
    }
    addToFingerprint(name, length);
    try {
      NodeRecord record = RecordFormat.parse(reader.buffer(), length);
      if (record.id().value().equals(id)) {
        records.add(record);
      } else {
        addBad(path, id, "is named after another node than its instance-id, " + record.id());
      }
    } catch (UnreadableException e) {
      addBad(path, id, e.getMessage());
    }
  }

  private void addBad(String path, String id, String reason) {
    NodeName name = NodeName.isValid(id) ? new NodeName(id) : null;
    bad.add(new BadRecord(Printable.of(Path.of(path)), name, Printable.of(reason)));
  }

  /**
   * Adds a hash of name and bytes, so that the sum does not depend on the folder's order. Two CRCs
   * make 64 bits; they run in hardware from the first call on, where SHA-256 needs a warm JVM.
   */
  private void addToFingerprint(String name, int length) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    crc32.reset();
    crc32c.reset();
    crc32.update(nameBytes, 0, nameBytes.length);
    crc32c.update(nameBytes, 0, nameBytes.length);
    crc32.update(reader.buffer(), 0, length);
    crc32c.update(reader.buffer(), 0, length);
    long hash = crc32.getValue() << 32 | crc32c.getValue();
    // The finish of SplitMix64: without it, equal differences in two files would cancel out.
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    fingerprint += hash ^ (hash >>> 31);
  }

  Snapshot snapshot(boolean made) {
    Collections.sort(bad);
    return new Snapshot(records, bad, fingerprint, made);
  }
}
