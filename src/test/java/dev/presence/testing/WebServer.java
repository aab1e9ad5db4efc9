package dev.presence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real web server on loopback, lighttpd, with {@code git http-backend} behind it: under {@code
 * /git/} for who has the token, under {@code /elsewhere/} a redirect to another host.
 */
public final class WebServer implements AutoCloseable {
  public static final String NAME = "fleet";
  public static final String TOKEN = "t0ken-0f-the-fleet";

  private static final String LIGHTTPD = "/usr/sbin/lighttpd";
  private static final String STORE_PASSWORD = "changeit";

  private final Path folder;
  private final int port;
  private final boolean tls;
  private final Process server;

  private WebServer(Path folder, int port, boolean tls, Process server) {
    this.folder = folder;
    this.port = port;
    this.tls = tls;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param projects the folder of the repositories
   * @param tls whether with a certificate, made for the test
   */
  public static WebServer start(Path projects, boolean tls)
      throws IOException, InterruptedException {
    Machine.needs(Files.isExecutable(Path.of(LIGHTTPD)), "lighttpd");
    Path folder = Files.createDirectories(projects.resolve(tls ? "https" : "http"));
    int port = GitServer.freePort();
    Files.writeString(folder.resolve("users"), NAME + ":" + TOKEN + "\n");
    String backend = Machine.must("git", "--exec-path").strip() + "/git-http-backend";
    String config =
        """
        server.document-root = "%1$s"
        server.bind = "127.0.0.1"
        server.port = %2$d
        server.modules = ("mod_auth", "mod_authn_file", "mod_setenv", "mod_alias", "mod_redirect", "mod_cgi"%5$s)
        auth.backend = "plain"
        auth.backend.plain.userfile = "%1$s/users"
        auth.require = ("/git/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
        alias.url = ("/git" => "%4$s")
        url.redirect = ("^/elsewhere/(.*)" => "http://localhost:%2$d/git/$1")
        setenv.add-environment = ("GIT_PROJECT_ROOT" => "%3$s", "GIT_HTTP_EXPORT_ALL" => "1", "GIT_CONFIG_NOSYSTEM" => "1")
        cgi.assign = ("/git-http-backend" => "")
        """
            .formatted(folder, port, projects, backend, tls ? ", \"mod_openssl\"" : "");
    if (tls) {
      certify(folder);
      config += "ssl.engine = \"enable\"\nssl.pemfile = \"%1$s/both.pem\"\n".formatted(folder);
    }
    Path file = Files.writeString(folder.resolve("lighttpd.conf"), config);
    Process server =
        new ProcessBuilder(LIGHTTPD, "-D", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    GitServer.awaitPort(port, server);
    return new WebServer(folder, port, tls, server);
  }

  private static void certify(Path folder) throws IOException, InterruptedException {
    Machine.must(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout",
        folder.resolve("key.pem").toString(),
        "-out",
        folder.resolve("cert.pem").toString());
    Files.writeString(
        folder.resolve("both.pem"),
        Files.readString(folder.resolve("key.pem")) + Files.readString(folder.resolve("cert.pem")));
    Machine.must(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-importcert",
        "-noprompt",
        "-alias",
        "list",
        "-file",
        folder.resolve("cert.pem").toString(),
        "-keystore",
        folder.resolve("trusted").toString(),
        "-storepass",
        STORE_PASSWORD);
  }

  /** A Java that trusts the server's certificate, as a shell script would start it. */
  public String java(String java) {
    return "exec '%s' -Djavax.net.ssl.trustStore='%s' -Djavax.net.ssl.trustStorePassword=%s \"$@\""
        .formatted(java, folder.resolve("trusted"), STORE_PASSWORD);
  }

  private String url(String place) {
    return "%s://127.0.0.1:%d/%s/list.git".formatted(tls ? "https" : "http", port, place);
  }

  /** As stores name it. */
  public String url() {
    return "git:" + url("git");
  }

  /** Which is redirected to the same list at another host. */
  public String redirected() {
    return "git:" + url("elsewhere");
  }

  @Override
  public void close() throws InterruptedException {
    server.destroy();
    server.waitFor();
  }
}
