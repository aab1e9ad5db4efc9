package dev.presence.cli;

import org.jspecify.annotations.Nullable;

/**
 * One option of the command line, of the environment ({@code PRESENCE_NAME}) and of the
 * configuration.
 *
 * @param name the long name, without dashes
 * @param argument what its value is called in help; null for one that is on or off
 * @param repeatable whether it may be given more than once
 */
record Flag(String name, @Nullable String argument, boolean repeatable, String description) {
  static Flag of(String name, String argument, String description) {
    return new Flag(name, argument, false, description);
  }

  static Flag many(String name, String argument, String description) {
    return new Flag(name, argument, true, description);
  }

  static Flag on(String name, String description) {
    return new Flag(name, null, false, description);
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
