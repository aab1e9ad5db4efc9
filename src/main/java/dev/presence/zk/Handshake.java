package dev.presence.zk;

import dev.presence.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Why TLS with a server came to nothing: the client keeps that to itself, so it is asked again. */
final class Handshake {
  /** What the first server that is heard of has to say; null when it is not TLS that fails. */
  static @Nullable String trouble(ZkAddress address, @Nullable Path trust, Duration patience) {
    for (String server : address.servers()) {
      String said = trouble(server, trust, (int) Math.min(2000, patience.toMillis()));
      if (said != null) {
        return said;
      }
    }
    return null;
  }

  private static @Nullable String trouble(String server, @Nullable Path trust, int millis) {
    int colon = server.lastIndexOf(':');
    try {
      greet(
          server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)), trust, millis);
      return null;
    } catch (SSLException | GeneralSecurityException e) {
      return "TLS with %s failed: %s".formatted(server, reason(e));
    } catch (IOException e) {
      return null; // Another one may be there.
    }
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return Printable.of(message.replace('\n', ' ').strip());
  }

  private static void greet(String host, int port, @Nullable Path trust, int millis)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust == null ? null : trusting(trust).getTrustManagers(), null);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port), millis);
      plain.setSoTimeout(millis);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, false);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    }
  }

  private static TrustManagerFactory trusting(Path trust)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(trust)) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("of-" + number++, one);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private Handshake() {}
}
