package dev.presence.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Files on a branch, behind a web server that asks for a token. */
class GitBranchHttpTest extends GitHttpContract {
  GitBranchHttpTest(@TempDir Path folder) throws Exception {
    super(folder);
  }

  @Override
  protected boolean isChains() {
    return false;
  }
}
