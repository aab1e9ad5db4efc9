package dev.presence.store;

/** What came of loading one entry: what is bad or out of reach is a value, not an exception. */
public sealed interface Loaded {
  /** It was read. */
  final class Content implements Loaded {
    private final byte[] bytes;

    public Content(byte[] bytes) {
      this.bytes = bytes;
    }

    /** Not to be changed. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /**
   * It is there and can never be read: a folder, a link, too large.
   *
   * @param reason a verb first, fit to print
   */
  record Broken(String reason) implements Loaded {}

  /**
   * It could not be read just now, which says nothing of what it holds.
   *
   * @param reason a verb first, fit to print
   */
  record Unreadable(String reason) implements Loaded {}

  /** It is not there, or no more. */
  record Vanished() implements Loaded {}
}
