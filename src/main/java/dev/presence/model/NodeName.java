package dev.presence.model;

/**
 * The unique name of a node, its {@code instance-id}: {@code [a-z0-9][a-z0-9._-]{0,62}} without
 * {@code ..}, without a final {@code .} or {@code .lock}, and no Windows device name. Such a name
 * is safe as a file name on every system and as a Git ref, so later layers need no checks.
 */
public record NodeName(String value) implements Comparable<NodeName> {
  /** The rule in words, for messages. */
  public static final String RULE =
      "a node's name is 1 to 63 of a-z, 0-9, '.', '_', '-', starts with a letter or digit, has no"
          + " '..', does not end in '.' or '.lock' and is no Windows device name";

  public NodeName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("\"" + Printable.of(value) + "\": " + RULE);
    }
  }

  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > Names.LONGEST || !Names.isLower(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Names.isLower(c) && c != '_' && c != '-' && !(c == '.' && text.charAt(i - 1) != '.')) {
        return false;
      }
    }
    return !text.endsWith(".") && !text.endsWith(".lock") && !isDevice(text);
  }

  /** {@code con}, {@code com1}, also {@code con.txt}: Windows opens the device whatever follows. */
  private static boolean isDevice(String text) {
    int dot = text.indexOf('.');
    String stem = dot < 0 ? text : text.substring(0, dot);
    if (stem.length() == 4 && (stem.startsWith("com") || stem.startsWith("lpt"))) {
      return stem.charAt(3) >= '1' && stem.charAt(3) <= '9';
    }
    return stem.equals("con") || stem.equals("prn") || stem.equals("aux") || stem.equals("nul");
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
