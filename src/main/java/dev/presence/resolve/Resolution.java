package dev.presence.resolve;

import dev.presence.model.Answer;
import dev.presence.model.Shown;
import java.util.List;
import java.util.Map;

/**
 * An answer and how it came about.
 *
 * @param verdicts asked part to a verdict for each node that plays a part of it, by id
 * @param crowds sentences about places that three or more nodes claim, which only a person can
 *     settle
 * @param shown by {@link Question#key} what is to be remembered of each asked part
 */
public record Resolution(
    Answer answer,
    Map<String, List<Verdict>> verdicts,
    List<String> crowds,
    Map<String, Shown> shown) {
  /** The verdicts of an asked part. */
  public List<Verdict> of(PartQuery part) {
    return verdicts.getOrDefault(part.name().value(), List.of());
  }
}
