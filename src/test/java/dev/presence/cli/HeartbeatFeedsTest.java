package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balancer whose beats write what other tools read. */
class HeartbeatFeedsTest {
  private final Fleet fleet;
  private final Path out;
  private final Path haproxy;
  private final Path env;

  HeartbeatFeedsTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.out = folder.resolve("out.json");
    this.haproxy = folder.resolve("feeds/app.cfg");
    this.env = folder.resolve("feeds/app.env");
  }

  @BeforeEach
  void announceTwo() throws IOException {
    Files.createDirectory(fleet.folder.resolve("feeds"));
    fleet.announced("i-app1", "app", "ports.json", "{\"http\": 80}");
    fleet.announced("i-app2", "app", "ports.json", "{\"http\": 80}");
    fleet.node("i-lb", "lb");
  }

  private Run heartbeat(String... more) {
    List<String> all =
        new ArrayList<>(List.of("heartbeat", "--part", "app", "--out", out.toString()));
    all.addAll(List.of(more));
    fleet.clock.move(Duration.ofSeconds(60));
    return fleet.as("i-lb", all.toArray(new String[0]));
  }

  private Run fed(String... more) {
    List<String> all = new ArrayList<>(List.of("--feed", "haproxy=" + haproxy));
    all.addAll(List.of("--feed", "env:app=" + env));
    all.addAll(List.of(more));
    return heartbeat(all.toArray(new String[0]));
  }

  private Run status() {
    return fleet.as("i-lb", "status", "--part", "app");
  }

  private List<String> files() throws IOException {
    return Tree.names(fleet.folder.resolve("feeds"));
  }

  @Test
  void beat_withFeeds_writesEach() throws Exception {
    fed().quietly();

    assertThat(haproxy).content().contains("backend app\n", "server i-app1 ", "server i-app2 ");
    assertThat(env).content().contains("presence_app_count=2\n");
    assertThat(out).content().contains("i-app1");
    assertThat(files()).containsExactly("app.cfg", "app.env");
  }

  @Test
  void beat_withNothingNew_touchesNoFeed() throws Exception {
    fed().quietly();
    String before = Tree.file(haproxy) + Tree.file(env);
    String memory = Tree.file(fleet.state.resolve("feeds/made"));

    fed().quietly();

    assertThat(Tree.file(haproxy) + Tree.file(env)).isEqualTo(before);
    assertThat(Tree.file(fleet.state.resolve("feeds/made"))).isEqualTo(memory);
  }

  @Test
  void beat_withNews_writesThem() throws Exception {
    fed().quietly();
    fleet.as("i-app1", "drain").ended(0);

    fed().quietly();

    assertThat(haproxy).content().contains("i-app1 ", "weight 0 check");
    assertThat(env).content().contains("presence_app_1_state='draining'");
  }

  @Test
  void feed_thatSomebodyDeletedOrChanged_heals() throws Exception {
    fed().quietly();
    String whole = Files.readString(haproxy);
    Files.delete(env);
    Files.writeString(haproxy, whole.replace("80", "81"));

    fed().quietly();

    assertThat(haproxy).hasContent(whole);
    assertThat(env).exists();
  }

  @Test
  void feed_thatWasChangedAtTheSameMoment_heals() throws Exception {
    fed().quietly();
    String whole = Files.readString(haproxy);
    FileTime time = Files.getLastModifiedTime(haproxy);
    Files.writeString(haproxy, whole + "#");
    Files.setLastModifiedTime(haproxy, time);

    fed().quietly();

    assertThat(haproxy).hasContent(whole);
  }

  @Test
  void feed_withALostMemory_isNotTouched() throws Exception {
    fed().quietly();
    String before = Tree.file(haproxy);
    Files.delete(fleet.state.resolve("feeds/made"));
    fed().quietly();

    assertThat(Tree.file(haproxy)).isEqualTo(before);
  }

  @Test
  void feed_withADamagedMemory_isNotTouched() throws Exception {
    fed().quietly();
    String before = Tree.file(haproxy);
    Files.writeString(fleet.state.resolve("feeds/made"), "presence-feeds\t1\n\t\t\n\nx\ty");

    fed().quietly();

    assertThat(Tree.file(haproxy)).isEqualTo(before);
  }

  @Test
  void feed_withAnotherPort_isWrittenAnew() throws Exception {
    fleet.announced("i-app1", "app", "ports.json", "{\"http\": 80, \"admin\": 81}");
    Run first = fed().ended(0);
    assertThat(first.err())
        .isEqualTo(
            "presence: i-app1 of app is left out of haproxy: it has several ports (admin, http):"
                + " choose one with --port app=NAME\n");
    fed().quietly(); // Told once, as long as nothing is new.

    fed("--port", "app=http").quietly();

    assertThat(haproxy).content().contains("server i-app1 ");
  }

  @Test
  void feed_intoAFolder_costsNothingElseAndIsToldAsATrouble() throws Exception {
    Files.createDirectory(haproxy);
    Path metrics = fleet.folder.resolve("m.prom");

    Run run = fed("--metrics", metrics.toString()).ended(0);

    assertThat(run.err())
        .hasLineCount(1)
        .startsWith("presence: the feed haproxy: cannot write " + haproxy);
    assertThat(run.out()).contains("app has 2 peers");
    assertThat(env).exists();
    assertThat(out).exists();
    assertThat(metrics).content().contains("presence_troubles 1\n");
    assertThat(status().ended(15).out()).contains("files", haproxy.toString());
    Files.delete(haproxy);
    fed("--metrics", metrics.toString()).quietly();
    assertThat(haproxy).exists();
    assertThat(metrics).content().contains("presence_troubles 0\n");
    status().ended(0);
  }

  @Test
  void feed_thatFails_isToldOnceAndItsRecoveryOnce() throws Exception {
    Files.createDirectory(haproxy);
    Path told = Files.createDirectory(fleet.folder.resolve("told"));
    fed().ended(0);
    assertThat(status().out()).contains("so for 0s");
    String command = "cat > $(mktemp '" + told + "/XXXXXX')";
    fed("--notify", command).ended(0);
    assertThat(status().out()).contains("so for 1m");
    fed("--notify", command, "--read-only").ended(0); // It tries none, so nothing is over.
    assertThat(status().out()).contains("so for 2m");
    Files.delete(haproxy);

    fed("--notify", command).quietly();

    List<String> texts = HeartbeatCommandTest.waited(told, 1);
    assertThat(texts).hasSize(1);
    assertThat(texts.get(0)).contains("\"recovery\"", "over: the feed haproxy");
  }

  // Checks.

  @Test
  void feed_whoseCheckRefuses_keepsTheGoodFileAndIsTriedAgain() throws Exception {
    fed().quietly();
    String good = Tree.file(haproxy);
    fleet.announced("i-app3", "app", "ports.json", "{\"http\": 80}");
    String check = "haproxy=sh -c 'echo \"line 3: bad $0\"; exit 1' {}";

    Run run = fed("--feed-check", check).ended(0);

    assertThat(run.err())
        .contains("the feed haproxy: " + haproxy + " stays as it is", "ended with status 1")
        .contains("line 3: bad " + haproxy.resolveSibling(".app.cfg."));
    assertThat(Tree.file(haproxy)).isEqualTo(good);
    assertThat(env).content().contains("i-app3");
    assertThat(files()).containsExactly("app.cfg", "app.env");
    status().ended(15);
    fed("--feed-check", "haproxy=grep -q i-app3 {}").quietly();
    assertThat(haproxy).content().contains("i-app3");
    status().ended(0);
  }

  @Test
  void candidate_isBesideTheFileWithItsModeAndNothingIsLeft() throws Exception {
    Files.writeString(haproxy, "old\n");
    Files.setPosixFilePermissions(haproxy, PosixFilePermissions.fromString("rw-r-----"));
    Path seen = fleet.folder.resolve("seen");

    fed("--feed-check", "haproxy=sh -c 'ls -l \"$0\" >\"$1\"' {} " + seen).quietly();

    assertThat(seen)
        .content()
        .startsWith("-rw-r-----")
        .contains(haproxy.getParent() + "/.app.cfg.");
    assertThat(files()).containsExactly("app.cfg", "app.env");
  }

  @Test
  void check_ofAFileWhoseNameAShellWouldRun_isOneWord() throws Exception {
    Path folder = Files.createDirectory(fleet.folder.resolve("a '$(touch pwned)' ; b"));
    Path file = folder.resolve("x.cfg");

    heartbeat("--feed", "haproxy=" + file, "--feed-check", "haproxy=grep -q backend {}").quietly();

    assertThat(file).exists();
    assertThat(Path.of("pwned")).doesNotExist();
  }

  @Test
  void check_thatHangs_isEndedWithAllThatItStarted() {
    Run run = fed("--timeout", "2s", "--feed-check", "haproxy=sh -c 'sleep 60 & sleep 60' {}");

    assertThat(run.ended(0).err()).contains("took longer than");
    assertThat(haproxy).doesNotExist();
    assertThat(env).exists();
  }

  @Test
  void check_thatIsNoProgram_saysSo() {
    Run run = fed("--feed-check", "haproxy=/no/such/program {}").ended(0);

    assertThat(run.err()).contains("could not be run", "/no/such/program");
  }

  @Test
  void resolve_whoseCheckRefuses_isTenAndKeepsTheFile() throws Exception {
    fleet.write("out.cfg", "good\n");
    String file = fleet.folder.resolve("out.cfg").toString();
    String[] resolve = {
      "resolve", "--part", "app", "--format", "haproxy", "--out", file, "--check"
    };

    fleet
        .as("i-lb", with(resolve, "false {}"))
        .failed(10, file, "stays as it is", "'false {}' ended with status 1");

    assertThat(Path.of(file)).hasContent("good");
    fleet.as("i-lb", with(resolve, "true {}")).quietly();
    assertThat(Path.of(file)).content().contains("backend app");
  }

  private static String[] with(String[] some, String last) {
    List<String> all = new ArrayList<>(List.of(some));
    all.add(last);
    return all.toArray(new String[0]);
  }

  // What is not served fresh.

  @Test
  void feeds_whenTheListIsAway_stayAsTheyAre() throws Exception {
    fed().quietly();
    String before = Tree.file(haproxy);
    Files.delete(env);
    fleet.loseList();

    fed().ended(11);

    assertThat(Tree.file(haproxy)).isEqualTo(before);
    assertThat(env).doesNotExist();
  }

  @Test
  void feedThatFailed_whenTheListIsAway_isStillATrouble() throws Exception {
    Files.createDirectory(haproxy);
    fed().ended(0);
    fleet.loseList();
    fed().ended(11);

    assertThat(status().ended(15).out()).contains("the feed haproxy");
  }

  @Test
  void feeds_ofAnUnknownAnswer_areNotTouched() throws Exception {
    Files.writeString(haproxy, "good\n");
    fleet.loseList();

    fed().ended(11);

    assertThat(haproxy).hasContent("good");
    assertThat(env).doesNotExist();
  }

  @Test
  void feeds_ofADryOrReadOnlyBeat_areNotWritten() throws Exception {
    fed("--dry-run").ended(0);
    fed("--read-only").ended(0);

    assertThat(files()).isEmpty();
  }

  // Where they go.

  @Test
  void feed_throughALink_goesWhereItLeadsAndTheLinkStays() throws Exception {
    Path target = fleet.write("elsewhere/real.cfg", "old\n");
    Files.createSymbolicLink(haproxy, target);

    fed().quietly();

    assertThat(haproxy).isSymbolicLink();
    assertThat(target).content().contains("backend app");
    String before = Tree.file(target);
    fed().quietly();
    assertThat(Tree.file(target)).isEqualTo(before);
  }

  @Test
  void feed_inAFolderThatIsNotThere_isAWarning() {
    Run run = heartbeat("--feed", "haproxy=" + fleet.folder.resolve("none/app.cfg")).ended(0);

    assertThat(run.err()).contains("no such file or folder");
  }

  @Test
  void twoFeeds_intoOneFileByALink_areAUsageErrorBeforeAnythingIsDone() throws Exception {
    Files.createSymbolicLink(fleet.folder.resolve("feeds/link"), haproxy);
    Files.createSymbolicLink(fleet.folder.resolve("linked"), fleet.folder.resolve("feeds"));

    heartbeat("--feed", "haproxy=" + haproxy, "--feed", "env=" + haproxy.resolveSibling("link"))
        .failed(2, "--feed and --feed name the same file");
    heartbeat(
            "--feed",
            "haproxy=" + fleet.folder.resolve("linked/app.cfg"),
            "--feed",
            "env=" + haproxy)
        .failed(2, "--feed and --feed name the same file");
    heartbeat("--feed", "haproxy=" + out).failed(2, "--out and --feed name the same file");

    assertThat(fleet.list.resolve("all/i-lb.json")).doesNotExist();
    assertThat(out).doesNotExist();
  }

  @Test
  void feeds_ofTheConfiguration_areWrittenAndItsFaultsAreTen() {
    fleet.write(
        "presence.json",
        "{\"feed\": [\"haproxy:app=%s\", \"csv=%s\"], \"port\": [\"app=http\"]}"
            .formatted(haproxy, env));
    heartbeat().quietly();
    assertThat(haproxy).exists();
    assertThat(env).content().startsWith("part,state,id");

    fleet.write("presence.json", "{\"feed\": [\"haproxy=%s\", \"csv=%1$s\"]}".formatted(haproxy));
    heartbeat().failed(10, "the same file", fleet.config.toString());
    fleet.write("presence.json", "{\"feed\": \"haproxy:db=%s\"}".formatted(haproxy));
    heartbeat().failed(10, "not asked for");
    fleet.write("presence.json", "{\"feed-check\": \"haproxy=true {}\"}");
    heartbeat().failed(10, "--feed-check haproxy is for a feed that is not written");
  }

  @Test
  void feed_ofANodeThatAsksForNobody_isAUsageError() {
    fleet
        .as("i-lb", "heartbeat", "--feed", "haproxy=" + haproxy)
        .failed(2, "is of no part", "--part");
  }
}
