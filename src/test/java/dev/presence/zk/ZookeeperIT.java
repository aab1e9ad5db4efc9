package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.process.ClassArchive;
import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.ZkServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is installed, and the ZooKeeper of Debian. */
class ZookeeperIT {
  private final Path folder;
  private final Installed installed;
  private final DebianZookeeper server;
  private final String zk;

  ZookeeperIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.installed = new Installed(folder);
    installed.addZk();
    this.server = DebianZookeeper.start(folder.resolve("zookeeper"));
    this.zk = server.address("/presence");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Ended must(String... arguments) throws Exception {
    Ended ended = installed.presence(arguments);
    assertThat(ended.status()).as("%s", ended).isZero();
    return ended;
  }

  /** That node, with a memory of its own. */
  private void as(String id, String part, String... facts) throws Exception {
    installed.node(id, part, facts);
    installed.environment.put("PRESENCE_STATE_DIR", folder.resolve("state-" + id).toString());
  }

  private void stores(String... stores) {
    installed.environment.put("PRESENCE_STORE", String.join("\n", stores));
  }

  private void beat(String id, String part, String address) throws Exception {
    as(id, part, "address.txt", address);
    must("heartbeat", "--part", "app", "--out", answer(id).toString());
  }

  private Path answer(String id) {
    return folder.resolve("answer-" + id + ".json");
  }

  /** The answer of the balancer, and of nobody else. */
  private String seen() throws Exception {
    beat("i-lb", "lb", "10.0.3.9");
    return Files.readString(answer("i-lb"));
  }

  @Test
  void everyCommand_onAListInZooKeeper_doesWhatItDoesInAFolder() throws Exception {
    stores(zk);
    must("init", zk);
    beat("i-0a", "app", "10.0.3.1");
    beat("i-0b", "app", "10.0.3.2");
    assertThat(seen()).contains("10.0.3.1", "10.0.3.2");

    assertThat(must("list").out()).contains("i-0a", "i-0b", "i-lb");
    assertThat(must("show", "i-0a").out()).contains("10.0.3.1", zk);
    must("drain", "i-0a", "--reason", "new disk");
    assertThat(seen())
        .contains("\"draining\"")
        .containsPattern("\"draining\": \\{\\s*\"app\": \\[\\s*\\{");
    must("undrain", "i-0a");
    as("i-0b", "app", "address.txt", "10.0.3.2");
    must("leave");
    assertThat(seen()).contains("10.0.3.1").doesNotContain("10.0.3.2");
    must("remove", "i-0a");
    assertThat(seen()).doesNotContain("10.0.3.1");
    assertThat(pruned()).contains("i-0a", "i-0b");
    assertThat(must("list").out()).doesNotContain("i-0a", "i-0b");
    assertThat(installed.presence("doctor").out())
        .contains(zk, "everybody who reaches it may write on it");
  }

  @Test
  void listAndShow_tellWhoseAgentIsConnected() throws Exception {
    stores(zk);
    must("init", zk);
    beat("i-0b", "app", "10.0.3.2");
    as("i-0a", "app", "address.txt", "10.0.3.1");
    Path err = folder.resolve("agent.err");
    Process agent =
        new ProcessBuilder(
                installed.command(installed.launcher().toString(), "agent", "--every", "1h"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    try {
      for (int i = 0; i < 60 && !must("list").out().contains("agent"); i++) {
        Thread.sleep(500);
      }
      assertThat(must("list").out())
          .as(Files.readString(err))
          .containsPattern("(?m)^i-0a .* [0-9]+s, agent +-$")
          .containsPattern("(?m)^i-0b .* [0-9]+[sm] +-$");
      assertThat(must("show", "i-0a").out()).contains("its agent is connected: its mark stands on");
      assertThat(must("show", "i-0b").out()).contains("no agent of it is connected");
    } finally {
      agent.destroyForcibly().waitFor();
    }
  }

  /** What prune took, when it was long enough ago. */
  private String pruned() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50 && all.indexOf("i-0a") < 0; i++) {
      all.append(must("prune", "--older-than", "1s").out());
    }
    return all.toString();
  }

  @Test
  void history_ofAListInZooKeeper_saysThatItHasNone() throws Exception {
    stores(zk);
    must("init", zk);
    beat("i-0a", "app", "10.0.3.1");

    Ended ended = installed.presence("list", "--at", "2026-11-22T00:00:00Z");

    assertThat(ended.status()).as("%s", ended).isEqualTo(2);
    assertThat(ended.err()).contains(zk);
  }

  @Test
  void aList_thatWasNotMade_isRefusedInOneSentence() throws Exception {
    stores(zk);

    Ended ended = installed.presence("list");

    assertThat(ended.status()).isEqualTo(11);
    assertThat(ended.err()).contains(zk + " is no list", "presence init " + zk);
  }

  @Test
  void theProgram_withoutItsSecondJar_saysWhichAndWhere() throws Exception {
    Files.delete(installed.jar().resolveSibling("presence-zk.jar"));
    stores(zk);

    Ended ended = installed.presence("list");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("presence-zk.jar", "beside presence.jar");
    stores(installed.list.toString());
    must("list");
  }

  @Test
  void archive_isUsedWithTheSecondJarAndAfterItCameOrWent() throws Exception {
    Path jar = installed.jar().resolveSibling("presence-zk.jar");
    Path aside = folder.resolve("aside.jar");
    stores(installed.list.toString());
    must("archive");
    assertThat(must("list").err()).isEmpty();
    Files.move(jar, aside);
    assertThat(must("list").err()).isEmpty();
    must("archive");
    Files.move(aside, jar);
    assertThat(must("list").err()).isEmpty();
    stores(zk);
    must("init", zk);
    assertThat(must("list").err()).isEmpty();
  }

