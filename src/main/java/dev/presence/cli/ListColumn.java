package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of {@code list}, in their order. */
enum ListColumn {
  ID,
  PART,
  STATE,
  ADDRESS,
  PORTS,
  DEPLOYMENT,
  STACKTYPE,
  CHANGED,
  BEAT,
  NOTE;

  private Column column() {
    return switch (this) {
      case ID -> Column.whole(name());
      case PART -> Column.sought(name());
      case ADDRESS -> Column.address(name());
      case CHANGED -> Column.moment(name());
      case STATE, BEAT -> Column.word(name());
      case NOTE -> Column.note(name());
      default -> Column.label(name());
    };
  }

  static Table table() {
    ListColumn[] all = values();
    Column[] columns = new Column[all.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = all[i].column();
    }
    return new Table(columns);
  }

  /** As {@code --sort} takes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (ListColumn column : values()) {
      words.add(column.word());
    }
    return words;
  }
}
