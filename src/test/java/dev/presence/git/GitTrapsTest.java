package dev.presence.git;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.files.Deadline;
import dev.presence.store.Announcement;
import dev.presence.store.Listing;
import dev.presence.store.Store;
import dev.presence.testing.GitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JGit does, unless it is kept from it, as far as one process can tell. */
class GitTrapsTest {
  private final GitServer server;

  GitTrapsTest(@TempDir Path folder) throws Exception {
    server = GitServer.bare(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** A push whose pack cannot be built waits for a server that waits for the pack. */
  @Test
  void push_ofWhatIsNotHere_failsAtOnceAndIsNotBegun() throws Exception {
    server.start();
    QuietReader.install();
    Objects objects = new Objects();
    GitAddress address = GitAddress.parse(server.url());
    Deadline deadline = Deadline.in(Duration.ofMinutes(1));
    Session session =
        new Session(new Remote(address, deadline, objects.repository()), objects, "main");
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(ObjectId.fromString("4b825dc642cb6eb9a060e54bf8d69288fbee4904"));
    commit.setParentId(ObjectId.fromString("0badcafe0badcafe0badcafe0badcafe0badcafe"));
    new Said("i-0a", "x").sign(commit, Instant.now().getEpochSecond());
    ObjectId id = objects.insertCommit(commit);

    assertThatThrownBy(
            () -> session.push(List.of(new Update("refs/heads/main", ObjectId.zeroId(), id))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Missing");

    session.close();
    assertThat(server.git("for-each-ref")).isEmpty();
  }

  /** One that stays keeps the process alive, or takes what it does with it when that ends. */
  @Test
  void anyCall_leavesNoThreadThatIsWaitedFor() throws Exception {
    Set<Thread> before = threads();
    try (Store store =
        GitStore.open(
            server.fileUrl(),
            GitCache.NONE,
            "0badcafe",
            Deadline.in(Duration.ofMinutes(1)),
            Clock.systemUTC())) {
      store.create();
      store.put(new Announcement(node("i-0a"), beat("i-0a", 1)), null);
      store.list(Listing.ALL_PARTS);
    }

    Set<Thread> left = threads();
    left.removeAll(before);
    for (Thread thread : left) {
      thread.join(Duration.ofSeconds(10).toMillis()); // The server of a path is a thread of ours.
    }
    assertThat(left).noneMatch(thread -> thread.isAlive() && !thread.isDaemon());
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  @Test
  void repositoryOfThisMachine_isNotCleanedUpByAProcessThatEnds() throws Exception {
    QuietReader.install();

    Config config = SystemReader.getInstance().getUserConfig();

    assertThat(config.getBoolean("receive", "autogc", true)).isFalse();
    assertThat(config.getInt("gc", "auto", 6700)).isZero();
    assertThat(SystemReader.getInstance().getenv("GIT_DIR")).isNull();
    assertThat(SystemReader.getInstance().getSystemConfig()).isSameAs(config);
    assertThat(SystemReader.getInstance().getJGitConfig()).isSameAs(config);
  }
}
