package dev.presence.zk;

import dev.presence.store.MarkedStore.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a mark holds: {@code WRITER SECONDS}, the session's time. A stranger may have written it.
 */
final class MarkText {
  /** More is no mark. */
  static final int LONGEST = 200;

  private static final int LONGEST_SESSION = 86_400;

  static byte[] of(String writer, Duration session) {
    return (writer + ' ' + session.toSeconds()).getBytes(StandardCharsets.US_ASCII);
  }

  /** Null for what no node wrote. */
  static @Nullable Mark parse(byte[] bytes) {
    if (bytes.length > LONGEST) {
      return null;
    }
    String text = new String(bytes, StandardCharsets.US_ASCII);
    int space = text.indexOf(' ');
    int seconds = 0;
    for (int i = space + 1; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || seconds > LONGEST_SESSION) {
        return null;
      }
      seconds = seconds * 10 + digit;
    }
    return space < 1 || seconds < 1 || seconds > LONGEST_SESSION || !isWord(text, space)
        ? null
        : new Mark(Duration.ofSeconds(seconds), text.substring(0, space));
  }

  private static boolean isWord(String text, int end) {
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private MarkText() {}
}
