package dev.presence.zk;

import dev.presence.files.Deadline;
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
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Why TLS with a server came to nothing: the client keeps that to itself, so it is asked again. */
final class Handshake {
  private static final int MOST_MILLIS = 2000;

  /** What the first server that is heard of has to say; null when it is not TLS that fails. */
  static @Nullable String trouble(ZkAddress address, @Nullable Path trust, Deadline deadline) {
    return within(deadline, () -> trouble(address.servers(), trust, deadline));
  }

  /** Null when it takes too long: all of TLS is loaded for it. */
  private static @Nullable String within(Deadline deadline, Callable<@Nullable String> question) {
    FutureTask<@Nullable String> task = new FutureTask<>(question);
    Thread thread = new Thread(task, "zk tls");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug in asking TLS", e.getCause());
    } catch (TimeoutException e) {
      return null;
    }
  }

  private static @Nullable String trouble(
      List<String> servers, @Nullable Path trust, Deadline deadline) {
    for (String server : servers) {
      String trouble = trouble(server, trust, deadline);
      if (trouble != null) {
        return trouble;
      }
    }
    return null;
  }

  private static @Nullable String trouble(String server, @Nullable Path trust, Deadline deadline) {
    try {
      TrustManager[] trusting = trust == null ? null : trusting(trust).getTrustManagers();
      greet(server, trusting, deadline);
      return null;
    } catch (SSLException | GeneralSecurityException e) {
      return "TLS with %s failed: %s".formatted(server, reason(e));
    } catch (IOException e) {
      return null; // Another one may be there.
    }
  }

  /** The first server that speaks TLS, where the address says nothing of it; null for none. */
  static @Nullable String speaking(ZkAddress address, Deadline deadline) {
    return within(deadline, () -> speaking(address.servers(), deadline));
  }

  private static @Nullable String speaking(List<String> servers, Deadline deadline) {
    for (String server : servers) {
      Showing showing = new Showing();
      try {
        greet(server, new TrustManager[] {showing}, deadline);
      } catch (IOException | GeneralSecurityException e) {
        // It may have shown all that matters.
      }
      if (showing.isShown) {
        return server;
      }
    }
    return null;
  }

  /** Is shown a certificate, and trusts none. */
  private static final class Showing implements X509TrustManager {
    private boolean isShown;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method)
        throws CertificateException {
      isShown = true;
      throw new CertificateException("seen");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method)
        throws CertificateException {
      throw new CertificateException("no client's");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
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

  private static void greet(String server, TrustManager @Nullable [] trusting, Deadline deadline)
      throws IOException, GeneralSecurityException {
    int colon = server.lastIndexOf(':');
    String host = server.substring(0, colon);
    int port = Integer.parseInt(server.substring(colon + 1));
    int millis = (int) Math.max(1, Math.min(MOST_MILLIS, deadline.nanosLeft() / 1_000_000));
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port), millis);
      plain.setSoTimeout(millis);
      SSLContext context = SSLContext.getInstance("TLS"); // Not before somebody is there.
      context.init(null, trusting, null);
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
