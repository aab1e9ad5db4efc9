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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a folder, ten thousand in a row. A cold JVM runs most of that interpreted, so
 * a long list is read by two threads that take the next file in turn.
 */
final class FolderReading implements Callable<Void> {
  static final String SUFFIX = ".json";

  /** Fewer files than this are read before a second thread is under way. */
  private static final int WORTH_A_THREAD = 100;

  private final List<String> files;
  private final AtomicInteger next;
  private final BoundedFile reader = new BoundedFile(JsonReader.LARGEST);
  private final List<NodeRecord> records = new ArrayList<>();
  private final List<BadRecord> bad = new ArrayList<>();
  private final CRC32 crc32 = new CRC32();
  private final CRC32C crc32c = new CRC32C();
  private long fingerprint;

  private FolderReading(List<String> files, AtomicInteger next) {
    this.files = files;
    this.next = next;
  }

  /**
   * Reads the files; those that are gone in the meantime are not on the list.
   *
   * @param made whether the folder is a list
   */
  static Snapshot of(List<String> files, boolean made) {
    AtomicInteger next = new AtomicInteger();
    FolderReading reading = new FolderReading(files, next);
    if (files.size() < WORTH_A_THREAD || Runtime.getRuntime().availableProcessors() == 1) {
      reading.call();
    } else {
      FolderReading second = new FolderReading(files, next);
      FutureTask<Void> task = new FutureTask<>(second);
      Thread thread = new Thread(task, "second reader");
      thread.setDaemon(true);
      thread.start();
      reading.call();
      reading.add(await(task, second));
    }
    Collections.sort(reading.bad);
    return new Snapshot(reading.records, reading.bad, reading.fingerprint, made);
  }

  private static FolderReading await(FutureTask<Void> task, FolderReading second) {
    try {
      task.get();
      return second;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a reader of the folder ended early", e);
    }
  }

  private void add(FolderReading other) {
    records.addAll(other.records);
    bad.addAll(other.bad);
    fingerprint += other.fingerprint;
  }

  @Override
  public @Nullable Void call() {
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      read(files.get(i));
    }
    return null;
  }

  /** Whether a file is meant to be a record; hidden names are half-written ones. */
  static boolean isRecordName(String name) {
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  private void read(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String id = name.substring(0, name.length() - SUFFIX.length());
    int length;
    try {
      length = reader.read(new File(path));
    } catch (NoSuchFileException e) {
      // Java puts this character for bytes that are no UTF-8, and then finds no such file.
      if (name.indexOf('\uFFFD') >= 0) {
        addBad(path, id, "has a name that is not UTF-8");
      }
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
}
