package dev.presence.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A ref a node, behind a web server that asks for a token. */
class GitRefsHttpTest extends GitHttpContract {
  GitRefsHttpTest(@TempDir Path folder) throws Exception {
    super(folder);
  }

  @Override
  protected boolean isChains() {
    return true;
  }
}
