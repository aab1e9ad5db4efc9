package dev.presence.store;

import dev.presence.testing.GitServer;
import dev.presence.testing.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** The contract behind {@code git http-backend} of a web server that asks for a token. */
abstract class GitHttpContract extends GitStoreContract {
  private final WebServer web;
  private final Path secret;

  GitHttpContract(Path folder) throws Exception {
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
    return web.url() + (isChains() ? "?layout=refs&auth=" : "?auth=") + secret;
  }
}
