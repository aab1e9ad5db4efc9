package dev.presence.store;

import dev.presence.testing.GitServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Files on a branch, behind a real git daemon. */
class GitBranchDaemonTest extends GitStoreContract {
  GitBranchDaemonTest(@TempDir Path folder) throws Exception {
    super(GitServer.serving(folder));
  }

  @Override
  protected String address() {
    return server.url();
  }

  @Override
  protected boolean isChains() {
    return false;
  }
}
