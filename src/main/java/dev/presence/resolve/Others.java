package dev.presence.resolve;

import dev.presence.model.Life;
import dev.presence.model.Life.Pulse;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node's beats are held against: how far all of them have counted, and whether others
 * advance. A store in which nobody does tells nothing of one that does not.
 */
final class Others {
  private static final long MOST_SEQ = 1L << 50;

  private final long median;
  private final Map<String, Latest> advances = new HashMap<>();

  /** The latest advances of two nodes in one store. */
  private static final class Latest {
    private String first = "";
    private long firstLook;
    private long secondLook;

    private void add(String id, long at) {
      if (at > firstLook) {
        secondLook = firstLook;
        firstLook = at;
        first = id;
      } else if (at > secondLook) {
        secondLook = at;
      }
    }

    private long besides(String id) {
      return first.equals(id) ? secondLook : firstLook;
    }
  }

  /**
   * Of those that a look saw.
   *
   * @param seen each node once
   */
  Others(Collection<Signs> seen) {
    median = median(seen);
  }

  /** The lower median of what the nodes last counted to; 0 when nobody did. */
  private static long median(Collection<Signs> seen) {
    long[] seqs = new long[seen.size()];
    int count = 0;
    for (Signs signs : seen) {
      if (signs.hasBeat()) {
        seqs[count++] = bounded(signs.newestSeq());
      }
    }
    Arrays.sort(seqs, 0, count);
    return count == 0 ? 0 : seqs[(count - 1) / 2];
  }

  /** What a stranger counts to must not overflow what is reckoned with it. */
  private static long bounded(long seq) {
    return Math.min(seq, MOST_SEQ);
  }

  /** By how many seconds that is behind most of them; below 0 when it is ahead. */
  long behind(long seq) {
    return median - bounded(seq);
  }

  /** Takes in when they advanced. */
  void advance(Map<String, Life> lives) {
    for (Map.Entry<String, Life> life : lives.entrySet()) {
      for (Map.Entry<String, Pulse> pulse : life.getValue().pulses().entrySet()) {
        Latest known = advances.get(pulse.getKey());
        if (known == null) {
          known = new Latest();
          advances.put(pulse.getKey(), known);
        }
        known.add(life.getKey(), pulse.getValue().look());
      }
    }
  }

  /** Whether one besides that node advanced in that store after a look. */
  boolean advancedIn(String store, String id, long look) {
    Latest known = advances.get(store);
    return known != null && known.besides(id) > look;
  }
}
