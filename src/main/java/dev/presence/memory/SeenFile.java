package dev.presence.memory;

import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.store.Entry;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link SeenList}, replaced whole. Its pieces, one behind the other:
 *
 * <ol>
 *   <li>the contents of all entries as they were loaded, in the order of their rows;
 *   <li>the rows, a line each, those of one kind, part and scope together;
 *   <li>a head line, a line for each such group, and the lines of a quiet listing;
 *   <li>in 17 characters, where the head begins.
 * </ol>
 *
 * So a look at a quiet list reads the head and the rows of the groups that it asks for, and a
 * change copies what stays in long pieces.
 */
final class SeenFile implements Content.Source {
  private static final String MAGIC = "presence-seen\t1\t";

  /** Sixteen hex digits and a line end. */
  private static final int TRAILER = 17;

  private final FileChannel channel;
  private final List<Group> groups = new ArrayList<>();
  private boolean silent;
  private boolean damaged;

  private SeenFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Rows of one kind, part and scope, as bytes of the file. */
  private static final class Group {
    private final Entry.Kind kind;
    private final String part;
    private final Scope scope;
    private final long offset;
    private final int length;
    private boolean read;

    private Group(Columns line) {
      this.kind = line.kind();
      this.part = line.next();
      this.scope = new Scope(line.label(), line.label());
      this.offset = line.number();
      this.length = Math.toIntExact(line.number());
    }

