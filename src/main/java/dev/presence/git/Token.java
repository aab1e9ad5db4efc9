package dev.presence.git;

import dev.presence.files.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * Who this machine is to an https server: {@code NAME:TOKEN} or {@code TOKEN} in the first line of
 * a file. It is told to the host of the store alone, whoever redirects where.
 */
final class Token extends CredentialsProvider {
  private static final int LARGEST = 8192;
  private static final String ANY_NAME = "git";

  private final URIish url;
  private final String name;
  private final String secret;

  private Token(URIish url, String name, String secret) {
    this.url = url;
    this.name = name;
    this.secret = secret;
  }

  static Token read(Path file, URIish url) throws IOException {
    String text = new String(BoundedFile.read(file, LARGEST), StandardCharsets.UTF_8).strip();
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end).strip();
    if (line.isEmpty()) {
      throw new IOException("it is empty");
    }
    int colon = line.indexOf(':');
    return colon < 0
        ? new Token(url, ANY_NAME, line)
        : new Token(url, line.substring(0, colon), line.substring(colon + 1));
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    for (CredentialItem item : items) {
      if (!(item instanceof CredentialItem.Username)
          && !(item instanceof CredentialItem.Password)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean get(URIish asking, CredentialItem... items) {
    boolean ours =
        url.getHost().equals(asking.getHost())
            && url.getScheme().equals(asking.getScheme())
            && url.getPort() == asking.getPort();
    for (CredentialItem item : items) {
      if (!ours) {
        return false;
      }
      if (item instanceof CredentialItem.Username username) {
        username.setValue(name);
      } else if (item instanceof CredentialItem.Password password) {
        password.setValue(secret.toCharArray());
      } else {
        throw new UnsupportedCredentialItem(asking, item.getPromptText());
      }
    }
    return true;
  }
}
