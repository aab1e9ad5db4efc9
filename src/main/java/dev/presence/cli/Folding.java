package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit, broken between words where that is possible. */
final class Folding {
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (Cells.width(rest) > width) {
      // One character at least, however narrow the place.
      int fits = Math.max(Cells.fitting(rest, width), Character.charCount(rest.codePointAt(0)));
      int space = rest.lastIndexOf(' ', fits);
      int end = space > 0 ? space : fits;
      lines.add(rest.substring(0, end));
      rest = rest.substring(space > 0 ? end + 1 : end);
    }
    lines.add(rest);
    return lines;
  }

  private Folding() {}
}
