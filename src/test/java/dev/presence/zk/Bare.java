package dev.presence.zk;

import dev.presence.files.Deadline;
import dev.presence.testing.ZkServer;
import java.time.Duration;

/** A connection without a store, for what a store does inside of a turn. */
final class Bare {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static Client client(ZkServer server) throws Exception {
    return new Client(
        server.server().getConnectString(),
        10_000,
        event -> {},
        server.servers(),
        LeanConfig.of(false, null, PATIENCE));
  }

  static Session session(Client client, Large large) {
    return new Session(client, large, Deadline.in(PATIENCE), folder -> false, 0);
  }

  private Bare() {}
}
