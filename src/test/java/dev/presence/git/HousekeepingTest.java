package dev.presence.git;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.Deadline;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.testing.GitServer;
import dev.presence.testing.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The housekeeping of docs/git.md: what it takes off, what it leaves, and who pushes meanwhile. */
class HousekeepingTest {
  /** As the script has it: more loose objects than these are packed. */
  private static final int MOST_LOOSE = 6700;

  private static final Machine.Ended QUIET = new Machine.Ended(0, "", "");

  private final GitServer server;

  HousekeepingTest(@TempDir Path folder) throws Exception {
    server = GitServer.bare(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.check();
    server.close();
  }

  private Machine.Ended run() throws Exception {
    String script = Path.of("docs/git/presence-git-housekeeping").toAbsolutePath().toString();
    return Machine.run(script, server.repository().toString());
  }

  private void keepHouse() throws Exception {
    assertThat(run()).isEqualTo(QUIET);
  }

  private Path loose(String id) {
    return server
        .repository()
        .resolve("objects")
        .resolve(id.substring(0, 2) + "/" + id.substring(2));
  }

  private String blob(String text) throws Exception {
    return server.blob(text.getBytes(UTF_8));
  }

  private static void age(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
  }

  private void ageAll() throws Exception {
    try (Stream<Path> files = Files.walk(server.repository().resolve("objects"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        age(file);
      }
    }
  }

  /** The lines of {@code git count-objects}, such as {@code packs: 1}. */
  private List<String> counts() throws Exception {
    return server.git("count-objects", "-v").lines().toList();
  }

  @Test
  void run_packsRefsAndTakesOffWhatNothingReachesForAnHour() throws Exception {
    server.chain("refs/presence/all/i-0a", "i-0a.json", "{}".getBytes(UTF_8));
    server.git("update-ref", "refs/presence/beat/i-0a", blob("its beat"));
    String old = blob("the beat before");
    ageAll();
    String fresh = blob("of a push that is under way");

    keepHouse();

    assertThat(Files.readString(server.repository().resolve("packed-refs")))
        .contains("refs/presence/all/i-0a", "refs/presence/beat/i-0a");
    assertThat(server.repository().resolve("refs/presence/beat/i-0a")).doesNotExist();
    assertThat(loose(old)).doesNotExist();
    assertThat(loose(fresh)).exists();
    assertThat(server.git("cat-file", "-p", "refs/presence/all/i-0a:i-0a.json")).isEqualTo("{}");
    assertThat(server.git("cat-file", "-p", "refs/presence/beat/i-0a")).isEqualTo("its beat");
    assertThat(counts()).contains("packs: 0");
  }

  @Test
  void run_takesAwayTheLocksOfAKilledServerAndNoOther() throws Exception {
    server.commit("main", "100644", blob("{}"), "presence/all/.gitkeep");
    Path held = Files.createFile(server.repository().resolve("refs/heads/other.lock"));
    Path left = Files.createFile(server.repository().resolve("refs/heads/main.lock"));
    Path packed = Files.createFile(server.repository().resolve("packed-refs.lock"));
    age(left);
    age(packed);

    keepHouse();

    assertThat(left).doesNotExist();
    assertThat(packed).doesNotExist();
    assertThat(held).exists();
    Files.delete(held);
  }

  @Test
  void run_packsWhatIsLooseForGoodWhenItIsMuch() throws Exception {
    String packed = blob("a beat that was packed");
    server.git("update-ref", "refs/presence/beat/i-0a", packed);
    server.git("repack", "-a", "-d", "-q");
    String[] files =
        IntStream.range(0, MOST_LOOSE)
            .mapToObj(i -> "M 100644 inline " + i + "\ndata 5\n%05d\n".formatted(i))
            .toArray(String[]::new);
    Path stream = server.repository().resolve("../stream");
    Files.writeString(
        stream,
        "commit refs/heads/main\ncommitter a <a@a> 1700000000 +0000\ndata 0\n"
            + String.join("", files));
    Machine.must(
        "sh",
        "-c",
        "git -C '%s' -c fastimport.unpackLimit=100000 fast-import --quiet <'%s'"
            .formatted(server.repository(), stream));
    server.git("update-ref", "refs/presence/beat/i-0a", blob("its beat"));
    keepHouse();
    assertThat(counts()).contains("count: 6703", "packs: 1"); // Young: it may be garbage yet.
    ageAll();

    keepHouse();

    assertThat(counts()).contains("count: 0", "in-pack: 6703", "packs: 1");
    assertThat(Machine.can("git", "-C", server.repository().toString(), "cat-file", "-e", packed))
        .isFalse();
    assertThat(server.git("show", "main:4711")).isEqualTo("04711");
  }

  @Test
  void run_makesOnePackOfManyThatPushesByPathLeft() throws Exception {
    String address = server.fileUrl() + "?layout=refs";
    try (Store store = open(address)) {
      store.create();
    }
    for (int i = 0; i < 52; i++) {
      announcing("i-" + i, address, 1);
    }
    assertThat(packs()).hasSizeGreaterThan(50);

    keepHouse();

    assertThat(packs()).hasSize(1);
  }

  private List<String> packs() {
    String[] files = server.repository().resolve("objects/pack").toFile().list();
    return Stream.of(files == null ? new String[0] : files)
        .filter(name -> name.endsWith(".pack"))
        .toList();
  }

  @Test
  void run_whoseGitTakesAnObjectForCorrupt_prunesOnceMoreAndNotTwice() throws Exception {
    assertThat(runWithPruneFailing(1)).isEqualTo(QUIET);
    assertThat(runWithPruneFailing(2)).isEqualTo(new Machine.Ended(128, "", "fatal: corrupt\n"));
  }

  /** With a git whose {@code prune} fails so often before it works. */
  private Machine.Ended runWithPruneFailing(int times) throws Exception {
    Path bin = Files.createTempDirectory(server.repository(), "bin");
    Path git = bin.resolve("git");
    Files.writeString(
        git,
        """
        #!/bin/sh
        if [ "$1" = prune ] && [ "$(ls "%1$s" | wc -l)" -le %2$d ]; then
          mktemp "%1$s/failed.XXXXXX" >/dev/null
          echo 'fatal: corrupt' >&2
          exit 128
        fi
        PATH=${PATH#*:} exec git "$@"
        """
            .formatted(bin, times));
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwxr-xr-x"));
    String script = Path.of("docs/git/presence-git-housekeeping").toAbsolutePath().toString();
    return Machine.run(
        List.of(script, server.repository().toString()),
        Map.of("PATH", bin + ":" + System.getenv("PATH")));
  }

  @Test
  void announcementsAndLooks_besideOneRunAfterTheOther_areAllDone() throws Exception {
    server.start();
    List<String> addresses =
        List.of(server.url() + "?layout=refs", server.fileUrl() + "?layout=refs");
    try (Store store = open(addresses.get(0))) {
      store.create();
    }
    String fresh = blob("of a push that is under way");
    ExecutorService nodes = Executors.newFixedThreadPool(addresses.size());
    List<Future<Boolean>> works =
        IntStream.range(0, addresses.size())
            .mapToObj(i -> nodes.submit(() -> announcing("i-0" + i, addresses.get(i), 20)))
            .toList();
    nodes.shutdown();
    Set<Machine.Ended> runs = new HashSet<>();
    while (!nodes.isTerminated()) {
      runs.add(run());
    }

    for (Future<Boolean> work : works) {
      assertThat(work.get()).isTrue();
    }
    assertThat(runs).containsExactly(QUIET);
    assertThat(loose(fresh)).exists();
    assertThat(server.git("rev-list", "--count", "--glob=refs/presence/all/*")).isEqualTo("40");
  }

  /** Announces so often, and looks each time whether it finds what it said. */
  private static Boolean announcing(String id, String address, int times) throws Exception {
    Entry mine = new Entry(Entry.Kind.RECORD, id);
    for (int i = 1; i <= times; i++) {
      try (Store store = open(address)) {
        assertThat(
                store.put(
                    new Announcement(node(id, Map.of("zone", "z" + i)), beat(id, i)),
                    store.find(List.of(mine)).get(mine)))
            .isEqualTo(new Receipt.Written(List.of()));
      }
      try (Store store = open(address)) {
        assertThat(store.list(Listing.ALL_PARTS).entries()).containsKey(mine);
      }
    }
    return true;
  }

  private static Store open(String address) throws Exception {
    return GitStore.open(
        address, GitCache.NONE, "0badcafe", Deadline.in(Duration.ofMinutes(1)), Clock.systemUTC());
  }
}
