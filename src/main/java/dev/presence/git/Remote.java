package dev.presence.git;

import dev.presence.files.BoundedFile;
import dev.presence.files.Deadline;
import dev.presence.model.Printable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.NetRCCredentialsProvider;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;

/** The repository somewhere else: opens connections to it, each bounded in its silence. */
final class Remote {
  private static final long LONGEST_SILENCE = 30;

  private final GitAddress address;
  private final Deadline deadline;
  private final Repository local;

  Remote(GitAddress address, Deadline deadline, Repository local) {
    this.address = address;
    this.deadline = deadline;
    this.local = local;
  }

  /**
   * Opens one to read.
   *
   * @param prefixes of the refs to be shown; a server may show more
   * @param commits whether it may fetch commits, each without what was before it; a server need not
   *     know what that is of a blob
   */
  FetchConnection openFetch(Collection<String> prefixes, boolean commits) throws IOException {
    Transport transport = open();
    if (commits) {
      transport.setDepth(1);
    }
    return transport.openFetch(List.of(), prefixes.toArray(new String[0]));
  }

  /** Opens one to write, which shows every ref. */
  PushConnection openPush() throws IOException {
    return open().openPush();
  }

  RefLocks locks() {
    return new RefLocks(address.folder());
  }

  private Transport open() throws IOException {
    Transport transport = Transport.open(local, address.url());
    // Of http alone; a read from a socket or a process is ended by nobody but who asks the stores.
    long seconds = TimeUnit.NANOSECONDS.toSeconds(deadline.nanosLeft()) + 1;
    transport.setTimeout((int) Math.min(LONGEST_SILENCE, seconds));
    transport.setTagOpt(TagOpt.NO_TAGS);
    String scheme = address.url().getScheme();
    if (transport instanceof SshTransport ssh) {
      ssh.setSshSessionFactory(new SystemSsh());
    } else if (scheme != null && scheme.startsWith("http")) {
      identify(transport);
    }
    return transport;
  }

  private void identify(Transport transport) throws IOException {
    if (address.auth() == null) {
      transport.setCredentialsProvider(new NetRCCredentialsProvider());
      return;
    }
    try {
      transport.setCredentialsProvider(Token.read(address.auth(), address.url()));
    } catch (IOException e) {
      throw new IOException(
          "the token in %s cannot be read: %s"
              .formatted(Printable.of(address.auth()), BoundedFile.reason(e)),
          e);
    }
  }
}
