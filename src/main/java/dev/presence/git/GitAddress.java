package dev.presence.git;

import dev.presence.model.BadTextException;
import dev.presence.model.Printable;
import dev.presence.store.StoreOptions;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * A list in a repository as people name it: {@code git:URL[?OPTIONS][#BRANCH[:PATH]]}, split at the
 * last {@code #}; a bare {@code git://HOST/...} is that repository. No secret is in it, so all of
 * it may be printed.
 */
final class GitAddress {
  private static final String SCHEME = "git:";
  private static final String STORE = "a Git store";
  private static final List<String> OPTIONS =
      List.of("layout=branch", "layout=refs", "beats=no", "auth=FILE");
  private static final String USUAL_PATH = "presence";
  private static final int PIECE = 100;
  private static final Set<String> SCHEMES = Set.of("file", "git", "http", "https", "ssh");

  /** How records are kept. */
  enum Layout {
    /** As files on a branch. */
    BRANCH,
    /** As a ref a node, each with a chain of commits of its own. */
    REFS
  }

  private final URIish url;
  private final String branch;
  private final String path;
  private Layout layout = Layout.BRANCH;
  private boolean beats = true;
  private @Nullable Path auth;

  private GitAddress(URIish url, String branch, String path) {
    this.url = url;
    this.branch = branch;
    this.path = path;
  }

  /** The list of that address; the message of an error repeats nothing that may be a secret. */
  static GitAddress parse(String address) throws BadTextException {
    String rest = address.startsWith("git://") ? address : address.substring(SCHEME.length());
    String place = "";
    int hash = rest.lastIndexOf('#');
    if (hash >= 0) {
      place = rest.substring(hash + 1);
      rest = rest.substring(0, hash);
    }
    String options = "";
    int mark = rest.lastIndexOf('?');
    if (mark >= 0) {
      options = rest.substring(mark + 1);
      rest = rest.substring(0, mark);
    }
    int colon = place.indexOf(':');
    GitAddress parsed =
        new GitAddress(
            url(rest),
            branch(colon < 0 ? place : place.substring(0, colon)),
            path(colon < 0 ? USUAL_PATH : place.substring(colon + 1)));
    for (Map.Entry<String, String> option :
        StoreOptions.parse(STORE, options, OPTIONS).entrySet()) {
      parsed.set(option.getKey(), option.getValue());
    }
    return parsed;
  }

  private static URIish url(String text) throws BadTextException {
    URIish url;
    try {
      url = new URIish(text);
    } catch (URISyntaxException e) {
      throw new BadTextException(
          "the store names no repository: write git:URL, with a URL as 'git clone' takes it");
    }
    String scheme = url.getScheme();
    boolean web = scheme != null && scheme.startsWith("http");
    if (url.getPass() != null || (web && url.getUser() != null)) {
      throw new BadTextException(
          "the URL of a Git store has a name or password in it, and stores are printed: put them into a file of your own and name it with ?auth=FILE, or into ~/.netrc");
    }
    if (scheme == null && url.getHost() == null) {
      try {
        return new URIish(Path.of(url.getPath()).toAbsolutePath().normalize().toString());
      } catch (InvalidPathException | URISyntaxException e) {
        throw new BadTextException(
            "\"%s\" is no path of a repository".formatted(Printable.of(text)));
      }
    }
    if (scheme != null && !scheme.equals("file") && url.getHost() == null) {
      // Nothing of it is repeated, as it may be a name and a password of odd characters.
      throw new BadTextException(
          "the URL of a Git store names no machine: write it as 'git clone' takes it, and what is secret into a file of your own that ?auth=FILE names");
    }
    if (scheme != null && !SCHEMES.contains(scheme)) {
      throw new BadTextException(
          "the Git store \"%s\" is reached by %s, which is not known here: name it by file, ssh, https, http or git"
              .formatted(Printable.of(text), Printable.of(scheme)));
    }
    return url;
  }

  private static String branch(String text) throws BadTextException {
    if (!text.isEmpty() && !Repository.isValidRefName(Refs.HEADS + text)) {
      throw new BadTextException(
          "\"%s\" is no name of a branch: write git:URL#BRANCH:PATH".formatted(Printable.of(text)));
    }
    return text;
  }

  private static String path(String text) throws BadTextException {
    for (String name : text.isEmpty() ? new String[0] : text.split("/", -1)) {
      boolean special = name.isEmpty() || name.equals(".") || name.equals("..");
      if (special || name.equalsIgnoreCase(".git") || !Printable.of(name).equals(name)) {
        throw new BadTextException(
            "\"%s\" is no path in a repository: write git:URL#BRANCH:PATH, as in #main:presence"
                .formatted(Printable.of(text)));
      }
    }
    return text;
  }

  private void set(String name, String value) throws BadTextException {
    switch (name) {
      case "layout" -> layout = layout(value);
      case "beats" -> beats = StoreOptions.isYes(STORE, name, value);
      default -> auth = file(name, value);
    }
  }

  private static Layout layout(String value) throws BadTextException {
    return switch (value) {
      case "branch" -> Layout.BRANCH;
      case "refs" -> Layout.REFS;
      default -> throw StoreOptions.bad(STORE, "layout", "branch or refs");
    };
  }

  private static Path file(String name, String value) throws BadTextException {
    try {
      if (!value.isEmpty()) {
        return Path.of(value).toAbsolutePath();
      }
    } catch (InvalidPathException e) {
      throw StoreOptions.bad(STORE, name, "a file's path");
    }
    throw StoreOptions.bad(STORE, name, "a file's path");
  }

  /** The same in every run and spelling, as what is remembered of the list goes by it. */
  String name() {
    String options = layout == Layout.REFS ? "?layout=refs" : "";
    String place = path.equals(USUAL_PATH) ? branch : branch + ':' + path;
    return printable(SCHEME + url + options + (place.isEmpty() ? "" : '#' + place));
  }

  /** Escaped as in any message, and never cut: two lists never have one name. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < text.length(); i += PIECE) {
      printable.append(Printable.of(text.substring(i, Math.min(text.length(), i + PIECE))));
    }
    return printable.toString();
  }

  URIish url() {
    return url;
  }

  /** The folder of a repository that is reached by its path; null for others, and for none. */
  @Nullable Path folder() {
    File folder =
        url.isRemote()
            ? null
            : RepositoryCache.FileKey.resolve(new File(url.getPath()), FS.DETECTED);
    return folder == null ? null : folder.toPath();
  }

  /** Empty for the one that the repository's HEAD names. */
  String branch() {
    return branch;
  }

  /** The branch to look at beside HEAD. */
  String branchOrUsual() {
    return branch.isEmpty() ? "main" : branch;
  }

  /** The root of the list on the branch; empty for the branch's own. */
  String path() {
    return path;
  }

  Layout layout() {
    return layout;
  }

  /** Whether beats are put into the repository. */
  boolean beats() {
    return beats;
  }

  /** The file with the token for https; null for that of the netrc. */
  @Nullable Path auth() {
    return auth;
  }
}
