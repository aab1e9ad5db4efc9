package dev.presence.memory;

import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.store.Version;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one entry of one store: columns that decide most questions without its
 * content being opened. What it says never changes; what is new makes another row.
 */
public final class Row {
  private static final String NONE = "";

  private final Entry entry;
  private final @Nullable Version version;
  private final long loaded;
  private final boolean settled;
  private final long serial;
  private final Columns columns;
  private final @Nullable Silence silence;
  private final @Nullable Older older;
  private final @Nullable Content content;
  private @Nullable NodeRecord opened;
  private @Nullable Set<String> openedFor;

  /**
   * What of the content is needed without opening it; empty texts where there is nothing.
   *
   * @param stamp what says which of two is news
   * @param state what the node says of itself; of an order its word
   */
  record Columns(String part, String deployment, String stacktype, String stamp, String state) {
    static final Columns NOTHING = new Columns(NONE, NONE, NONE, NONE, NONE);

    static Columns of(NodeRecord record) {
      Stamp stamp = record.stamp();
      return new Columns(
          record.part().value(),
          text(record.scope().deployment()),
          text(record.scope().stacktype()),
          stamp == null ? NONE : stamp.value(),
          record.state().meaning().name());
    }

    static Columns of(Order order) {
      return new Columns(NONE, NONE, NONE, order.tss().value(), order.word().text());
    }

    private static String text(@Nullable String label) {
      return label == null ? NONE : label;
    }
  }

  /**
   * A restored backup: a record older than the one that is remembered, which stays.
   *
   * @param stamp of the older one; empty for none
   * @param stood for how many seconds it was seen to stand there
   * @param at the second since 1970 at which that was last reckoned
   */
  record Older(String stamp, long stood, long at) {}

  Row(
      Entry entry,
      @Nullable Version version,
      long loaded,
      boolean settled,
      long serial,
      Columns columns,
      @Nullable Silence silence,
      @Nullable Older older,
      @Nullable Content content) {
    this.entry = entry;
    this.version = version;
    this.loaded = loaded;
    this.settled = settled;
    this.serial = serial;
    this.columns = columns;
    this.silence = silence;
    this.older = older;
    this.content = content;
  }

  /** News: these columns and this content, loaded in that version at that second. */
  static Row news(
      Entry entry, @Nullable Version version, long loaded, Columns columns, Content content) {
    return new Row(entry, version, loaded, false, 0, columns, null, null, content);
  }

  /** An entry that was never good. */
  static Row broken(Entry entry, Silence silence) {
    return new Row(entry, null, 0, false, 0, Columns.NOTHING, silence, null, null);
  }

  Row in(@Nullable Version other, long second, boolean known) {
    return new Row(entry, other, second, known, serial, columns, null, null, content);
  }

  Row silent(Silence other) {
    return new Row(entry, null, loaded, false, serial, columns, other, null, content);
  }

  Row olderThan(Older other) {
    return new Row(entry, null, loaded, false, serial, columns, null, other, content);
  }

  Row numbered(long number) {
    return new Row(entry, version, loaded, settled, number, columns, silence, older, content);
  }

  Row keptIn(Content other) {
    return new Row(entry, version, loaded, settled, serial, columns, silence, older, other);
  }

  public Entry entry() {
    return entry;
  }

  public String id() {
    return entry.id();
  }

  /** The version that was loaded last; null when it is to be loaded again in any case. */
  public @Nullable Version version() {
    return version;
  }

  boolean isOf(@Nullable Version listed) {
    return version != null && version.equals(listed);
  }

  /** The second since 1970 at which this content was first loaded in this version. */
  long loaded() {
    return loaded;
  }

  /** Whether this version and this content were loaded twice, far enough apart. */
  public boolean isSettled() {
    return settled;
  }

  /** Another number for each change of content in this memory; 0 for one not yet remembered. */
  public long serial() {
    return serial;
  }

  Columns columns() {
    return columns;
  }

  public String part() {
    return columns.part();
  }

  /** Whether it is the record of a node that says such a part within the scope. */
  public boolean isPlaying(Predicate<PartName> parts, Scope scope) {
    return entry.isRecord() && !part().isEmpty() && isIn(scope) && parts.test(new PartName(part()));
  }

  public boolean isIn(Scope scope) {
    return scope.includesDeployment(label(columns.deployment()))
        && scope.includesStacktype(label(columns.stacktype()));
  }

  private static @Nullable String label(String text) {
    return text.isEmpty() ? null : text;
  }

  /** What says which of two rows is news; empty for the oldest. The order of the texts is it. */
  public String stamp() {
    return columns.stamp();
  }

  /** Whether the node says that it serves or drains. */
  public boolean isCandidate() {
    return columns.state().equals(NodeState.SERVING.name())
        || columns.state().equals(NodeState.DRAINING.name());
  }

  public @Nullable Silence silence() {
    return silence;
  }

  @Nullable Older older() {
    return older;
  }

  /** The stamp of the older record that stands in its place on the list; null when none does. */
  public @Nullable String olderStamp() {
    return older == null ? null : older.stamp();
  }

  /** The content last seen good; null when there never was one. */
  public @Nullable Content content() {
    return content;
  }

  /**
   * The record, opened; it stays open for those who want the same of it.
   *
   * @param wanted the names of the facts to keep beside the known ones; null for all
   * @return null when there is none, or a damaged disk keeps it back
   */
  public @Nullable NodeRecord record(@Nullable Set<String> wanted) {
    if (wanted != null && wanted.equals(openedFor)) {
      return opened;
    }
    try {
      NodeRecord record = content == null ? null : RecordFormat.parse(content.bytes(), wanted);
      if (wanted != null) {
        opened = record;
        openedFor = wanted;
      }
      return record;
    } catch (IOException | UnreadableException e) {
      return null; // The next look loads it again.
    }
  }
}
