package dev.presence.resolve;

import dev.presence.model.PartName;
import dev.presence.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a node says that it asks for, in its {@code requires} fact: {@code app}, {@code app=app*},
 * and where it looks in another scope than its own {@code app@fed2/lamp}, a label that is not said
 * being empty, and {@code %} and {@code /} in one are {@code %25} and {@code %2F}.
 */
public record Requirement(PartQuery part, Scope scope) {
  /** The text of a part that is asked for in another scope than the node's own. */
  public static String words(PartQuery part, Scope scope) {
    return part.words() + "@" + text(scope.deployment()) + "/" + text(scope.stacktype());
  }

  private static String text(@Nullable String label) {
    return label == null ? "" : label.replace("%", "%25").replace("/", "%2F");
  }

  /**
   * Reads a text.
   *
   * @param own the scope of the node that says so
   * @return null when it is none, as any stranger may write it
   */
  public static @Nullable Requirement parse(String text, Scope own) {
    int at = text.indexOf('@');
    String part = at < 0 ? text : text.substring(0, at);
    int equals = part.indexOf('=');
    String name = equals < 0 ? part : part.substring(0, equals);
    String glob = equals < 0 ? part : part.substring(equals + 1);
    int slash = text.indexOf('/', Math.max(0, at));
    if (!PartName.isValid(name) || glob.isEmpty() || (at >= 0 && slash < 0)) {
      return null;
    }
    Scope scope =
        at < 0
            ? own
            : new Scope(label(text.substring(at + 1, slash)), label(text.substring(slash + 1)));
    return new Requirement(new PartQuery(new PartName(name), glob), scope);
  }

  private static @Nullable String label(String text) {
    return text.isEmpty() ? null : text.replace("%2F", "/").replace("%25", "%");
  }

  /** Whether a node of that part and scope is among those asked for. */
  public boolean includes(PartName other, Scope said) {
    return part.matches(other) && scope.includes(said);
  }
}
