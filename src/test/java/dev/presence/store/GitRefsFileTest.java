package dev.presence.store;

import dev.presence.testing.GitServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A ref a node, in a repository that is reached by its path. */
class GitRefsFileTest extends GitStoreContract {
  GitRefsFileTest(@TempDir Path folder) throws Exception {
    super(GitServer.bare(folder));
  }

  @Override
  protected String address() {
    return server.fileUrl() + "?layout=refs";
  }

  @Override
  protected boolean isChains() {
    return true;
  }
}
