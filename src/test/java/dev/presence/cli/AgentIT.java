package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent as its unit starts it, on a list in a folder. Where nothing else is said its next beat
 * is an hour away, so that what it does it was woken for.
 */
class AgentIT {
  /** Far beyond what anything here takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Path folder;
  private final Installed installed;
  private final Path out;
  private final List<Process> agents = new ArrayList<>();

  AgentIT(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.installed = new Installed(this.folder);
    this.out = this.folder.resolve("out.json");
    neighbour("i-app1", "10.0.0.1");
    installed.node("i-lb", "lb", "address.txt", "10.0.0.9", "state.txt", "idle");
  }

  @AfterEach
  void end() throws Exception {
    for (Process agent : agents) {
      agent.destroyForcibly().waitFor();
    }
  }

  private void neighbour(String id, String address) throws Exception {
    as(id, "app", address, "announce");
  }

  /** Runs a command as another node of the same list, with a memory of its own. */
  private void as(String id, String part, String address, String... command) throws Exception {
    String node = installed.environment.get("PRESENCE_NODEINFO");
    installed.node(id, part, "address.txt", address);
    installed.environment.put("PRESENCE_STATE_DIR", folder.resolve("state." + id).toString());
    Ended ended = installed.presence(command);
    assertThat(ended.status()).as("%s", ended).isZero();
    installed.environment.put("PRESENCE_STATE_DIR", installed.state.toString());
    installed.environment.put("PRESENCE_NODEINFO", String.valueOf(node));
  }

  private Process agent(String... more) throws Exception {
    List<String> program = new ArrayList<>(List.of(installed.launcher().toString(), "agent"));
    program.addAll(List.of("--part", "app", "--out", out.toString()));
    program.addAll(List.of("--deployment", "any", "--stacktype", "any"));
    program.addAll(List.of(more));
    Process agent =
        new ProcessBuilder(installed.command(program.toArray(new String[0])))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(file("agent.out").toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(file("agent.err").toFile()))
            .start();
    agents.add(agent);
    return agent;
  }

