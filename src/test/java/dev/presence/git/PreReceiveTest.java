package dev.presence.git;

import static dev.presence.testing.Nodes.beat;
import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.files.Deadline;
import dev.presence.model.Order;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.testing.GitServer;
import dev.presence.testing.Machine;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hook of docs/git.md: what the key of i-0a may push, and all that it may not. */
class PreReceiveTest {
  private static final String MINE = "presence/all/i-0a.json";
  private static final String OTHER = "presence/all/i-0b.json";

  private final GitServer server;
  private final GitServer clone;

  PreReceiveTest(@TempDir Path folder) throws Exception {
    server = GitServer.bare(Files.createDirectory(folder.resolve("server")));
    clone = GitServer.bare(Files.createDirectory(folder.resolve("clone")));
    String blob = server.blob("{}".getBytes(UTF_8));
    server.commit("main", "100644", blob, "presence/all/.gitkeep");
    server.commit("main", "100644", blob, MINE);
    server.commit("main", "100644", blob, OTHER);
    server.chain("refs/presence/all/i-0a", "i-0a.json", "{}".getBytes(UTF_8));
    server.chain("refs/presence/all/i-0b", "i-0b.json", "{}".getBytes(UTF_8));
    server.git("update-ref", "refs/presence/beat/i-0b", blob);
    clone.git("fetch", "-q", server.repository().toString(), "+refs/*:refs/*");
    Files.copy(Path.of("docs/git/pre-receive"), server.repository().resolve("hooks/pre-receive"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private String blob() throws Exception {
    return clone.blob("{\"new\": 1}".getBytes(UTF_8));
  }

  private boolean pushesAs(String who, String name, String... refs) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-C",
                clone.repository().toString(),
                "push",
                "-q",
                server.repository().toString()));
    command.addAll(List.of(refs));
    Machine.Ended ended = Machine.run(command, Map.of(who, name));
    if (ended.status() != 0) {
      assertThat(ended.err()).contains("presence: ");
    }
    return ended.status() == 0;
  }

  private boolean pushes(String... refs) throws Exception {
    return pushesAs("PRESENCE_NODE", "i-0a", refs);
  }

