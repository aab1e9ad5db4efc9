package dev.presence.cli;

import dev.presence.format.AnswerText;
import dev.presence.model.NodeRecord;
import dev.presence.model.Stamp;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a record says, in the columns of {@code list}. */
final class RecordCells {
  static Map<ListColumn, String> of(NodeRecord record) {
    Map<ListColumn, String> cells = new EnumMap<>(ListColumn.class);
    Stamp stamp = record.stamp();
    cells.put(ListColumn.PART, record.part().value());
    cells.put(ListColumn.STATE, text(record.state().word()));
    cells.put(ListColumn.ADDRESS, record.address() == null ? "" : record.address().text());
    cells.put(ListColumn.PORTS, AnswerText.ports(record.ports()));
    cells.put(ListColumn.DEPLOYMENT, text(record.scope().deployment()));
    cells.put(ListColumn.STACKTYPE, text(record.scope().stacktype()));
    cells.put(ListColumn.CHANGED, stamp == null ? "" : stamp.value());
    return cells;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private RecordCells() {}
}
