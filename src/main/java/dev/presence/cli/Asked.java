package dev.presence.cli;

import dev.presence.model.KnownFacts;
import dev.presence.model.NodeName;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Scope;
import dev.presence.model.Secrets;
import dev.presence.node.NodeInfo;
import dev.presence.resolve.PartQuery;
import dev.presence.resolve.Question;
import dev.presence.resolve.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The question that the options ask. */
final class Asked {
  private final Wiring wiring;
  private final Settings settings;

  Asked(Wiring wiring) {
    this.wiring = wiring;
    this.settings = wiring.settings();
  }

  /** The question; at least one {@code --part} is needed. */
  Question question() {
    List<PartQuery> parts = new Parts(settings).all();
    if (parts.isEmpty()) {
      throw PresenceException.usage("no part: name what you need with --part");
    }
    return question(parts);
  }

  /** The same question for other parts. */
  Question question(List<PartQuery> parts) {
    NodeName leftOut = settings.on(Flags.WITHOUT_SELF) ? wiring.facts().record().id() : null;
    return new Question(parts, ownScope(), facts(), leftOut, !settings.on(Flags.NO_ADDRESS_NEEDED));
  }

  /** The scope asked for; what was not asked for is any. */
  Scope anyScope() {
    return new Scope(label(Flags.DEPLOYMENT, Scope.ANY), label(Flags.STACKTYPE, Scope.ANY));
  }

  /** The scopes asked for, where several labels may be; what was not asked for is any. */
  List<Scope> anyScopes() {
    List<Scope> scopes = new ArrayList<>();
    for (String deployment : labels(Flags.DEPLOYMENT)) {
      for (String stacktype : labels(Flags.STACKTYPE)) {
        scopes.add(new Scope(deployment, stacktype));
      }
    }
    return scopes;
  }

  private List<String> labels(Flag flag) {
    List<String> labels = settings.all(flag);
    for (String label : labels) {
      check(flag, label);
    }
    return labels.isEmpty() ? List.of(Scope.ANY) : labels;
  }

  /** The scope asked for; what was not asked for is this node's own, as it says it. */
  private Scope ownScope() {
    boolean all = settings.one(Flags.DEPLOYMENT) != null && settings.one(Flags.STACKTYPE) != null;
    NodeInfo info = wiring.nodeInfo();
    if (all) {
      return anyScope();
    }
    if (!info.exists()) {
      wiring
          .console()
          .say(
              "no nodeinfo folder %s, so peers of any deployment and stacktype are taken"
                  .formatted(Printable.of(info.folder())));
      return anyScope();
    }
    Scope own = wiring.facts().record().scope();
    return new Scope(
        label(Flags.DEPLOYMENT, own.deployment()), label(Flags.STACKTYPE, own.stacktype()));
  }

  private @Nullable String label(Flag flag, @Nullable String fallback) {
    String label = settings.one(flag);
    if (label == null) {
      return fallback;
    }
    check(flag, label);
    return label;
  }

  private void check(Flag flag, String label) {
    if (!label.equals(Scope.ANY) && !Scope.isLabel(label)) {
      throw settings.wrong(
          flag,
          "--%s \"%s\": it is any, or %s"
              .formatted(flag.name(), Printable.of(label), Scope.RULE.replace("it is ", "")));
    }
  }

  /**
   * What this node asks for as it says so of itself: as {@code --part} takes it, with the scope
   * behind where that is not the node's own.
   */
  List<String> requires(Question question) {
    Scope own = wiring.facts().record().scope();
    Scope asked = question.scope();
    boolean same = own.words().equals(asked.words());
    List<String> requires = new ArrayList<>();
    for (PartQuery part : question.parts()) {
      requires.add(same ? part.words() : Requirement.words(part, asked));
    }
    return requires;
  }

  /** Other facts by name; what is in the answer anyway, or must not be, is refused. */
  private List<String> facts() {
    List<String> names = settings.all(Flags.FACT);
    for (String name : names) {
      if (Secrets.isSecretName(name)) {
        throw settings.wrong(
            Flags.FACT,
            "--fact %s is named like a secret: no answer carries it".formatted(Printable.of(name)));
      }
      if (KnownFacts.isKnown(name) && !name.equals(KnownFacts.INITGITREPO)) {
        throw settings.wrong(
            Flags.FACT,
            "--fact %s: the answer has a key of its own for it, or leaves it out because it changes while the membership stays"
                .formatted(name));
      }
    }
    return names;
  }
}
