package dev.presence.zk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Agents as their unit starts them, each a node with a memory of its own: {@code i-app1}, {@code
 * i-web1}, {@code i-lb1} and so on. Who balances answers for app and web, a web for app.
 */
final class AgentFleet implements AutoCloseable {
  /** Far beyond what anything here takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** How a command ends that reached no list. */
  static final int NO_STORE = 11;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Installed installed;
  private final Path folder;
  private final String every;
  private final Map<String, Process> agents = new TreeMap<>();
  private final Map<String, List<String>> machines = new TreeMap<>();
  private final List<Process> copies = new ArrayList<>();

  /**
   * Nobody yet.
   *
   * @param folder the test's own
   * @param every the time between two beats
   */
  AgentFleet(Installed installed, Path folder, String every, String... stores) {
    this.installed = installed;
    this.folder = folder;
    this.every = every;
    installed.environment.put("PRESENCE_STORE", String.join("\n", stores));
  }

  /** The program with what it needs for ZooKeeper, and a class archive with it. */
  static Installed program(Path home) throws Exception {
    Installed program = new Installed(home);
    program.addZk();
    program.environment.put("PRESENCE_STORE", "zk:127.0.0.1/presence");
    assertThat(program.presence("archive").status()).isZero();
    return program;
  }

  /** The ids of all marks of the list {@code /presence}, and whose session each is of. */
  static Map<String, Long> marks(ZooKeeper client) throws Exception {
    Map<String, Long> marks = new TreeMap<>();
    for (String part : client.getChildren("/presence/live", false)) {
      for (String id : client.getChildren("/presence/live/" + part, false)) {
        Stat mark = client.exists("/presence/live/" + part + "/" + id, false);
        if (mark != null) {
          marks.put(id, mark.getEphemeralOwner());
        }
      }
    }
    return marks;
  }

  /** News come as they did before: the watches stand. */
  void hears() throws Exception {
    must("i-lb1", "drain", "i-app2", "--reason", "disk");
    for (String id : answers().keySet()) {
      until(() -> draining(id).contains("i-app2"));
    }
  }

  /** What a test waits for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  void until(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in " + PATIENCE + ": " + told());
      }
      Thread.sleep(50);
    }
  }

  private String told() throws IOException {
    StringBuilder told = new StringBuilder();
    for (String id : agents.keySet()) {
      told.append('\n').append(id).append(" answers ").append(peers(id));
      told.append(", says ").append(said(id));
    }
    return told.toString();
  }

  private static String part(String id) {
    return id.replaceAll("i-([a-z]+)\\d+", "$1");
  }

  private void as(String id) throws IOException {
    int part = List.of("app", "web", "lb").indexOf(part(id));
    String address = "10.0.%d.%s".formatted(part, id.replaceAll("\\D", ""));
    installed.node(id, part(id), "address.txt", address);
    installed.environment.put("PRESENCE_STATE_DIR", file("state." + id).toString());
  }

  /** What runs under that id from here on is started by another program, as on another machine. */
  void place(String id, List<String> by) {
    machines.put(id, by);
  }

  /** A fact of that node's, as its machine says it. */
  void fact(String id, String name, String text) throws IOException {
    Files.writeString(file("nodes").resolve(id).resolve(name), text);
  }

  /** A machine with the id of another one: an agent, or a beat of a timer. */
  Process copy(String id, String command) throws IOException {
    as(id);
    Path info = file("nodes").resolve("copy");
    Tree.copy(file("nodes").resolve(id), info);
    Files.writeString(info.resolve("address.txt"), "10.9.9.9");
    installed.environment.put("PRESENCE_NODEINFO", info.toString());
    installed.environment.put("PRESENCE_STATE_DIR", file("state.copy").toString());
    Process copy = process(id, command, file("said.copy"));
    copies.add(copy);
    return copy;
  }

  /** A command of that node's, from beside its agent. */
  Ended run(String id, String... command) throws Exception {
    as(id);
    return installed.presenceBy(machines.getOrDefault(id, List.of()), command);
  }

  /** The same as a person does it who is told that the list could not be reached: again. */
  void must(String id, String... command) throws Exception {
    until(
        () -> {
          Ended ended = run(id, command);
          assertThat(ended.status()).as("%s", ended).isIn(0, NO_STORE);
          return ended.status() == 0;
        });
  }

