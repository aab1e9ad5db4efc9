package dev.presence.format;

import dev.presence.model.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One change of an answer, a line of compact JSON. */
public final class JournalFormat {
  /**
   * A node that came into an answer, left it, or began or ended to drain in it.
   *
   * @param at when this node's answer changed
   * @param scope where the answer's peers are looked for, in words
   * @param part the asked part
   * @param from {@code peer}, {@code draining} or {@code out}
   * @param to the same
   * @param rule the rule that put it there
   * @param why what the rule saw, fit to print
   */
  public record Change(
      Stamp at,
      String scope,
      String part,
      String id,
      String from,
      String to,
      String rule,
      String why) {}

  /** A line, with its end. */
  public static byte[] print(Change change) {
    byte[] json =
        JsonWriter.print(
            Map.of(
                "at", change.at().value(),
                "scope", change.scope(),
                "part", change.part(),
                "id", change.id(),
                "from", change.from(),
                "to", change.to(),
                "rule", change.rule(),
                "why", change.why()),
            JsonWriter.Style.COMPACT);
    return (new String(json, StandardCharsets.US_ASCII) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** A line without its end. */
  public static Change parse(String line) throws UnreadableException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    Map<String, ?> fields = JsonReader.read(bytes, bytes.length);
    String at = String.valueOf(fields.get("at"));
    if (!Stamp.isValid(at)) {
      throw new UnreadableException("is no line of a journal");
    }
    return new Change(
        new Stamp(at),
        String.valueOf(fields.get("scope")),
        String.valueOf(fields.get("part")),
        String.valueOf(fields.get("id")),
        String.valueOf(fields.get("from")),
        String.valueOf(fields.get("to")),
        String.valueOf(fields.get("rule")),
        String.valueOf(fields.get("why")));
  }

  private JournalFormat() {}
}
