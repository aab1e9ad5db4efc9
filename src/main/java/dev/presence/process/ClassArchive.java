package dev.presence.process;

import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The class archive of this jar for this Java: classes parsed, checked and laid out beforehand,
 * which is half of a cold start. It is good for one build of the JVM and one jar, so it is made on
 * the node; the JVM ignores one that does not fit.
 */
public final class ClassArchive {
  private static final Duration STEP = Duration.ofMinutes(2);

  /** The flags of the launcher; an archive serves only a JVM whose memory is laid out alike. */
  public static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:MaxRAMPercentage=50",
          "-Xmn48m");

  private final Path jar;
  private final String javaHome;

  private ClassArchive(Path jar, String javaHome) {
    this.jar = jar;
    this.javaHome = javaHome;
  }

  /** The archive for the jar and the Java that run just now. */
  public static ClassArchive ofThisProcess() {
    Path jar;
    try {
      jar = Path.of(ClassArchive.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    if (!jar.toString().endsWith(".jar")) {
      throw PresenceException.usage(
          "presence runs from " + jar + ", and only a jar has an archive");
    }
    return new ClassArchive(jar, System.getProperty("java.home", ""));
  }

  /** Where the launcher looks for it: beside the jar, under the path of the Java. */
  public Path file() {
    return Path.of(jar.resolveSibling("archive") + javaHome, "presence.jsa");
  }

  /** Whether it is there and the JVM takes it. */
  public boolean isGood() {
    return Files.exists(file()) && check(file()).succeeded();
  }

  /**
   * Builds it: a run of the tour lists the classes, to which those of a list in Git are added, the
   * JVM archives them, and one more run proves the archive before it is put in place.
   *
   * @param zk whether those of a list in ZooKeeper are added too; each run pays for what it has, so
   *     only where there is one
   */
  public void build(boolean zk) {
    Path file = file();
    Path folder = file.resolveSibling(".building-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(folder);
      try {
        String list = folder.resolve("classes").toString();
        Path fresh = folder.resolve("presence.jsa");
        require(
            java(
                List.of(
                    "-XX:DumpLoadedClassList=" + list,
                    "-Djava.io.tmpdir=" + folder,
                    "-jar",
                    jar.toString(),
                    "demo")));
        add("git-classes", folder.resolve("classes"));
        if (zk) {
          add("zk-classes", folder.resolve("classes"));
        }
        require(
            java(
                List.of(
                    "-Xshare:dump",
                    "-XX:SharedClassListFile=" + list,
                    "-XX:SharedArchiveFile=" + fresh,
                    "-cp",
                    jar.toString())));
        require(check(fresh));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        deleteTree(folder);
      }
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "cannot build the archive "
              + Printable.of(file)
              + " ("
              + Printable.of(String.valueOf(e.getMessage()))
              + "): see to the rights of the folder; all works without an archive, only slower",
          e);
    }
  }

  /** From a list, as no node needs a server to install; what a Java does not know does no harm. */
  private static void add(String names, Path list) throws IOException {
    try (InputStream known = ClassArchive.class.getResourceAsStream(names)) {
      Files.write(list, Objects.requireNonNull(known).readAllBytes(), StandardOpenOption.APPEND);
    }
  }

  private BoundedCommand.Ended check(Path archive) {
    return java(
        List.of(
            "-Xshare:on",
            "-XX:SharedArchiveFile=" + archive,
            "-XX:+VerifySharedSpaces",
            "-Xlog:disable",
            "-jar",
            jar.toString(),
            "--version"));
  }

  private BoundedCommand.Ended java(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(javaHome, "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(arguments);
    return BoundedCommand.run(command, STEP);
  }

  private static void require(BoundedCommand.Ended ended) throws IOException {
    if (!ended.succeeded()) {
      throw new IOException(ended.why());
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