  /** Starts agents, and waits until each of them has done its first turn. */
  void start(String... ids) throws Exception {
    for (String id : ids) {
      as(id);
      agents.put(id, process(id, "agent", file("said." + id)));
    }
    for (String id : ids) {
      until(() -> said(id).contains(id + ": "));
    }
  }

  /** The options of that node's beats. */
  private List<String> options(String id) {
    List<String> options = new ArrayList<>(List.of("--every", every));
    if (!part(id).equals("app")) {
      options.addAll(List.of("--part", "app", "--out", out(id).toString()));
      options.addAll(List.of("--report", file("report." + id).toString()));
    }
    if (part(id).equals("lb")) {
      options.addAll(List.of("--part", "web"));
    }
    return options;
  }

  /** The beat that a timer starts. */
  void beat(String id) throws Exception {
    List<String> words = new ArrayList<>(List.of("heartbeat"));
    words.addAll(options(id));
    must(id, words.toArray(new String[0]));
  }

  private Process process(String id, String command, Path said) throws IOException {
    List<String> program = new ArrayList<>(machines.getOrDefault(id, List.of()));
    program.addAll(List.of(installed.launcher().toString(), command));
    program.addAll(options(id));
    return new ProcessBuilder(installed.command(program.toArray(new String[0])))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
        .start();
  }

  private Process end(String id) {
    return Objects.requireNonNull(agents.remove(id));
  }

  void kill(String id) throws Exception {
    end(id).destroyForcibly().waitFor();
  }

  /** By SIGTERM, as systemd does. */
  void stop(String id) throws Exception {
    Process agent = end(id);
    agent.destroy();
    assertThat(agent.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(agent.exitValue()).isEqualTo(143);
  }

  void pause(String id) throws Exception {
    signal(id, "-STOP");
  }

  void resume(String id) throws Exception {
    signal(id, "-CONT");
  }

  private void signal(String id, String signal) throws Exception {
    Machine.must("kill", signal, Long.toString(process(id)));
  }

  /** The number of that agent's process. */
  long process(String id) {
    return Objects.requireNonNull(agents.get(id)).pid();
  }

  Set<String> ids() {
    return agents.keySet();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Path out(String id) {
    return file("answer." + id);
  }

  String answer(String id) throws IOException {
    return text(out(id));
  }

  static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** All that an agent of that name has printed. */
  String said(String id) throws IOException {
    return text(file("said." + id));
  }

  String report(String id) throws IOException {
    return text(file("report." + id));
  }

  /** The ids in that agent's answer. */
  Set<String> peers(String id) throws IOException {
    return answered(id, "peers");
  }

  Set<String> draining(String id) throws IOException {
    return answered(id, "draining");
  }

  private Set<String> answered(String id, String standing) throws IOException {
    Set<String> ids = new TreeSet<>();
    JsonNode answer = JSON.readTree(answer(id));
    for (JsonNode part : answer.path("presence").path(standing)) {
      for (JsonNode peer : part) {
        ids.add(peer.path("id").asText());
      }
    }
    return ids;
  }

  /** The file of every answer: two that are equal saw no write in between. */
  Map<String, String> answers() throws IOException {
    Map<String, String> answers = new TreeMap<>();
    for (String id : ids()) {
      if (!part(id).equals("app")) {
        answers.put(id, Tree.file(out(id)));
      }
    }
    return answers;
  }

  /** Who has ever left an answer: each line of all journals that says so. */
  List<String> left() throws IOException {
    List<String> left = new ArrayList<>();
    for (String id : ids()) {
      for (String line :
          text(file("state." + id).resolve("journal/answers.jsonl")).split("\n", -1)) {
        if (line.contains("\"to\":\"out\"")) {
          left.add(id + ": " + line);
        }
      }
    }
    return left;
  }

  /** Whether each answer has all who are asked for in it. */
  boolean isComplete() throws IOException {
    for (String id : ids()) {
      Set<String> wanted = new TreeSet<>(ids());
      wanted.removeIf(other -> part(other).equals("lb"));
      wanted.removeIf(other -> part(id).equals("web") && part(other).equals("web"));
      if (!part(id).equals("app") && !peers(id).equals(wanted)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all see all, and hold their marks. */
  boolean isWhole(Map<String, Long> marks) throws IOException {
    return isComplete() && marks.keySet().equals(ids());
  }

  @Override
  public void close() throws Exception {
    List<Process> all = new ArrayList<>(agents.values());
    all.addAll(copies);
    for (Process agent : all) {
      agent.destroyForcibly().waitFor();
    }
  }
}
