package dev.presence.store;

import dev.presence.testing.GitServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Files on a branch, in a repository that is reached by its path. */
class GitBranchFileTest extends GitStoreContract {
  GitBranchFileTest(@TempDir Path folder) throws Exception {
    super(GitServer.bare(folder));
  }

  @Override
  protected String address() {
    return server.fileUrl();
  }

  @Override
  protected boolean isChains() {
    return false;
  }
}
