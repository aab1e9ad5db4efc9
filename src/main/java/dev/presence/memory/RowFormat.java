package dev.presence.memory;

import dev.presence.store.Entry;
import dev.presence.store.Version;
import org.jspecify.annotations.Nullable;

/** A row as a line of text, columns with tabs between; what has tabs of its own is never one. */
final class RowFormat {
  private static final char TAB = Columns.TAB;

  /** The line without the place of the content: the same for the same knowledge. */
  static void append(StringBuilder line, Row row) {
    Version version = row.version();
    Row.Older older = row.older();
    line.append(row.entry().path()).append(TAB);
    line.append(version == null ? "" : version.token()).append(TAB);
    line.append(row.loaded()).append(TAB).append(row.isSettled() ? 1 : 0).append(TAB);
    line.append(row.serial()).append(TAB).append(row.columns().part()).append(TAB);
    line.append(row.columns().deployment()).append(TAB).append(row.columns().stacktype());
    line.append(TAB).append(row.columns().stamp()).append(TAB).append(row.columns().state());
    line.append(TAB).append(row.silence() == null ? "" : row.silence().text()).append(TAB);
    line.append(older == null ? "" : older.stood() + ":" + older.at() + "@" + older.stamp());
  }

  static String line(Row row) {
    StringBuilder line = new StringBuilder(160);
    append(line, row);
    return line.toString();
  }

  /**
   * Reads a line of {@link #append} with offset and length behind it.
   *
   * @throws RuntimeException of some kind when it is none
   */
  static Row parse(String line, Content.Source source) {
    Columns columns = new Columns(line);
    Entry entry = Entry.ofPath(columns.next());
    String version = columns.next();
    long loaded = columns.number();
    boolean settled = columns.next().equals("1");
    long serial = columns.number();
    Row.Columns known =
        new Row.Columns(
            columns.next(), columns.next(), columns.next(), columns.next(), columns.next());
    Silence silence = Silence.parse(columns.next());
    Row.Older older = older(columns.next());
    long offset = columns.number();
    int length = Math.toIntExact(columns.number());
    return new Row(
        entry,
        version.isEmpty() ? null : new Version(version),
        loaded,
        settled,
        serial,
        known,
        silence,
        older,
        length == 0 ? null : new Content(source, offset, length));
  }

  private static Row.@Nullable Older older(String text) {
    int at = text.indexOf('@');
    int colon = text.indexOf(':');
    return at < 0
        ? null
        : new Row.Older(
            text.substring(at + 1),
            Long.parseLong(text.substring(0, colon)),
            Long.parseLong(text.substring(colon + 1, at)));
  }

  private RowFormat() {}
}
