package dev.presence.page;

import org.jspecify.annotations.Nullable;

/** Markup that is written piece by piece; what others wrote goes in as text alone. */
final class Html {
  private final StringBuilder html = new StringBuilder();

  /** Markup of our own, as it stands. */
  Html raw(String markup) {
    html.append(markup);
    return this;
  }

  Html raw(long number) {
    html.append(number);
    return this;
  }

  /** Text of whomever, inert in an element and in an attribute between double quotes. */
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String entity = entity(c);
      if (entity == null) {
        html.append(c);
      } else {
        html.append(entity);
      }
    }
    return this;
  }

  private static @Nullable String entity(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      // Lines to a script, and nothing that anybody sees: should they ever come here.
      case '\u2028', '\u2029', '\0' -> "\uFFFD";
      default -> null;
    };
  }

  /** A name that may run from right to left, without an effect on what stands beside it. */
  Html name(String text) {
    return raw("<bdi>").text(text).raw("</bdi>");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
