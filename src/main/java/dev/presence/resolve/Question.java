package dev.presence.resolve;

import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.model.Scope;
import java.util.List;
import java.util.function.Predicate;
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
    boolean addressNeeded)
    implements Predicate<PartName> {
  /** Whether a node of that part may be in an answer. */
  @Override
  public boolean test(PartName part) {
    for (PartQuery query : parts) {
      if (query.matches(part)) {
        return true;
      }
    }
    return false;
  }

  /** A part within the scope in words: under this is remembered whom it was answered with. */
  public String key(PartQuery part) {
    return part.words() + " in " + scope.words();
  }

  /** All of the question in words, the same for the same question: what is remembered under it. */
  public String words() {
    StringBuilder words = new StringBuilder("peers of");
    for (PartQuery part : parts) {
      words.append(' ').append(part.words());
    }
    return words
        .append(" in ")
        .append(scope.words())
        .append(" with ")
        .append(String.join(",", facts))
        .append(leftOut == null ? "" : " without " + leftOut)
        .append(addressNeeded ? "" : ", also without address")
        .toString();
  }
}
