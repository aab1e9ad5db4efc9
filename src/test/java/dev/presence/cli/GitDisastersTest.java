package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.testing.GitServer;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a branch, or of one of several stores, no answer is emptied by it. */
class GitDisastersTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String[] RESOLVE = {
    "resolve", "--part", "app", "--deployment", "any", "--stacktype", "any"
  };

  private final Path folder;
  private final Fleet fleet;
  private final GitServer server;

  GitDisastersTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.fleet = new Fleet(folder);
    this.server = GitServer.serving(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static String[] join(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private void use(String... stores) {
    fleet.environment.put("PRESENCE_STORE", String.join("\n", stores));
  }

  private void made(String store) {
    fleet.run("init", store).ended(0);
    use(store);
  }

  private void says(String id, String zone) {
    fleet.clock.move(MINUTE);
    fleet.node(id, "app", "zone.txt", zone);
    fleet.as(id, "announce", "--beat").ended(0);
  }

  private String zoneOn(String branch) throws Exception {
    String record = server.git("show", branch + ":presence/all/i-0a.json");
    return record.replaceAll("(?s).*\"zone\": \"([^\"]*)\".*", "$1");
  }

  // The branch.

  /** Nobody has to know a branch's name, and nobody asks for it each minute. */
  @ParameterizedTest
  @ValueSource(strings = {"", "#main"})
  void defaultBranch_thatIsAnotherNow_isTakenAfterAnHourWhereNoneIsNamed(String place)
      throws Exception {
    made(server.url() + place);
    says("i-0a", "a");
    server.git("branch", "trunk", "main");
    server.git("symbolic-ref", "HEAD", "refs/heads/trunk");

    says("i-0a", "b");
    assertThat(zoneOn("main")).isEqualTo("b");
    assertThat(zoneOn("trunk")).isEqualTo("a");

    fleet.clock.move(Duration.ofHours(1));
    says("i-0a", "c");
    assertThat(zoneOn("main")).isEqualTo(place.isEmpty() ? "b" : "c");
    assertThat(zoneOn("trunk")).isEqualTo(place.isEmpty() ? "c" : "a");
    server.check();
  }

  @Test
  void defaultBranch_thatWasRenamed_isTakenAtOnce() throws Exception {
    made(server.url());
    says("i-0a", "a");
    server.git("branch", "-m", "main", "trunk");

    says("i-0a", "b");

    assertThat(zoneOn("trunk")).isEqualTo("b");
    assertThat(server.git("for-each-ref", "--format=%(refname)", "refs/heads"))
        .isEqualTo("refs/heads/trunk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#main", "?layout=refs"})
  void branch_thatWasDeleted_isNoEmptyListAndIsMadeAnewByInitAlone(String options)
      throws Exception {
    String store = server.url() + options;
    made(store);
    says("i-0a", "a");
    Path out = folder.resolve("out.json");
    String[] toFile = join(RESOLVE, "--out", out.toString());
    String last = fleet.run(RESOLVE).quietly().out();
    fleet.run(toFile).ended(0);
    String before = Tree.file(out);
    server.git("update-ref", "-d", "refs/heads/main");

    Run run = fleet.run(RESOLVE).ended(11);
    assertThat(run.out()).isEqualTo(last).contains("i-0a");
    assertThat(run.err()).contains("is no list: see to branch and path", "presence init");
    fleet.run(toFile).ended(11);
    assertThat(Tree.file(out)).isEqualTo(before);
    fleet.as("i-0a", "announce").failed(11, "is no list", "presence init");
    assertThat(server.git("for-each-ref", "refs/heads")).isEmpty();

    fleet.run("init", store).ended(0);
    fleet.clock.move(MINUTE);
    fleet.as("i-0a", "announce").ended(0);
    assertThat(fleet.run(RESOLVE).ended(0).peers("app")).containsExactly("i-0a");
    server.check();
  }

  // Several stores.

  /** The other store, of that kind. */
  private String other(String kind) throws Exception {
    if (kind.equals("folder")) {
      return fleet.list.toString();
    }
    GitServer other = GitServer.bare(Files.createDirectory(folder.resolve("other")));
    return other.fileUrl() + (kind.equals("refs") ? "?layout=refs" : "");
  }

  private void takeAway(String kind) throws Exception {
    server.kill();
    if (kind.equals("folder")) {
      fleet.loseList();
    } else {
      fleet.move(folder.resolve("other"), folder.resolve("other.away"));
    }
  }

  @ParameterizedTest
  @CsvSource({"branch, folder", "branch, refs", "refs, folder", "refs, branch"})
  void record_onTwoStores_isTheNewestOfThem(String layout, String kind) throws Exception {
    String git = server.url() + "?layout=" + layout;
    String other = other(kind);
    fleet.run("init", git).ended(0);
    fleet.run("init", other).ended(0);
    use(git, other);
    says("i-0a", "both");
    for (String store : new String[] {git, other}) {
      use(store);
      assertThat(fleet.run("show", "i-0a").ended(0).out()).contains("both");
    }

    for (String newest : new String[] {git, other, git}) {
      use(newest);
      String zone = newest.equals(git) ? "of-git" : "of-other";
      says("i-0a", zone);

      use(git, other);
      Run run = fleet.run(RESOLVE).quietly();
      assertThat(run.peers("app")).containsExactly("i-0a");
      assertThat(run.json().at("/presence/peers/app/0/zone").asText()).isEqualTo(zone);
    }
    says("i-0a", "both-again");
    for (String store : new String[] {git, other}) {
      use(store);
      assertThat(fleet.run("show", "i-0a").ended(0).out()).contains("both-again");
    }
  }

  @ParameterizedTest
  @CsvSource({"branch, folder", "branch, refs", "refs, folder", "refs, branch"})
  void answer_whenOneOfTwoIsAwayAndThenBoth_isTheSame(String layout, String kind) throws Exception {
    String git = server.url() + "?layout=" + layout;
    String other = other(kind);
    fleet.run("init", git).ended(0);
    fleet.run("init", other).ended(0);
    use(git);
    says("i-0a", "a");
    use(other);
    says("i-0b", "b");
    use(git, other);
    fleet.node("i-lb", "lb");
    Path out = folder.resolve("out.json");
    String[] heartbeat = {"heartbeat", "--part", "app", "--out", out.toString()};
    fleet.as("i-lb", heartbeat).quietly();
    String both = fleet.run(RESOLVE).quietly().out();
    assertThat(both).contains("i-0a", "i-0b");
    String file = Files.readString(out);

    server.kill();
    fleet.clock.move(MINUTE);
    Run one = fleet.run(RESOLVE).ended(0);
    assertThat(one.out()).isEqualTo(both);
    assertThat(one.err().lines()).singleElement().asString().contains(server.url(), "remembered");
    Run beat = fleet.as("i-lb", heartbeat).ended(0);
    assertThat(beat.err()).contains(server.url(), "cannot be reached");
    assertThat(out).hasContent(file);

    takeAway(kind);
    fleet.clock.move(MINUTE);
    Run none = fleet.run(RESOLVE).ended(11);
    assertThat(none.out()).isEqualTo(both);
    assertThat(none.err()).contains(server.url(), "the last answer is served");
    fleet.as("i-lb", heartbeat).ended(11);
    assertThat(out).hasContent(file);
    Path report = folder.resolve("report.json");
    fleet.run(join(RESOLVE, "--report", report.toString())).ended(11);
    JsonNode told = Run.json(Files.readString(report)).get("report");
    assertThat(told.at("/parts/app/outcome").asText()).isEqualTo("kept");
    assertThat(told.get("stores").findValuesAsText("state"))
        .containsExactly("unreadable", "unreadable");
    assertThat(fleet.run("list").ended(11).out()).contains("i-0a", "i-0b");
  }
}
