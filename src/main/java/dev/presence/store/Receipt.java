package dev.presence.store;

import java.util.List;

/** What came of putting something on a list. */
public sealed interface Receipt {
  /**
   * The list had just that, and was not touched.
   *
   * @param warnings as with {@link Written}
   */
  record Unchanged(List<String> warnings) implements Receipt {
    public Unchanged() {
      this(List.of());
    }
  }

  /**
   * It is on the list.
   *
   * @param warnings what could not be done and was not worth failing for, fit to print
   */
  record Written(List<String> warnings) implements Receipt {}

  /** The list holds something else than what was to be replaced: load it, and decide anew. */
  record Behind() implements Receipt {}
}
