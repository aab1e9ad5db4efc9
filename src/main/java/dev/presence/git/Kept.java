package dev.presence.git;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last few entries that were asked for alone: this node's own, which an announcement reads each
 * minute and only itself changes.
 */
final class Kept {
  private static final String FILE = "own";
  private static final int MOST = 8;
  private static final int LARGEST = 1 << 20;

  private final GitCache cache;
  private @Nullable Map<String, Content> known;

  Kept(GitCache cache) {
    this.cache = cache;
  }

  /**
   * What an entry holds in one version.
   *
   * @param seconds of its commit, since 1970; 0 where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  record Content(String version, long seconds, byte[] bytes) {}

  /** What the entry of that path holds in that version; null when that is not kept. */
  @Nullable Content of(String path, String version) {
    Content content = known().get(path);
    return content != null && content.version().equals(version) ? content : null;
  }

  void keep(String path, Content content) {
    Map<String, Content> all = known();
    Content before = all.remove(path);
    all.put(path, content);
    Iterator<String> oldest = all.keySet().iterator();
    while (all.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
    if (before == null || !before.version().equals(content.version())) {
      write(all);
    }
  }

  private Map<String, Content> known() {
    if (known == null) {
      known = read();
    }
    return known;
  }

  private Map<String, Content> read() {
    Map<String, Content> read = new LinkedHashMap<>();
    byte[] bytes = cache.read(FILE, LARGEST);
    if (bytes == null) {
      return read;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0 && read.size() < MOST) {
        String path = in.readUTF();
        String version = in.readUTF();
        long seconds = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
          return new LinkedHashMap<>();
        }
        read.put(path, new Content(version, seconds, in.readNBytes(length)));
      }
      return read;
    } catch (IOException e) {
      return new LinkedHashMap<>(); // Damaged; it is fetched again.
    }
  }

  private void write(Map<String, Content> all) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<String, Content> entry : all.entrySet()) {
        Content content = entry.getValue();
        out.writeUTF(entry.getKey());
        out.writeUTF(content.version());
        out.writeLong(content.seconds());
        out.writeInt(content.bytes().length);
        out.write(content.bytes());
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    cache.write(FILE, bytes.toByteArray());
  }
}
