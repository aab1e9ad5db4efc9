package dev.presence.store;

import dev.presence.testing.GitServer;
import dev.presence.testing.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Files on a branch, behind {@code git http-backend} of a web server that asks for a token. */
class GitBranchHttpTest extends GitStoreContract {
  private final WebServer web;
  private final Path secret;

  GitBranchHttpTest(@TempDir Path folder) throws Exception {
    super(GitServer.bare(folder));
    web = WebServer.start(folder, false);
    secret = folder.resolve("secret");
    Files.writeString(secret, WebServer.NAME + ":" + WebServer.TOKEN);
  }

  @AfterEach
  void stopWeb() throws Exception {
    web.close();
  }

  @Override
  protected String address() {
    return web.url() + "?auth=" + secret;
  }

  @Override
  protected boolean isChains() {
    return false;
  }
}
