package dev.presence.resolve;

import dev.presence.model.Answer;
import java.util.List;
import java.util.Map;

/**
 * An answer and how it came about.
 *
 * @param verdicts asked part to a verdict for each node that plays a part of it, by id
 * @param crowds sentences about places that three or more nodes claim, which only a person can
 *     settle
 */
public record Resolution(Answer answer, Map<String, List<Verdict>> verdicts, List<String> crowds) {
  /** The verdicts of an asked part. */
  public List<Verdict> of(PartQuery part) {
    return verdicts.getOrDefault(part.name().value(), List.of());
  }
}