  /** One that has done its first turn and waits. */
  private Process settled(String... more) throws Exception {
    String before = text(beat());
    Process agent = agent(more);
    until(() -> !text(beat()).equals(before) && text(out).contains("i-app1"));
    Thread.sleep(1000); // Its own record is news to it too, once.
    return agent;
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Path beat() {
    return installed.list.resolve("beat/i-lb.json");
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** What a test waits for. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  private void until(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime())
          .as("%s%s, answer %s", text(file("agent.out")), text(file("agent.err")), text(out))
          .isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void agent_whenANeighbourAnnounces_answersAndWritesNothingToTheList() throws Exception {
    settled("--every", "1h", "--on-change", "true", "--settle", "1h");
    String own = Tree.file(installed.record("i-lb")) + Tree.file(beat());

    as("i-db1", "db", "10.0.0.5", "announce");
    neighbour("i-app2", "10.0.0.2");

    until(() -> text(out).contains("i-app2"));
    Thread.sleep(1000);
    assertThat(Tree.file(installed.record("i-lb")) + Tree.file(beat())).isEqualTo(own);
  }

  @Test
  void agent_ofWhatIsNew_actsOnceAndTellsOfADrainAtOnce() throws Exception {
    String acts = "echo >>%s; cp \"$PRESENCE_ANSWER\" %s".formatted(file("changes"), file("acted"));
    settled("--every", "1h", "--on-change", acts);
    until(() -> text(file("acted")).contains("i-app1"));
    String told = text(beat());

    neighbour("i-app2", "10.0.0.2");
    until(() -> text(file("acted")).contains("i-app2"));
    Thread.sleep(1000);
    assertThat(text(beat())).isEqualTo(told); // Nobody waits for that.

    assertThat(installed.presence("drain", "i-app1").status()).isZero();

    until(() -> text(file("acted")).matches("(?s).*\"draining\": [{]\\s*\"app\": \\[\\s*[{].*"));
    until(() -> text(beat()).contains("i-app1") && !text(beat()).equals(told));
    Thread.sleep(1000);
    assertThat(text(file("changes"))).hasSize(3);
  }

  @Test
  void agent_whileAChangeIsAtWork_beatsAnswersNewsAndActsOnTheLastOfThemOnce() throws Exception {
    String acts =
        "echo >>%s; cp \"$PRESENCE_ANSWER\" %s; until [ -e %s ]; do sleep 0.1; done"
            .formatted(file("changes"), file("acted"), file("end"));
    settled("--every", "2s", "--on-change", acts);
    until(() -> text(file("acted")).contains("i-app1"));

    for (int i = 2; i <= 6; i++) {
      String id = "i-app" + i;
      String beaten = text(beat());
      neighbour(id, "10.0.0." + i);
      until(() -> text(out).contains(id));
      until(() -> !text(beat()).equals(beaten));
      Thread.sleep(2000);
    }

    assertThat(text(file("changes"))).hasSize(1);
    assertThat(text(beat())).doesNotContain("\"digest\"");
    Files.createFile(file("end"));
    until(() -> text(file("acted")).contains("i-app6"));
    until(() -> text(beat()).contains("\"digest\""));
    Thread.sleep(3000);
    assertThat(text(file("changes"))).hasSize(2);
    assertThat(text(file("agent.err"))).isEmpty();
  }

  @Test
  void agent_whoseLooksTakeAllItsTime_beatsAllTheSame() throws Exception {
    Set<String> beats = new HashSet<>();
    try (ServerSocket mute = new ServerSocket(0)) { // Takes who comes, and never answers.
      neighbour("i-app1", "127.0.0.1");
      agent("--every", "3s", "--probe", "app=http:%d/".formatted(mute.getLocalPort()));
      until(() -> Files.exists(out));

      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      for (int i = 0; System.nanoTime() < end; i++) {
        neighbour("i-app1", "127.0.0." + (2 + i % 2)); // Each look for that asks anew, for 2 s.
        beats.add(text(beat()));
      }
    }
    assertThat(beats).hasSizeGreaterThan(2);
  }

  @Test
  void agent_whenItsOwnFactsOrConfigurationChange_takesThemInWithoutARestart() throws Exception {
    settled("--every", "1h");

    installed.node("i-lb", "lb", "address.txt", "10.0.0.77");
    until(() -> text(installed.record("i-lb")).contains("10.0.0.77"));

    as("i-db1", "db", "10.0.0.5", "announce");
    Files.writeString(file("c.json"), "{\"report\": \"" + file("report.json") + "\"}");
    until(() -> Files.exists(file("report.json")));
    assertThat(text(file("agent.err"))).isEmpty();

    Files.writeString(file("c.json"), "{");
    until(() -> text(file("agent.err")).contains("c.json"));
    Files.writeString(file("c.json"), "{}");
    installed.node("i-lb", "lb", "address.txt", "10.0.0.78");
    until(() -> text(installed.record("i-lb")).contains("10.0.0.78"));
  }

  @Test
  void agent_whoseListIsAwayForAWhile_keepsItsAnswerAndIsWokenByItsReturn() throws Exception {
    settled("--every", "1h");
    Files.move(installed.list, file("away"));
    until(() -> text(file("agent.err")).contains("no folder"));
    assertThat(text(out)).contains("i-app1");

    Files.move(file("away"), installed.list);
    neighbour("i-app2", "10.0.0.2");

    until(() -> text(out).contains("i-app2"));
  }

  @Test
  void agent_thatIsTerminatedOrKilled_hasNotLeftAndTheNextTakesOver() throws Exception {
    Process first = settled("--every", "1h");
    String record = text(installed.record("i-lb"));

    first.destroy();
    assertThat(first.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isEqualTo(143);
    assertThat(text(installed.record("i-lb"))).isEqualTo(record);
    assertThat(beat()).exists();

    Process second = settled("--every", "1h");
    second.destroyForcibly().waitFor();
    settled("--every", "1h");
    neighbour("i-app2", "10.0.0.2");

    until(() -> text(out).contains("i-app2"));
    assertThat(text(installed.record("i-lb"))).isEqualTo(record);
    assertThat(text(file("agent.err"))).isEmpty();
    assertThat(Tree.names(installed.list.resolve("all"))).allMatch(name -> name.endsWith(".json"));
  }

  @Test
  void heartbeat_besideAnAgent_looksHowItGoesAndTellsOfOneThatHangs() throws Exception {
    Process agent = settled("--every", "1s");

    Ended beside = heartbeat();
    assertThat(beside.status()).isZero();
    assertThat(beside.out()).startsWith("the agent is at work: its last turn was ");
    assertThat(installed.presence("status", "--part", "app").out()).contains("its last beat was");

    Machine.signal("STOP", agent.pid());
    until(() -> heartbeat().status() == 15);
    Ended hangs = heartbeat();
    assertThat(hangs.err()).contains("came to the end of no beat for", "" + agent.pid());
    assertThat(text(file("notices"))).containsOnlyOnce("\"failure\"");
    assertThat(installed.presence("status").out()).contains("came to the end of no beat");

    Machine.signal("CONT", agent.pid());
    until(() -> heartbeat().status() == 0);
  }

  private Ended heartbeat() throws Exception {
    return installed.presence("heartbeat", "--notify", "cat >>" + file("notices"));
  }

  @Test
  void agent_besideAnother_isFourteen() throws Exception {
    settled("--every", "1h");

    Ended second = installed.presence("agent", "--timeout", "1s");

    assertThat(second.status()).isEqualTo(14);
    assertThat(second.err()).contains("another agent or beat of this node");
  }

  @Test
  void agent_withOptionsThatAreWrong_endsAtOnce() throws Exception {
    assertThat(installed.presence("agent", "--settle", "soon").status()).isEqualTo(2);
    assertThat(installed.presence("agent", "--dry-run").status()).isEqualTo(2);
  }
}
