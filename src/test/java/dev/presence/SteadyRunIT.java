package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.GitServer;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every node runs each minute loads no class that costs a start much and that it does not
 * need: judged by what the JVM says that it loads, less what an empty program loads on this Java.
 */
class SteadyRunIT {
  /** A folder believes an entry that was loaded twice, so far apart; the jar has no other clock. */
  private static final long SETTLING_MILLIS = 3100;

  private static final Pattern LOADED = Pattern.compile("\\[class,load *] (\\S+) source: .*");

  private static final List<String> DATABIND = List.of("com.fasterxml.jackson.databind.");
  private static final List<String> GIT = List.of("org.eclipse.jgit.", "dev.presence.git.");

  /** What prints them; their names are looked up at each beat. */
  private static final List<String> FEEDS =
      List.of("dev.presence.feed.Draft", "dev.presence.feed.Rendered", "dev.presence.feed.Haproxy");

  private static final List<String> CHILDREN = List.of("org.apache.commons.exec.");

  /** What a store without marks needs none of. */
  private static final List<String> MARKS =
      List.of(
          "dev.presence.store.MarkedStore",
          "dev.presence.resolve.Marks",
          "dev.presence.model.Life$Mark");

  /** What is for the eye of a person. */
  private static final List<String> TERMINAL =
      List.of(
          "dev.presence.cli.Terminal",
          "dev.presence.cli.Table",
          "dev.presence.cli.Column",
          "dev.presence.cli.Ink",
          "dev.presence.cli.Watch",
          "dev.presence.cli.Screen",
          "dev.presence.cli.List",
          "dev.presence.cli.Completion",
          "dev.presence.model.Nearest");

  /** The generated methods of a record. */
  private static final List<String> RECORDS = List.of("java.lang.runtime.ObjectMethods");

  private static final List<String> DIGESTS =
      List.of("java.security.MessageDigest", "sun.security.provider.");
  private static final List<String> PATTERNS =
      List.of("java.util.regex.Pattern", "java.util.Formatter");

  /**
   * By name, and what the JVM makes itself to link one. The JDK 25 links some of its own, as when a
   * listing is closed (UnixSecureDirectoryStream.close): there only ours are looked for.
   */
  private static final List<String> LAMBDAS =
      Runtime.version().feature() > 17
          ? List.of("dev.presence.$$Lambda")
          : List.of(
              "java.lang.invoke.LambdaForm",
              "java.lang.invoke.InnerClassLambdaMetafactory",
              "java.lang.invoke.StringConcatFactory");

  private final Path log;
  private final Installed installed;

  SteadyRunIT(@TempDir Path folder) throws Exception {
    this.log = folder.resolve("classes.log");
    this.installed = new Installed(folder);
  }

  /** Does nothing: what it loads, the JDK itself needs. */
  static final class Empty {
    public static void main(String[] arguments) {}
  }

  @BeforeEach
  void settle() throws Exception {
    for (int i = 0; i < 5; i++) {
      installed.node(
          "i-0" + i, "app", "address.txt", "10.0.3.6" + i, "ports.json", "{\"http\": 80}");
      assertThat(installed.presence("announce").status()).isZero();
    }
    resolve();
    Thread.sleep(SETTLING_MILLIS);
    resolve();
  }

  @Test
  void resolve_withNothingNew_loadsNothingDear() throws Exception {
    Set<String> loaded = resolve();

    assertThat(loaded).contains("dev.presence.heartbeat.Looker", "dev.presence.memory.Answered");
    assertNone(loaded, DATABIND, GIT, CHILDREN, TERMINAL, RECORDS, DIGESTS, PATTERNS, LAMBDAS);
  }

  @Test
  void resolve_withARecordChanged_loadsNoDatabind() throws Exception {
    installed.node("i-03", "app", "address.txt", "10.0.3.99", "ports.json", "{\"http\": 80}");
    assertThat(installed.presence("announce").status()).isZero();

    Set<String> loaded = resolve();

    // The digest of the new answer: it shows that the run had news.
    assertThat(loaded).contains("java.security.MessageDigest");
    assertNone(loaded, DATABIND, GIT, CHILDREN, TERMINAL, RECORDS);
  }

  @Test
  void announce_ofTheSameFacts_loadsNothingDear() throws Exception {
    Set<String> loaded = run("announce");

    assertThat(loaded).contains("dev.presence.heartbeat.Announcer");
    assertNone(loaded, DATABIND, GIT, CHILDREN, TERMINAL, RECORDS, DIGESTS, PATTERNS, LAMBDAS);
  }

  @Test
  void heartbeat_whenOnlyBeatsAdvanced_loadsNothingDear() throws Exception {
    everybodyBeats();
    heartbeat();
    Thread.sleep(SETTLING_MILLIS);
    everybodyBeats();
    heartbeat();
    everybodyBeats();

    Set<String> loaded = heartbeat();

    assertThat(loaded).contains("dev.presence.heartbeat.HeartBeat", "dev.presence.resolve.Lives");
    assertNone(
        loaded, MARKS, DATABIND, GIT, CHILDREN, TERMINAL, RECORDS, DIGESTS, PATTERNS, LAMBDAS);
  }

