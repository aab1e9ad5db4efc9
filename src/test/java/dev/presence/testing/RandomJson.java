package dev.presence.testing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * JSON texts as strangers might write them: the same seed gives the same texts. Every text is legal
 * and within the bounds of a list, its keys come once, and its characters are the awkward ones.
 */
public final class RandomJson {
  private static final String SHORT_ESCAPES = "\"\\/bfnrt";
  private static final String SHORT_ESCAPED = "\"\\/\b\f\n\r\t";

  private final Random random;

  public RandomJson(long seed) {
    this.random = new Random(seed);
  }

  /** A record of that node with facts nobody knows, on one line. */
  public String record(String id) {
    List<String> facts = new ArrayList<>();
    facts.add("\"instance-id\":" + spell(id));
    facts.add("\"nodepart\":" + spell("app"));
    for (String name : names()) {
      facts.add(spell(name) + space() + ":" + space() + value(4));
    }
    return file("nodepresence", facts);
  }

  /** An order about that node, on one line. */
  public String order(String id) {
    List<String> fields = new ArrayList<>();
    fields.add("\"instance-id\":" + spell(id));
    fields.add("\"state\":" + spell(pick("draining", "left", "lifted")));
    fields.add("\"tss\":" + spell(time()));
    maybe(fields, "by", spell("b" + text()));
    maybe(fields, "reason", spell("r" + text()));
    maybe(fields, "until", spell(time()));
    maybe(fields, "of", spell(time()));
    return file("nodeorder", fields);
  }

  /** A beat of that node, on one line. */
  public String beat(String id) {
    List<String> fields = new ArrayList<>();
    fields.add("\"instance-id\":" + spell(id));
    fields.add("\"every\":" + (1 + random.nextInt(86400)));
    fields.add("\"seq\":" + random.nextLong(Long.MAX_VALUE));
    fields.add("\"writer\":" + spell("w" + text()));
    maybe(fields, "tss", spell(time()));
    List<String> acted = new ArrayList<>();
    for (String part : List.of("app", "DB", "lb-2")) {
      String draining = list(() -> spell("i-" + random.nextInt(100)));
      maybe(acted, part, "{\"draining\":[" + draining + "],\"digest\":" + spell("sha256:0") + "}");
    }
    shuffle(acted);
    fields.add("\"acted\":{" + String.join(",", acted) + "}");
    return file("nodebeat", fields);
  }

  private String file(String kind, List<String> fields) {
    shuffle(fields);
    List<String> envelope = new ArrayList<>();
    envelope.add("\"filetype\":\"" + kind + "\"");
    envelope.add("\"value\":{" + String.join(",", fields) + "}");
    shuffle(envelope);
    return "{" + String.join(space() + ",", envelope) + "}";
  }

  private String time() {
    return String.format("2026112%d-%02d%02d00", random.nextInt(10), random.nextInt(24), 7);
  }

  private void maybe(List<String> fields, String name, String value) {
    if (random.nextInt(3) > 0) {
      fields.add(spell(name) + space() + ":" + space() + value);
    }
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  /** A value, nested at most that deep. */
  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> number();
      case 3, 4, 5 -> spell(text());
      case 6 -> "[" + list(() -> value(depth - 1)) + "]";
      case 7 -> object(depth);
      default -> random.nextBoolean() ? "{}" : "[ ]";
    };
  }

  private String list(Supplier<String> element) {
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(space() + element.get() + space());
    }
    return String.join(",", elements);
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    for (String name : names()) {
      members.add(spell(name) + ":" + value(depth - 1));
    }
    return "{" + String.join(",", members) + "}";
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      names.add(wholeText());
    }
    return names;
  }

  /** A small, a large or a very large integer, in every spelling that JSON allows. */
  private String number() {
    return switch (random.nextInt(5)) {
      case 0 -> "0";
      case 1 -> "-0";
      case 2 -> Long.toString(random.nextLong());
      case 3 -> random.nextBoolean() ? "9223372036854775808" : "-9223372036854775809";
      default -> (random.nextBoolean() ? "-" : "") + new BigInteger(100, random);
    };
  }

  /** Any text: a lone surrogate can stand in it, since JSON escapes can say one. */
  public String text() {
    StringBuilder text = new StringBuilder(wholeText());
    if (random.nextInt(4) == 0) {
      text.insert(random.nextInt(text.length() + 1), (char) (0xd800 + random.nextInt(0x800)));
    }
    return text.toString();
  }

  /** Text of whole characters. */
  public String wholeText() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(codePoint());
    }
    return text.toString();
  }

  private int codePoint() {
    return switch (random.nextInt(9)) {
      case 0 -> random.nextInt(0x20);
      case 1 -> SHORT_ESCAPED.charAt(random.nextInt(SHORT_ESCAPED.length()));
      case 2 -> 0x7f + random.nextInt(0x80);
      case 3 -> 0x2028 + random.nextInt(2);
      case 4 -> 0xe000 + random.nextInt(0x2000); // Beyond the surrogates: the order of units ends.
      case 5 -> 0x10000 + random.nextInt(0x100000);
      case 6 -> 0x100 + random.nextInt(0x3000);
      default -> ' ' + random.nextInt(0x5f);
    };
  }

  /** The text as a JSON string, each character in one of its spellings. */
  public String spell(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.codePoints().forEach(c -> json.append(spelled(c)));
    return json.append('"').toString();
  }

  private String spelled(int codePoint) {
    int shortEscape = SHORT_ESCAPED.indexOf(codePoint);
    if (shortEscape >= 0 && random.nextBoolean()) {
      return "\\" + SHORT_ESCAPES.charAt(shortEscape);
    }
    boolean mustEscape =
        codePoint < ' '
            || codePoint == '"'
            || codePoint == '\\'
            || Character.getType(codePoint) == Character.SURROGATE;
    if (!mustEscape && random.nextInt(3) > 0) {
      return Character.toString(codePoint);
    }
    StringBuilder escaped = new StringBuilder();
    for (char unit : Character.toChars(codePoint)) {
      escaped.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
    }
    return escaped.toString();
  }

  private String space() {
    return random.nextInt(4) == 0 ? " \t" : "";
  }

  private void shuffle(List<?> list) {
    Collections.shuffle(list, random);
  }
}
