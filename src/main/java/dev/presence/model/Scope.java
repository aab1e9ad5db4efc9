package dev.presence.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two labels: where a node says it belongs, and where peers are looked for. Labels are compared as
 * they are said, so nodes that say none are a scope of their own.
 *
 * @param deployment which installation; null for none, {@link #ANY} for all of them
 * @param stacktype which kind of stack; null for none, {@link #ANY} for all of them
 */
public record Scope(@Nullable String deployment, @Nullable String stacktype) {
  /** The word for every label and none; no node may say it of itself. */
  public static final String ANY = "any";

  /** Everything on a list. */
  public static final Scope ALL = new Scope(ANY, ANY);

  /** The rule of a label in words, for messages. */
  public static final String RULE =
      "it is 1 to 63 of A-Z, a-z, 0-9, '.', '_', '-', starts with a letter or digit and is not"
          + " \"any\"";

  public static boolean isLabel(String text) {
    return Names.isWord(text, true) && !text.equals(ANY);
  }

  /** Whether a node that says this belongs here. */
  public boolean includes(Scope said) {
    return includesDeployment(said.deployment) && includesStacktype(said.stacktype);
  }

  public boolean includesDeployment(@Nullable String said) {
    return ANY.equals(deployment) || Objects.equals(deployment, said);
  }

  public boolean includesStacktype(@Nullable String said) {
    return ANY.equals(stacktype) || Objects.equals(stacktype, said);
  }

  /** For people: {@code deployment fed1, stacktype any}. */
  public String words() {
    return "deployment " + word(deployment) + ", stacktype " + word(stacktype);
  }

  /** A label as people read it. */
  public static String word(@Nullable String label) {
    return label == null ? "none" : label;
  }
}
