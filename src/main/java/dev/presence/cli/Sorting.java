package dev.presence.cli;

import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.util.Comparator;
import java.util.List;

/**
 * The order that {@code --sort} asks for: words from a to z and numbers in them by their size, the
 * latest change first, the longest silence first. Who has nothing in that column comes last, and
 * among equals the id decides.
 */
final class Sorting {
  /** Sorts nodes that are in the order of their ids. */
  static void sort(List<Listed> nodes, Settings settings) {
    ListColumn column = column(settings);
    if (column != ListColumn.ID) {
      nodes.sort(
          Comparator.comparing((Listed node) -> node.cell(column).isEmpty())
              .thenComparing(comparator(column)));
    }
  }

  private static ListColumn column(Settings settings) {
    String word = settings.one(Flags.SORT);
    if (word == null) {
      return ListColumn.ID;
    }
    for (ListColumn column : ListColumn.values()) {
      if (column.word().equals(word)) {
        return column;
      }
    }
    List<String> words = ListColumn.words();
    throw PresenceException.usage(
        "no column \"%s\" is in the list%s"
            .formatted(
                Printable.of(word),
                Words.meantOr(word, words, ": there are " + String.join(", ", words))));
  }

  private static Comparator<Listed> comparator(ListColumn column) {
    return switch (column) {
      case CHANGED -> Comparator.comparing((Listed node) -> node.cell(column)).reversed();
      case BEAT -> Comparator.comparing(Sorting::age).reversed();
      default -> (one, other) -> natural(one.cell(column), other.cell(column));
    };
  }

  private static long age(Listed node) {
    return node.beat() == null ? 0 : node.beat().age();
  }

  /** {@code 10.0.3.9} before {@code 10.0.3.10}. */
  static int natural(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int iEnd = digits(one, i);
      int jEnd = digits(other, j);
      int order;
      if (iEnd > i && jEnd > j) {
        String a = one.substring(i, iEnd).replaceFirst("^0+", "");
        String b = other.substring(j, jEnd).replaceFirst("^0+", "");
        order = a.length() != b.length() ? a.length() - b.length() : a.compareTo(b);
        i = iEnd;
        j = jEnd;
      } else {
        order = one.charAt(i++) - other.charAt(j++);
      }
      if (order != 0) {
        return order;
      }
    }
    return (one.length() - i) - (other.length() - j);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private Sorting() {}
}
