package dev.presence.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import dev.presence.files.Deadline;
import dev.presence.git.GitCache;
import dev.presence.git.GitStore;
import dev.presence.store.FolderStore;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.GitServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingCheckTest {
  private static final int MOST_REFS = 100;

  /** In each of the 256 folders; more are over twenty thousand. */
  private static final int MOST_OBJECTS = 78;

  private final Path folder;
  private final GitServer server;

  HousekeepingCheckTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.server = GitServer.bare(folder);
  }

  @BeforeEach
  void refs() throws Exception {
    server.commit("main", "100644", server.blob("{}".getBytes(UTF_8)), "presence/all/.gitkeep");
    looseRefs(MOST_REFS - 1); // And the branch.
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void looseRefs(int count) throws Exception {
    String blob = server.blob("a beat".getBytes(UTF_8));
    Path beats = Files.createDirectories(server.repository().resolve("refs/presence/beat"));
    for (int i = 0; i < count; i++) {
      Files.writeString(beats.resolve("i-" + i), blob + "\n");
    }
  }

  private void oldObjects(int count, Duration age) throws Exception {
    Path objects = Files.createDirectories(server.repository().resolve("objects/17"));
    for (int i = 0; i < count; i++) {
      aged(Files.writeString(objects.resolve("%038x".formatted(i)), "x"), age);
    }
  }

  private static void aged(Path file, Duration age) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static Store open(String address, Clock clock) throws Exception {
    return GitStore.open(
        address, GitCache.NONE, "0badcafe", Deadline.in(Duration.ofMinutes(1)), clock);
  }

  private static List<Finding> look(Store store) {
    return new HousekeepingCheck(new Stores(List.of(store), Deadline.in(Duration.ofMinutes(1))))
        .look();
  }

  private List<Finding> lookAtFiles() throws Exception {
    try (Store store = open(server.fileUrl(), Clock.systemUTC())) {
      return look(store);
    }
  }

  private void assertHint(List<Finding> findings, String words) {
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).check()).isEqualTo("housekeeping");
    assertThat(findings.get(0).grade()).isEqualTo(Grade.HINT);
    assertThat(findings.get(0).says()).contains(words, "docs/git.md");
  }

  @Test
  void repository_ofFewLooseRefs_isNotWorthAWord() throws Exception {
    assertThat(lookAtFiles()).isEmpty();
  }

  @Test
  void repository_whoseManyRefsNobodyPacks_wantsIt() throws Exception {
    looseRefs(MOST_REFS);

    assertHint(lookAtFiles(), server.fileUrl() + ": more than 100 refs are loose");
  }

  @Test
  void refs_looseSinceTheyWerePackedNotLongAgo_areAsTheyShouldBe() throws Exception {
    server.git("pack-refs", "--all");
    looseRefs(MOST_REFS + 1);
    Path packed = server.repository().resolve("packed-refs");

    aged(packed, Duration.ofMinutes(59));
    assertThat(lookAtFiles()).isEmpty();
    aged(packed, Duration.ofMinutes(61));
    assertHint(lookAtFiles(), "for an hour none was packed");
  }

  @Test
  void repository_whoseOldObjectsNobodyPrunes_wantsIt() throws Exception {
    oldObjects(MOST_OBJECTS, Duration.ofMinutes(121));
    assertThat(lookAtFiles()).isEmpty();
    oldObjects(MOST_OBJECTS + 1, Duration.ofMinutes(121));
    assertHint(lookAtFiles(), "some 20000 objects or more are loose");
    oldObjects(MOST_OBJECTS + 1, Duration.ofMinutes(119));
    assertThat(lookAtFiles()).isEmpty();
  }

  /** A clock by which everything between two looks takes so long. */
  private static Clock slow(Duration step) {
    return new Clock() {
      private Instant now = Instant.parse("2026-11-22T17:48:30Z");

      @Override
      public Instant instant() {
        now = now.plus(step);
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneId.of("UTC");
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private List<Finding> lookOver(String url, Duration step) throws Exception {
    try (Store store = open(url, slow(step))) {
      return look(store);
    }
  }

  @Test
  void server_elsewhere_isToldByItsSlowness() throws Exception {
    looseRefs(MOST_REFS + 1);
    server.start();

    assertThat(lookOver(server.url(), Duration.ofMillis(1999))).isEmpty();
    assertHint(
        lookOver(server.url(), Duration.ofSeconds(2)),
        server.url() + ": its server took 2 s to show its refs");
  }

  @Test
  void store_thatIsAwayOrNotInGit_isNotSpokenOf() throws Exception {
    assertThat(lookOver(server.url(), Duration.ofHours(1))).isEmpty();
    assertThat(look(open("git:" + folder.resolve("none.git"), Clock.systemUTC()))).isEmpty();
    assertThat(look(ForwardingStore.away("/away"))).isEmpty();
    assertThat(look(new FolderStore(folder, "0badcafe"))).isEmpty();
  }
}
