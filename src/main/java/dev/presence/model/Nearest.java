package dev.presence.model;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was probably meant by a word that is not known. */
public final class Nearest {
  /** The known word that takes the fewest changes to get to; the first of several, null of none. */
  public static @Nullable String of(String word, Collection<String> known) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** The nearest, where it is so near that it was probably meant; else null. */
  public static @Nullable String near(String word, Collection<String> known) {
    String nearest = of(word, known);
    boolean isNear =
        nearest != null && distance(word, nearest) <= Math.min(word.length(), nearest.length()) / 2;
    return isNear ? nearest : null;
  }

  /**
   * How many letters have to be put in, taken out, changed or swapped with the next one; the case
   * of a letter is none. Swaps count as one, as no slip of the hand is more frequent (optimal
   * string alignment).
   */
  public static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = before;
      before = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && isSwapped(a, i, b, j)) {
          row[j] = Math.min(row[j], 1 + before[j - 2]);
        }
      }
    }
    return row[b.length()];
  }

  private static boolean isSwapped(String a, int i, String b, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }

  private Nearest() {}
}