    private boolean isPlaying(Predicate<PartName> parts, Scope asked) {
      return !part.isEmpty() && asked.includes(scope) && parts.test(new PartName(part));
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException when there is none, or it is damaged, or is another store's
   */
  static SeenList read(Path file, String store) throws IOException {
    SeenFile seen = new SeenFile(FileChannel.open(file, StandardOpenOption.READ));
    try {
      return seen.list(store);
    } catch (IOException | RuntimeException e) {
      seen.channel.close();
      throw e instanceof IOException damaged ? damaged : new IOException("is damaged", e);
    }
  }

  private SeenList list(String store) throws IOException {
    long size = channel.size();
    String trailer = text(size - TRAILER, TRAILER);
    long start = Long.parseLong(trailer.substring(0, TRAILER - 1), 16);
    String head = text(start, Math.toIntExact(size - TRAILER - start));
    int end = head.indexOf('\n');
    Columns line = new Columns(head.substring(0, end));
    if (!head.startsWith(MAGIC)) {
      throw new IOException("is of another version");
    }
    line.next();
    line.next();
    String birth = line.next();
    long serial = line.number();
    long count = line.number();
    silent = line.number() > 0;
    if (!line.next().equals(store)) {
      throw new IOException("is of another store");
    }
    for (long i = 0; i < count; i++) {
      int next = head.indexOf('\n', end + 1);
      groups.add(new Group(new Columns(head.substring(end + 1, next))));
      end = next;
    }
    SeenList list = new SeenList(birth, serial, head.substring(end + 1), new HashMap<>(), this);
    return list;
  }

  boolean hasSilent() {
    return silent;
  }

  /** Reads the rows of these parts and this scope, those that are not there yet. */
  void readPlaying(Predicate<PartName> parts, Scope scope, Map<Entry, Row> rows) {
    for (Group group : groups) {
      if (!group.read && group.isPlaying(parts, scope)) {
        read(group, rows);
      }
    }
  }

  /** Reads the rows of one kind, those that are not there yet. */
  void readKind(Entry.Kind kind, Map<Entry, Row> rows) {
    for (Group group : groups) {
      if (!group.read && group.kind == kind) {
        read(group, rows);
      }
    }
  }

  /** Reads all rows, those that are not there yet. */
  void readAll(Map<Entry, Row> rows) {
    for (Group group : groups) {
      if (!group.read) {
        read(group, rows);
      }
    }
  }

  /** Whether some of the rows that were asked for could not be read. */
  boolean isDamaged() {
    return damaged;
  }

  private void read(Group group, Map<Entry, Row> rows) {
    group.read = true;
    try {
      String lines = text(group.offset, group.length);
      int start = 0;
      while (start < lines.length()) {
        int end = lines.indexOf('\n', start);
        Row row = RowFormat.parse(lines.substring(start, end), this);
        rows.put(row.entry(), row);
        start = end + 1;
      }
    } catch (IOException | RuntimeException e) {
      damaged = true;
    }
  }

  private String text(long offset, int length) throws IOException {
    return new String(read(offset, length), StandardCharsets.UTF_8);
  }

  /** Writes a list. */
  static void write(SeenList list, String store, OutputStream out) throws IOException {
    List<Row> rows = sorted(list.rows().values());
    BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    StringBuilder lines = new StringBuilder(160 * rows.size());
    Piece piece = new Piece(buffered);
    long offset = 0;
    for (Row row : rows) {
      Content content = row.content();
      int length = content == null ? 0 : content.length;
      RowFormat.append(lines, row);
      lines.append('\t').append(offset).append('\t').append(length).append('\n');
      if (content != null) {
        piece.add(content);
      }
      offset += length;
    }
    piece.flush();
    byte[] index = lines.toString().getBytes(StandardCharsets.UTF_8);
    buffered.write(index);
    buffered.write(head(list, store, rows, index, offset).getBytes(StandardCharsets.UTF_8));
    String hex = Long.toHexString(offset + index.length);
    buffered.write(("0".repeat(16 - hex.length()) + hex + "\n").getBytes(StandardCharsets.UTF_8));
    buffered.flush();
  }

  /** Rows of one group behind each other. */
  private static List<Row> sorted(Collection<Row> rows) {
    TreeMap<String, Row> sorted = new TreeMap<>();
    for (Row row : rows) {
      sorted.put(group(row) + '\t' + row.entry().path(), row);
    }
    return new ArrayList<>(sorted.values());
  }

  private static String group(Row row) {
    return row.entry().kind().name()
        + '\t'
        + row.part()
        + '\t'
        + row.columns().deployment()
        + '\t'
        + row.columns().stacktype();
  }

  private static String head(
      SeenList list, String store, List<Row> rows, byte[] index, long start) {
    StringBuilder groups = new StringBuilder();
    int count = 0;
    int silent = 0;
    int begin = 0;
    int at = 0;
    String next = rows.isEmpty() ? "" : group(rows.get(0));
    for (int i = 0; i < rows.size(); i++) {
      silent += rows.get(i).silence() == null ? 0 : 1;
      while (index[at] != '\n') {
        at++;
      }
      at++;
      String group = next;
      next = i + 1 < rows.size() ? group(rows.get(i + 1)) : "";
      if (!group.equals(next)) {
        groups.append(group).append('\t').append(start + begin).append('\t');
        groups.append(at - begin).append('\n');
        count++;
        begin = at;
      }
    }
    return MAGIC
        + String.join(
            "\t",
            list.birth(),
            Long.toString(list.serial()),
            Integer.toString(count),
            Integer.toString(silent),
            store)
        + '\n'
        + groups
        + list.quiet();
  }

  /** Contents that lie behind each other, copied in one go. */
  private static final class Piece {
    private final OutputStream out;
    private Content.@Nullable Source source;
    private long start;
    private long end;

    private Piece(OutputStream out) {
      this.out = out;
    }

    private void add(Content content) throws IOException {
      if (content.source != source || content.offset != end) {
        flush();
        source = content.source;
        start = content.offset;
      }
      end = content.offset + content.length;
    }

    private void flush() throws IOException {
      if (source != null) {
        source.copy(start, end - start, out);
        source = null;
      }
    }
  }

  @Override
  public byte[] read(long offset, int length) throws IOException {
    return read(channel, offset, length);
  }

  @Override
  public void copy(long offset, long length, OutputStream out) throws IOException {
    copy(channel, offset, length, out);
  }

  static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (offset < 0 || channel.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException("is damaged: it ends too early");
      }
    }
    return buffer.array();
  }

  static void copy(FileChannel channel, long offset, long length, OutputStream out)
      throws IOException {
    long end = offset + length;
    for (long at = offset; at < end; at += 1 << 20) {
      out.write(read(channel, at, (int) Math.min(1 << 20, end - at)));
    }
  }
}