  @Test
  void push_ofTheNodesOwnFileChainAndBeat_isTaken() throws Exception {
    clone.commit("main", "100644", blob(), MINE);
    String tree = clone.git("rev-parse", "refs/presence/all/i-0a^{tree}");
    String next = clone.git("commit-tree", "-m", "x", "-p", "refs/presence/all/i-0a", tree);

    assertThat(pushes("main")).isTrue();
    assertThat(pushes(next + ":refs/presence/all/i-0a")).isTrue();
    assertThat(pushes(blob() + ":refs/presence/beat/i-0a")).isTrue();
    assertThat(pushes(":refs/presence/beat/i-0a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100644 " + OTHER,
        "100644 presence/all/I-0A.json",
        "100644 presence/order/i-0a.json",
        "100644 presence/all/i-0a.json.json",
        "100644 " + MINE + "/x",
        "100644 README.md",
        "100755 " + MINE,
        "120000 " + MINE,
        "160000 " + MINE,
      })
  void push_ofAnyOtherFileOrMode_isRefused(String what) throws Exception {
    String[] words = what.split(" ", -1);
    String id = words[0].equals("160000") ? clone.git("rev-parse", "main") : blob();
    if (what.endsWith("/x")) {
      clone.commit("main", "100644", id, null);
    }
    clone.commit("main", words[0], id, words[1]);
    if (what.endsWith("/x")) {
      String tree = clone.git("rev-parse", "main^{tree}");
      clone.git(
          "update-ref",
          "refs/heads/main",
          clone.git("commit-tree", "-m", "x", "-p", "main~2", tree));
    }

    assertThat(pushes("main")).isFalse();
    assertThat(pushesAs("PRESENCE_PERSON", "anna", "main")).isTrue();
  }

  @Test
  void push_ofTwoCommitsOrFilesOrAMergeOrByForce_isRefused() throws Exception {
    String base = clone.git("rev-parse", "main");
    clone.commit("main", "100644", blob(), MINE);
    String one = clone.git("rev-parse", "main");
    String merge = clone.git("commit-tree", "-m", "m", "-p", base, "-p", one, one + "^{tree}");
    String forced = clone.git("commit-tree", "-m", "f", "-p", base + "^", one + "^{tree}");
    clone.commit("main", "100644", clone.blob("{}".getBytes(UTF_8)), MINE);
    String two = clone.git("rev-parse", "main");
    clone.git("update-ref", "refs/heads/main", one);
    clone.commit("main", "100644", blob(), OTHER);
    String files = clone.git("commit-tree", "-m", "x", "-p", base, "main^{tree}");

    for (String commit : List.of(merge, "+" + forced, two, files)) {
      assertThat(pushes(commit + ":refs/heads/main")).as(commit).isFalse();
    }
    assertThat(pushes(one + ":refs/heads/main")).isTrue();
  }

  @Test
  void push_thatRenamesOrDeletes_isRefused() throws Exception {
    String base = clone.git("rev-parse", "main");
    String blob = clone.git("rev-parse", "main:" + OTHER);
    clone.commit("main", "100644", blob, null);
    clone.commit("main", "100644", blob, "presence/all/.gitkeep");
    clone.commit("main", "100644", blob, MINE);
    String gone = clone.git("commit-tree", "-m", "x", "-p", base, "main^{tree}");

    assertThat(pushes(gone + ":refs/heads/main")).isFalse();
    assertThat(pushes(":refs/heads/main")).isFalse();
    assertThat(pushes(":refs/presence/all/i-0a")).isFalse();
  }

  @Test
  void push_ofAnothersRefOrThePast_isRefused() throws Exception {
    String mine = clone.git("rev-parse", "refs/presence/all/i-0a");
    for (String ref :
        List.of(
            mine + ":refs/presence/all/i-0c",
            "+" + mine + ":refs/presence/all/i-0b",
            mine + ":refs/presence/gone/i-0a",
            blob() + ":refs/presence/try/a/b",
            "+" + blob() + ":refs/presence/beat/i-0b",
            mine + ":refs/heads/other",
            mine + ":refs/tags/v1",
            mine + ":refs/presence/beat/i-0a",
            "+" + blob() + ":refs/presence/all/i-0a")) {
      assertThat(pushes(ref)).as(ref).isFalse();
    }
    assertThat(pushesAs("PRESENCE_OTHER", "x", mine + ":refs/heads/other")).isFalse();
  }

  @Test
  void push_ofAChainThatForgetsItsPast_isRefused() throws Exception {
    String past = server.git("rev-parse", "refs/presence/all/i-0a");
    server.git("update-ref", "refs/presence/gone/i-0a", past);
    server.git("update-ref", "-d", "refs/presence/all/i-0a");
    String anew = clone.git("commit-tree", "-m", "x", past + "^{tree}");
    String next = clone.git("commit-tree", "-m", "x", "-p", past, past + "^{tree}");

    assertThat(pushes(anew + ":refs/presence/all/i-0a")).isFalse();
    assertThat(pushes(next + ":refs/presence/all/i-0a")).isTrue();
  }

  @Test
  void push_whereTheListIsTheBranchsOwnRoot_isOfTheFileThere() throws Exception {
    clone.commit("main", "100644", blob(), "all/i-0a.json");
    String root = clone.git("rev-parse", "main");

    assertThat(pushes("main")).isFalse();
    server.environment.put("PRESENCE_PATH", "");
    server.environment.put("PRESENCE_NODE", "i-0a");
    server.start();
    clone.git("push", "-q", server.url(), root + ":refs/heads/main");
  }

  /** For the hook it is the node's own file; the server has to look, as the docs have it do. */
  @Test
  void push_ofATreeInWhichANameIsAPath_isRefusedByTheServer() throws Exception {
    for (String line : Files.readAllLines(Path.of("docs/git.md"))) {
      if (line.startsWith("    git config ")) {
        server.git(line.strip().substring("git ".length()).split(" ", -1));
      }
    }
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.writeBytes("40000 presence\0".getBytes(UTF_8));
    tree.writeBytes(HexFormat.of().parseHex(clone.git("rev-parse", "main:presence")));
    tree.writeBytes(("100644 " + MINE + "\0").getBytes(UTF_8));
    tree.writeBytes(HexFormat.of().parseHex(blob()));
    String nonsense = clone.object("tree", tree.toByteArray());
    String commit = clone.git("commit-tree", "-m", "x", "-p", "main", nonsense);

    Machine.Ended ended =
        Machine.run(
            List.of(
                "git",
                "-C",
                clone.repository().toString(),
                "push",
                server.repository().toString(),
                commit + ":refs/heads/main"),
            Map.of("PRESENCE_NODE", "i-0a"));

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("fullPathname");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void announce_ofTheNodeOfTheKey_isTakenAndAnOrderIsNot(String options) throws Exception {
    server.environment.put("PRESENCE_NODE", "i-0a");
    server.start();
    try (Store store = open(options)) {
      Entry mine = new Entry(Entry.Kind.RECORD, "i-0a");
      assertThat(
              store.put(
                  new Announcement(node("i-0a"), beat("i-0a", 1)),
                  Objects.requireNonNull(store.find(List.of(mine)).get(mine))))
          .isEqualTo(new Receipt.Written(List.of()));
    }
    try (Store store = open(options)) {
      assertThat(store.tryWriting()).isNull();
    }
    try (Store store = open(options)) {
      assertThatThrownBy(() -> store.put(order("i-0b", Order.Word.LEFT, "20261122-174830"), null))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("refused refs/heads/main");
    }
  }

  private Store open(String options) throws Exception {
    return GitStore.open(
        server.url() + options,
        GitCache.NONE,
        "0badcafe",
        Deadline.in(Duration.ofMinutes(1)),
        Clock.systemUTC());
  }
}
