package dev.presence.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command prints on stdout, and how it ends.
 *
 * @param text for people
 * @param json for programs, a typed record or a map; null for a command that has its own formats,
 *     whose text is printed as it is
 */
record Printed(ExitCode exit, String text, @Nullable Object json) {
  static Printed of(String text, Object json) {
    return of(ExitCode.OK, text, json);
  }

  static Printed of(ExitCode exit, String text, Object json) {
    return new Printed(exit, text, json);
  }

  /** Text that is the same in every format. */
  static Printed raw(ExitCode exit, String text) {
    return new Printed(exit, text, null);
  }

  /** The same with another end. */
  Printed ending(ExitCode other) {
    return new Printed(other, text, json);
  }

  /** One value under a name. */
  static Map<String, Object> json(String name, Object value) {
    return Map.of(name, value);
  }
}
