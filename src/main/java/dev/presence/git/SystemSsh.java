package dev.presence.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own {@code ssh}, with its keys, agent, configuration and known hosts. It never
 * asks: nobody is there to answer.
 */
final class SystemSsh extends SshSessionFactory {
  @Override
  public RemoteSession2 getSession(
      URIish url, @Nullable CredentialsProvider credentials, FS fs, int millis) {
    return new Talk(url, millis);
  }

  @Override
  public String getType() {
    return "system";
  }

  private record Talk(URIish url, int millis) implements RemoteSession2 {
    @Override
    public Process exec(String command, int seconds) throws IOException {
      return exec(command, Map.of(), seconds);
    }

    @Override
    public Process exec(String command, Map<String, String> environment, int seconds)
        throws IOException {
      List<String> program = new ArrayList<>(List.of("ssh", "-o", "BatchMode=yes"));
      // By it the server learns that it may list by prefix.
      program.addAll(List.of("-o", "SendEnv=GIT_PROTOCOL"));
      long most = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millis));
      program.addAll(List.of("-o", "ConnectTimeout=" + most));
      // One that hangs after it connected ends by itself, too.
      program.addAll(List.of("-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3"));
      if (url.getPort() > 0) {
        program.addAll(List.of("-p", Integer.toString(url.getPort())));
      }
      String host = url.getUser() == null ? url.getHost() : url.getUser() + '@' + url.getHost();
      program.addAll(List.of("--", host, command)); // A host that begins with a dash is no option.
      ProcessBuilder builder = new ProcessBuilder(program);
      builder.environment().putAll(environment);
      try {
        return new Ssh(builder.start());
      } catch (IOException e) {
        throw new TransportException(url, "no program 'ssh' is to be found", e);
      }
    }

    @Override
    public void disconnect() {
      // The process ends with its streams.
    }
  }

  /** JGit asks how it ended as soon as its output has, which may be a moment before its end. */
  private static final class Ssh extends Process {
    private static final long MOMENT_SECONDS = 2;

    private final Process process;

    private Ssh(Process process) {
      this.process = process;
    }

    @Override
    public int exitValue() {
      try {
        process.waitFor(MOMENT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return process.exitValue();
    }

    @Override
    public OutputStream getOutputStream() {
      return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return process.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }
}
