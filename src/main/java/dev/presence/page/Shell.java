package dev.presence.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * What all pages have in common: the frame, the style sheet and the script, in one file. The policy
 * in its head names these two by their hashes, so that a browser runs and loads nothing else,
 * whatever a list may hold.
 */
final class Shell {
  /** The page around that head and body. */
  static String around(String title, String attributes, String body) {
    String style = resource("page.css");
    String script = resource("page.js");
    String policy =
        "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(script));
    // Piece by piece: what is put in is never looked through for places to fill.
    StringBuilder page = new StringBuilder(body.length() + 32768);
    int from = 0;
    String frame = resource("page.html");
    for (String[] piece :
        new String[][] {
          {"@ATTRIBUTES@", attributes},
          {"@POLICY@", policy},
          {"@TITLE@", title},
          {"@STYLE@", style},
          {"@BODY@", body},
          {"@SCRIPT@", script}
        }) {
      int at = frame.indexOf(piece[0], from);
      page.append(frame, from, at).append(piece[1]);
      from = at + piece[0].length();
    }
    return page.append(frame, from, frame.length()).toString();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Shell.class.getResourceAsStream(name), "in the jar: " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Shell() {}
}
