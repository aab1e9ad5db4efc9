package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.GitServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a list in a real repository. */
class GitCommandsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Fleet fleet;
  private final GitServer server;

  GitCommandsTest(@TempDir Path folder) throws Exception {
    this.fleet = new Fleet(folder);
    this.server = GitServer.serving(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void made(String options) {
    String store = server.url() + options;
    fleet.environment.put("PRESENCE_STORE", store);
    fleet.run("init", store).ended(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void list_asItWas_isTheSameWheneverItIsAsked(String options) {
    made(options);
    fleet.announced("i-0a", "app", "address.txt", "10.0.3.61");
    fleet.announced("i-0b", "app", "address.txt", "10.0.3.62");
    fleet.clock.move(MINUTE);
    String[] then = {
      "resolve",
      "--part",
      "app",
      "--deployment",
      "any",
      "--stacktype",
      "any",
      "--at",
      "20261122-174835"
    };
    Run before = fleet.run(then).ended(0);
    fleet.as("i-0b", "leave", "--reason", "bye").ended(0);
    fleet.clock.move(MINUTE);

    Run after = fleet.run(then).ended(0);

    assertThat(after.peers("app")).containsExactly("i-0a", "i-0b");
    assertThat(after.out()).isEqualTo(before.out());
    assertThat(fleet.run("list", "--at", "20261122-174835").out())
        .contains("i-0b")
        .doesNotContain("left");
    assertThat(fleet.run("list").out()).contains("left");
    fleet.run("list", "--at", "20201122-174830").ended(11);
    assertThat(fleet.run("history", "i-0b").out())
        .contains("said", "i-0b: app i-0b: announced", "-> left");
    assertThat(Files.exists(fleet.state.resolve("git"))).isTrue();
    String leaving = fleet.run("history", "i-0b", "--max", "1").out();
    String commit = leaving.substring(leaving.lastIndexOf('(') + 1, leaving.lastIndexOf(')'));
    assertThat(fleet.run("list", "--at", commit).out()).contains("i-0a", "left");
    fleet.run("list", "--at", "0badcafe").failed(2, "0badcafe", "presence history");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void page_ofARepository_tellsWhoSaidWhatAndIsDrawnAsItWas(String options) {
    made(options);
    fleet.announced("i-0a", "app", "address.txt", "10.0.3.61");
    fleet.clock.move(MINUTE);
    fleet.as("i-0a", "leave", "--reason", "bye").ended(0);
    fleet.clock.move(MINUTE);

    String now = fleet.run("page").ended(0).out();
    String then = fleet.run("page", "--at", "20261122-174835").ended(0).out();

    assertThat(now)
        .contains("<b class=\"st\">left</b>", "data-every=\"300\"")
        .containsPattern("<b><bdi>i-0a</bdi></b> .*<bdi>said</bdi>.*i-0a: app i-0a: .*-&gt; left");
    assertThat(then)
        .contains("<b class=\"st\">serving</b>", "as the list was at")
        .doesNotContain("data-every=", "-&gt; left");
  }

  @Test
  void doctor_ofARepositoryThatNobodyKeepsInOrder_hintsAtItAndAtThatOfTheBeats() throws Exception {
    made("?layout=refs");
    fleet.announced("i-0a", "app", "address.txt", "10.0.3.61");
    String id = server.git("rev-parse", "refs/presence/all/i-0a");
    for (int i = 0; i <= 100; i++) {
      Files.writeString(server.repository().resolve("refs/presence/all/i-" + i), id + "\n");
    }
    String byPath = server.fileUrl() + "?layout=refs";

    assertThat(fleet.as("i-0a", "doctor").out()).doesNotContain("housekeeping");
    assertThat(fleet.as("i-0a", "doctor", "--beat-store", byPath).out())
        .containsPattern("housekeeping +hint +" + Pattern.quote(byPath) + ": more than 100 refs");
  }

  @Test
  void list_asItWasOfAFolder_isAUsageError() {
    fleet.run("init", fleet.list.toString());
    fleet.run("list", "--at", "2h").failed(2, "--at", "keeps none");
  }

  @Test
  void order_byAMergedPullRequest_drainsLikeOneByTheCommand() throws Exception {
    made("");
    fleet.announced("i-0a", "app", "address.txt", "10.0.3.61");
    fleet.announced("i-0b", "app", "address.txt", "10.0.3.62");
    String order =
        """
        {"filetype": "nodeorder", "value": {"by": "anna", "instance-id": "i-0b",
         "state": "draining", "tss": "20261122-174900"}}
        """;
    server.commit("main", "100644", server.blob(order.getBytes(UTF_8)), "presence/order/i-0b.json");
    fleet.clock.move(MINUTE);

    Run run = fleet.run("resolve", "--part", "app", "--deployment", "any", "--stacktype", "any");

    assertThat(run.peers("app")).containsExactly("i-0a");
    assertThat(run.draining("app")).containsExactly("i-0b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?layout=refs"})
  void resolve_whenTheServerIsAway_servesWhatIsRemembered(String options) throws Exception {
    made(options);
    fleet.announced("i-0a", "app", "address.txt", "10.0.3.61");
    String[] asked = {"resolve", "--part", "app", "--deployment", "any", "--stacktype", "any"};
    Run before = fleet.run(asked).ended(0);
    server.kill();
    fleet.clock.move(MINUTE);

    Run after = fleet.run(asked);

    assertThat(after.out()).isEqualTo(before.out());
    assertThat(after.err()).contains(server.url(), "cannot be reached");
    assertThat(fleet.as("i-0a", "announce").err()).contains("cannot be reached");
    server.start();
    fleet.as("i-0a", "announce").ended(0);
  }

  @Test
  void resolve_overAFolderAndARepository_hasTheNewestOfEach() throws Exception {
    made("");
    String repository = server.url();
    fleet.announced("i-0a", "app", "address.txt", "10.0.3.61");
    fleet.run("init", fleet.list.toString()).ended(0);
    fleet.environment.put("PRESENCE_STORE", fleet.list.toString());
    fleet.announced("i-0b", "app", "address.txt", "10.0.3.62");
    fleet.environment.put("PRESENCE_STORE", fleet.list + "\n" + repository);

    Run run =
        fleet.run("resolve", "--part", "app", "--deployment", "any", "--stacktype", "any").ended(0);

    assertThat(run.peers("app")).containsExactly("i-0a", "i-0b");
  }
}
