package dev.presence.zk;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the client is to be, by the address alone: system properties say nothing, and without TLS
 * nothing of TLS is loaded.
 */
final class LeanConfig extends ZKClientConfig {
  /** The names of 100,000 entries, each as long as may be, fit into one answer. */
  private static final int LARGEST_ANSWER = 16 << 20;

  private LeanConfig() {}

  /**
   * The client's configuration.
   *
   * @param patience how long one answer is waited for
   */
  static LeanConfig of(boolean tls, @Nullable ZkAuth auth, Duration patience) {
    LeanConfig config = new LeanConfig();
    config.setProperty(ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(patience.toMillis()));
    config.setProperty(ENABLE_CLIENT_SASL_KEY, "false");
    config.setProperty(JUTE_MAXBUFFER, Integer.toString(LARGEST_ANSWER));
    if (tls) {
      config.setProperty(SECURE_CLIENT, "true");
      config.setProperty(
          ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
      // Alone, the newer one is not what ZooKeeper 3.8 speaks.
      config.setProperty("zookeeper.ssl.enabledProtocols", "TLSv1.3,TLSv1.2");
      if (auth != null) {
        config.setPem("zookeeper.ssl.trustStore", auth.trust());
        config.setPem("zookeeper.ssl.keyStore", auth.key());
      }
    }
    return config;
  }

  private void setPem(String store, @Nullable Path file) {
    if (file != null) {
      setProperty(store + ".location", file.toString());
      setProperty(store + ".type", "PEM");
    }
  }

  /** The client's own reads the properties of TLS here, which loads all of it. */
  @Override
  protected void handleBackwardCompatibility() {}
}