  /**
   * On Java 17, {@code mvn verify -Dit.test=ZookeeperIT -Dgolden.update=true} writes the list of
   * the classes anew from real runs.
   */
  @Test
  void archive_ofANodeWithSuchAList_hasItsClasses() throws Exception {
    stores(zk);
    must("init", zk);
    as("i-0a", "app", "address.txt", "10.0.3.1");
    if (Boolean.getBoolean("golden.update")) {
      update();
    }
    must("archive");
    Path log = folder.resolve("classes.log");

    java(
        List.of(
            "-XX:SharedArchiveFile=" + installed.archive(), "-Xlog:class+load=info:file=" + log),
        "resolve",
        "--part",
        "app");

    assertThat(Files.readString(log))
        .contains("org.apache.zookeeper.ClientCnxn source: shared objects file")
        .contains("dev.presence.zk.ZkStore source: shared objects file");
  }

  private void java(List<String> flags, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Installed.java()));
    command.addAll(ClassArchive.FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-jar", installed.jar().toString()));
    command.addAll(List.of(arguments));
    Ended ended = installed.run(command.toArray(new String[0]));
    assertThat(ended.status()).as("%s", ended).isZero();
  }

  private void update() throws Exception {
    Path process = Path.of("src/main/resources/dev/presence/process");
    Set<String> known = new HashSet<>(Files.readAllLines(process.resolve("git-classes")));
    Set<String> classes = new LinkedHashSet<>();
    String answer = answer("i-0a").toString();
    String[][] runs = {
      {"demo"},
      {"announce", "--beat"},
      {"heartbeat", "--part", "app", "--out", answer},
      {"resolve", "--part", "app"},
      {"list"}
    };
    for (String[] run : runs) {
      Path list = folder.resolve("classes-of-" + run[0]);
      java(List.of("-XX:DumpLoadedClassList=" + list), run);
      for (String line : Files.readAllLines(list)) {
        if (!line.startsWith("#") && !known.contains(line)) {
          classes.add(line);
        }
      }
      if (run[0].equals("demo")) {
        known.addAll(classes);
        classes.clear();
      }
    }
    List<String> sorted = new ArrayList<>(classes);
    sorted.sort(Comparator.comparing(line -> line.startsWith("@"))); // Names first.
    Files.write(process.resolve("zk-classes"), sorted);
  }

  @Test
  void zooKeeperAway_besideAFolder_losesAndEmptiesNothing() throws Exception {
    stores(installed.list.toString(), zk);
    must("init", zk);
    beat("i-0a", "app", "10.0.3.1");
    beat("i-0b", "app", "10.0.3.2");
    String before = seen();

    server.kill();
    installed.environment.put("PRESENCE_TIMEOUT", "4s");
    beat("i-0c", "app", "10.0.3.3");
    String away = seen();
    assertThat(away).contains("10.0.3.1", "10.0.3.2", "10.0.3.3");

    server.startAgain();
    installed.environment.remove("PRESENCE_TIMEOUT");
    beat("i-0c", "app", "10.0.3.3");
    assertThat(seen()).isEqualTo(away).isNotEqualTo(before);
    stores(zk);
    assertThat(must("list").out()).contains("i-0a", "i-0b", "i-0c");
  }

  /** The same list, to somebody with that name and password. */
  private String of(String user) throws Exception {
    return zk + ZkServer.auth(folder, user);
  }

  @Test
  void rights_letANodeWriteItsOwnAndPeopleGiveOrders() throws Exception {
    must("init", of("anna:word"));
    stores(of("i-0a:one"));
    beat("i-0a", "app", "10.0.3.1");
    stores(of("i-0b:two"));
    beat("i-0b", "app", "10.0.3.2");

    assertRefused("/presence/order/i-0a", "drain", "i-0a");
    as("i-0a", "app", "address.txt", "10.0.3.66");
    assertRefused("/presence/part/app/i-0a", "announce");
    stores(zk);
    assertRefused("/presence/part/app/i-0a", "announce");

    as("i-lb", "lb", "address.txt", "10.0.3.9");
    stores(of("anna:word"));
    must("drain", "i-0a");
    assertThat(installed.presence("doctor").out()).doesNotContain("everybody");
    stores(of("i-lb:three"));
    assertThat(seen())
        .contains("10.0.3.1", "10.0.3.2")
        .doesNotContain("10.0.3.66")
        .containsPattern("\"draining\": \\{\\s*\"app\": \\[\\s*\\{");
  }

  private void assertRefused(String path, String... command) throws Exception {
    Ended ended = installed.presence(command);
    assertThat(ended.status()).as("%s", ended).isEqualTo(11);
    assertThat(ended.err()).contains("refused " + path + ": its rights are others'");
  }

  /** In whatever step, everybody sees everybody: the page docs/zookeeper.md has these steps. */
  @Test
  void aFleet_movesFromAFolderAndBackWithoutAGap() throws Exception {
    String list = installed.list.toString();
    String[][] steps = {{list}, {list, zk}, {zk}, {zk, list}, {list}};
    stores(steps[0]);
    beat("i-0a", "app", "10.0.3.1");
    beat("i-0b", "app", "10.0.3.2");
    String answer = seen();
    must("init", zk);
    for (int step = 1; step < steps.length; step++) {
      // One after the other, as a fleet is: each look in between is complete.
      for (String id : new String[] {"i-0a", "i-0b", "i-lb"}) {
        stores(steps[step]);
        if (!id.equals("i-lb")) {
          beat(id, "app", id.equals("i-0a") ? "10.0.3.1" : "10.0.3.2");
          stores(steps[step - 1]);
        }
        assertThat(seen()).as("step %d, %s", step, id).isEqualTo(answer);
      }
    }
  }
}
