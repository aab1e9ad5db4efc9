package dev.presence.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line that is run without a shell: words with spaces between, of which quotes, single or
 * double, keep a part together. Nothing else is special, so that what is put in place of a word
 * stays one.
 */
public final class CommandWords {
  /**
   * The words of a line.
   *
   * @throws IllegalArgumentException when a quote has no end, or there is no word
   */
  public static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (c == ' ' || c == '\t' || c == '\n') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
        }
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quote has no end");
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("it names no program");
    }
    return words;
  }

  private CommandWords() {}
}
