package dev.presence.cli;

import org.jspecify.annotations.Nullable;

/**
 * One option of the command line, of the environment ({@code PRESENCE_NAME}) and of the
 * configuration.
 *
 * @param name the long name, without dashes
 * @param argument what its value is called in help, in brackets when it may be left out; null for
 *     one that is on or off
 * @param repeatable whether it may be given more than once
 * @param settable whether environment and configuration may set it; else it is a person's word each
 *     time
 */
record Flag(
    String name,
    @Nullable String argument,
    boolean repeatable,
    boolean settable,
    String description) {
  static Flag of(String name, String argument, String description) {
    return new Flag(name, argument, false, true, description);
  }

  static Flag many(String name, String argument, String description) {
    return new Flag(name, argument, true, true, description);
  }

  static Flag on(String name, String description) {
    return new Flag(name, null, false, true, description);
  }

  /** Whether its value may be left out: where its name in help has brackets. */
  boolean optional() {
    return argument != null && argument.startsWith("[");
  }

  /** Whether no time at all is a time: where the default says so, as in {@code 0s}. */
  boolean zero() {
    return description.endsWith("(0s)");
  }

  /** The same, for the command line alone. */
  Flag said() {
    return new Flag(name, argument, repeatable, false, description);
  }

  /** The name of its environment variable: {@code PRESENCE_STATE_DIR}. */
  String variable() {
    StringBuilder variable = new StringBuilder("PRESENCE_");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      variable.append(c == '-' ? '_' : Character.toUpperCase(c));
    }
    return variable.toString();
  }
}