  @Test
  void heartbeatWithFeeds_whenOnlyBeatsAdvanced_rendersNone() throws Exception {
    everybodyBeats();
    heartbeatWithFeeds();
    Thread.sleep(SETTLING_MILLIS);
    everybodyBeats();
    heartbeatWithFeeds();
    everybodyBeats();

    Set<String> loaded = heartbeatWithFeeds();

    assertThat(loaded).contains("dev.presence.heartbeat.Feeding", "dev.presence.memory.FeedMemory");
    assertNone(loaded, FEEDS, DATABIND, GIT, CHILDREN, RECORDS, DIGESTS, PATTERNS, LAMBDAS);
  }

  @Test
  void heartbeatWithFeeds_withANewAnswer_loadsNoDatabind() throws Exception {
    heartbeatWithFeeds();
    installed.node("i-03", "app", "address.txt", "10.0.3.99", "ports.json", "{\"http\": 80}");
    assertThat(installed.presence("announce").status()).isZero();

    Set<String> loaded = heartbeatWithFeeds();

    assertThat(found(loaded, FEEDS)).hasSizeGreaterThan(2);
    assertNone(loaded, DATABIND, GIT, CHILDREN, RECORDS);
  }

  /** What the tests above find nothing of is found where it is. */
  @Test
  void listAsJson_loadsDatabindAndLambdas() throws Exception {
    Set<String> loaded = run("list", "--format", "json");

    assertThat(found(loaded, DATABIND)).isNotEmpty();
    assertThat(found(loaded, TERMINAL)).isNotEmpty();
    assertThat(found(loaded, LAMBDAS)).isNotEmpty();
    assertThat(found(loaded, PATTERNS)).isNotEmpty();
  }

  @Test
  void init_ofARepository_loadsJGit() throws Exception {
    try (GitServer server = GitServer.bare(installed.home)) {
      assertThat(found(run("init", server.fileUrl()), GIT)).isNotEmpty();
    }
  }

  private void everybodyBeats() throws Exception {
    for (String id : List.of("i-00", "i-01")) {
      installed.node(id, "app");
      assertThat(installed.presence("announce", "--beat").status()).isZero();
    }
  }

  private Set<String> heartbeat() throws Exception {
    installed.node("i-lb", "lb", "address.txt", "10.0.3.1");
    return answer("heartbeat");
  }

  private Set<String> heartbeatWithFeeds() throws Exception {
    installed.node("i-lb", "lb", "address.txt", "10.0.3.1");
    return answer(
        "heartbeat",
        "--feed",
        "haproxy=" + log.resolveSibling("app.cfg"),
        "--feed",
        "prometheus=" + log.resolveSibling("app.json"),
        "--feed-check",
        "haproxy=true {}",
        "--feed",
        "env:app=" + log.resolveSibling("app.env"));
  }

  private Set<String> resolve() throws Exception {
    return answer("resolve");
  }

  private Set<String> answer(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--part", "app", "--deployment", "any", "--stacktype", "any"));
    all.addAll(List.of("--out", log.resolveSibling("answer.json").toString()));
    return run(all.toArray(new String[0]));
  }

  /** Runs the jar as the launcher does, without an archive: the names it loads. */
  private Set<String> run(String... arguments) throws Exception {
    List<String> program = new ArrayList<>(List.of(Installed.java(), "-XX:+UseSerialGC"));
    program.add("-Xlog:class+load=info:file=" + log + ":tags");
    program.addAll(List.of("-jar", installed.jar().toString()));
    program.addAll(List.of(arguments));
    Ended ended = installed.run(program.toArray(new String[0]));
    assertThat(ended.status()).as("%s", ended).isZero();
    return names();
  }

  private Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = LOADED.matcher(line);
      if (matcher.matches()) {
        names.add(matcher.group(1));
      }
    }
    assertThat(names).contains("java.lang.Object");
    return names;
  }

  private static List<String> found(Set<String> loaded, List<String> prefixes) {
    return loaded.stream()
        .filter(name -> prefixes.stream().anyMatch(name::startsWith) || isLambda(name, prefixes))
        .toList();
  }

  /** {@code Cli$$Lambda$1/0x…} of this program or a library; the JDK's own lie in its archive. */
  private static boolean isLambda(String name, List<String> prefixes) {
    return prefixes.equals(LAMBDAS)
        && name.contains("$$Lambda")
        && !name.startsWith("java.")
        && !name.startsWith("jdk.")
        && !name.startsWith("sun.");
  }

  @SafeVarargs
  private void assertNone(Set<String> loaded, List<String>... kinds) throws Exception {
    List<String> empty = Machine.java(Empty.class);
    empty.add(1, "-Xlog:class+load=info:file=" + log + ":tags");
    Machine.run(empty, Map.of());
    Set<String> own = names();
    for (List<String> kind : kinds) {
      assertThat(found(loaded, kind).stream().filter(name -> !own.contains(name)))
          .as("classes such as %s", kind)
          .isEmpty();
    }
  }
}
