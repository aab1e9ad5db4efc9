package dev.presence.store;

import org.jspecify.annotations.Nullable;

/**
 * A store's token for the content of one entry. Equal versions are equal content, as far as the
 * store's {@link Store#trust} goes; nothing else may be read into it.
 */
public final class Version {
  private final String token;

  /**
   * The version of that token.
   *
   * @param token printable ASCII without spaces
   */
  public Version(String token) {
    this.token = token;
  }

  public String token() {
    return token;
  }

  // Written out, as in Entry.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Version version && version.token.equals(token);
  }

  @Override
  public int hashCode() {
    return token.hashCode();
  }

  @Override
  public String toString() {
    return token;
  }
}
