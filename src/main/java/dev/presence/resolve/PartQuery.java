package dev.presence.resolve;

import dev.presence.model.PartName;

/**
 * One asked part.
 *
 * @param name what the answer calls it
 * @param glob which {@code nodepart}s it takes in: {@code *} any run of characters, {@code ?} one
 */
public record PartQuery(PartName name, String glob) {
  /** Asks for the part of exactly that name. */
  public static PartQuery of(PartName name) {
    return new PartQuery(name, name.value());
  }

  public boolean matches(PartName part) {
    return matches(glob, part.value());
  }

  private static boolean matches(String glob, String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == text.charAt(t))) {
        g++;
        t++;
      } else if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        resume = t;
      } else if (star >= 0) {
        g = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }

  /** As on the command line: {@code db} or {@code db=db*}. */
  public String words() {
    return glob.equals(name.value()) ? glob : name + "=" + glob;
  }
}
