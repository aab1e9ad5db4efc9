package dev.presence.store;

import dev.presence.testing.GitServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A ref a node, behind a real git daemon. */
class GitRefsDaemonTest extends GitStoreContract {
  GitRefsDaemonTest(@TempDir Path folder) throws Exception {
    super(GitServer.serving(folder));
  }

  @Override
  protected String address() {
    return server.url() + "?layout=refs";
  }

  @Override
  protected boolean isChains() {
    return true;
  }
}
