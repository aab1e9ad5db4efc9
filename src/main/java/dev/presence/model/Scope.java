package dev.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * Where peers are looked for.
 *
 * @param deployment a node must say exactly this; null for any
 * @param stacktype a node must say exactly this; null for any
 */
public record Scope(@Nullable String deployment, @Nullable String stacktype) {
  /** The word for no limit. */
  public static final String ANY = "any";

  public boolean hasDeployment(NodeRecord node) {
    return deployment == null || deployment.equals(node.text(KnownFacts.DEPLOYMENT));
  }

  public boolean hasStacktype(NodeRecord node) {
    return stacktype == null || stacktype.equals(node.text(KnownFacts.STACKTYPE));
  }

  /** For people: {@code deployment fed1, stacktype any}. */
  @Override
  public String toString() {
    return "deployment " + name(deployment) + ", stacktype " + name(stacktype);
  }

  private static String name(@Nullable String label) {
    return label == null ? ANY : label;
  }
}
