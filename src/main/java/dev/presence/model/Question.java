package dev.presence.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the list.
 *
 * @param facts names of other facts that each peer is to carry
 * @param leftOut a node that is not to be in the answer (the asker, with {@code --without-self})
 * @param addressNeeded whether a node without an address is left out
 */
public record Question(
    List<PartQuery> parts,
    Scope scope,
    List<String> facts,
    @Nullable NodeName leftOut,
    boolean addressNeeded) {
  /** All of the question in words, the same for the same question: what an answer is kept under. */
  @Override
  public String toString() {
    return "peers of "
        + parts
        + " in "
        + scope
        + " with "
        + facts
        + " without "
        + leftOut
        + (addressNeeded ? "" : ", also without address");
  }
}
