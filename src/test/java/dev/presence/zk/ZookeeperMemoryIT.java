package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.BeatFormat;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.Stamp;
import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import dev.presence.testing.ZkServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent as its launcher starts it: what news takes, it gives back, and a large fleet has room.
 */
class ZookeeperMemoryIT {
  private static final int WARM_UP = 20_000;
  private static final int EVENTS = 100_000;
  private static final int IN_FLIGHT = 200;
  private static final String CHANGING = "/presence/part/app/i-app1";

  private int written;

  /** Changes the address in that record so often, each of which the server tells the agent. */
  private String change(ZooKeeper client, int times) throws Exception {
    String record = new String(client.getData(CHANGING, false, null), StandardCharsets.UTF_8);
    Semaphore free = new Semaphore(IN_FLIGHT);
    String address = "";
    for (int i = 0; i < times; i++) {
      written++;
      address = "10.%d.%d.%d".formatted(1 + written / 62_500, written / 250 % 250, written % 250);
      byte[] news =
          record
              .replaceAll("\"10(\\.\\d+){3}\"", "\"" + address + "\"")
              .getBytes(StandardCharsets.UTF_8);
      free.acquire();
      client.setData(CHANGING, news, -1, (status, path, context, stat) -> free.release(), null);
    }
    free.acquire(IN_FLIGHT);
    return address;
  }

  /** What a process holds: bytes of its heap after it was tidied, threads, open files. */
  private record Held(long heap, long threads, long files) {
    static Held of(long process) throws IOException, InterruptedException {
      Process histogram =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                  Long.toString(process),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(histogram.waitFor()).as(text).isZero();
      String heap = text.replaceAll("(?s).*\nTotal +\\d+ +(\\d+)\\s*", "$1");
      return new Held(Long.parseLong(heap), files(process, "task"), files(process, "fd"));
    }

    private static long files(long process, String of) throws IOException {
      try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), of))) {
        return files.count();
      }
    }
  }

  @Test
  void agent_overAHundredThousandEvents_takesNoMore(@TempDir Path folder) throws Exception {
    Installed program = AgentFleet.program(folder);
    try (DebianZookeeper server = DebianZookeeper.start(folder.resolve("zookeeper"))) {
      String zk = server.address("/presence");
      try (AgentFleet fleet = new AgentFleet(new Installed(folder, program), folder, "1m", zk)) {
        fleet.must("i-lb1", "init", zk);
        for (String id : new String[] {"i-app1", "i-app2", "i-app3"}) {
          fleet.must(id, "announce");
        }
        fleet.start("i-lb1");
        Held before = held(fleet, server, WARM_UP);

        Held after = held(fleet, server, EVENTS);

        System.out.printf("an agent over %,d events: %s, then %s%n", EVENTS, before, after);
        assertThat(after.heap).isLessThan(32 << 20);
        assertThat(after.heap - before.heap).isLessThan(1 << 20);
        assertThat(after.threads).isLessThanOrEqualTo(before.threads + 1);
        assertThat(after.files).isLessThanOrEqualTo(before.files + 1);
        fleet.stop("i-lb1");
      }
    }
  }

  /** Each of so many nodes is heard. */
  private static void beat(ZooKeeper client, int nodes) throws Exception {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      NodeName id = new NodeName("i-%05d".formatted(i));
      Stamp tss = new Stamp("20261122-174830");
      Beat beat = new Beat(id, 60, 1_000_000, tss, "w" + i, new TreeMap<>(), null, null);
      ops.add(
          Op.create(
              "/presence/beat/" + id.value(),
              BeatFormat.print(beat),
              ZooDefs.Ids.OPEN_ACL_UNSAFE,
              CreateMode.PERSISTENT));
      if (ops.size() == 500) {
        client.multi(ops);
        ops.clear();
      }
    }
  }

  @Test
  void agent_amongFiveThousandPeers_answersWithAllAndStays(@TempDir Path folder) throws Exception {
    Installed program = AgentFleet.program(folder);
    try (DebianZookeeper server = DebianZookeeper.start(folder.resolve("zookeeper"))) {
      String zk = server.address("/presence");
      try (AgentFleet fleet = new AgentFleet(new Installed(folder, program), folder, "2s", zk)) {
        fleet.must("i-lb1", "init", zk);
        server.byHand(
            client -> {
              ZkServer.fill(client, "/presence", "app", 5000);
              beat(client, 5000);
              return true;
            });

        fleet.start("i-lb1");
        fleet.until(() -> fleet.peers("i-lb1").size() == 5000);
        for (String id : new String[] {"i-app1", "i-app2", "i-app3"}) {
          fleet.must(id, "announce");
          fleet.until(() -> fleet.peers("i-lb1").contains(id));
        }

        assertThat(fleet.said("i-lb1")).doesNotContain("OutOfMemory");
        assertThat(ProcessHandle.of(fleet.process("i-lb1"))).isPresent();
        fleet.stop("i-lb1");
      }
    }
  }

  /** What the agent holds when it has answered with the last of so many changes. */
  private Held held(AgentFleet fleet, DebianZookeeper server, int changes) throws Exception {
    String last = server.byHand(client -> change(client, changes));
    fleet.until(() -> fleet.answer("i-lb1").contains(last));
    Thread.sleep(3000); // What it tells of that, it has told.
    return Held.of(fleet.process("i-lb1"));
  }
}
