package dev.presence.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a command that outlives this process and is no part of it: in a session of its own, so
 * that no terminal's end reaches it, and holding none of this process's streams, which cron and
 * every pipe would wait for.
 */
public final class Detached {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  /**
   * Starts it and returns at once. It is outside of the tree of a {@link LimitedCommand} that this
   * process may be part of. Under systemd it still ends with the unit that it was started in.
   *
   * @param command a program and its arguments, no shell
   * @param environment added to this process's own
   * @param input what it reads; null for nothing
   * @param log what it prints is appended to that file, made for its owner alone where there is
   *     none; null to discard it
   * @return its process id
   * @throws IOException when it could not be started
   */
  public static long start(
      List<String> command,
      Map<String, String> environment,
      byte @Nullable [] input,
      @Nullable Path log)
      throws IOException {
    // Not by commons-exec: its children print through threads of this process and end with it.
    List<String> line = new ArrayList<>();
    for (Path setsid : SETSID) {
      if (line.isEmpty() && Files.isExecutable(setsid)) {
        line.add(setsid.toString()); // No child of a JVM leads a group, so it does not fork.
      }
    }
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().remove(ProcessTree.MARK);
    if (log == null) {
      builder.redirectOutput(Redirect.DISCARD);
    } else {
      makeLog(log);
      builder.redirectOutput(Redirect.appendTo(log.toFile()));
    }
    return Input.start(builder, input).pid();
  }

  private static void makeLog(Path log) throws IOException {
    try {
      Files.createFile(
          log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // Another one has printed there before.
    }
  }

  private Detached() {}
}
