package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoveAndPruneTest {
  private final Fleet fleet;
  private final Path all;

  RemoveAndPruneTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.all = fleet.list.resolve("all");
    fleet.announced("i-0a", "app");
    fleet.announced("i-0b", "app");
    fleet.environment.put("SUDO_USER", "jo");
  }

  private Run peers() {
    return fleet.run("resolve", "--part", "app", "--deployment", "any", "--stacktype", "any");
  }

  /** Whether it deletes nothing and says so. */
  private boolean nothingPruned(String... options) {
    List<String> command = new ArrayList<>(List.of("prune"));
    command.addAll(List.of(options));
    Run run = fleet.run(command.toArray(new String[0])).ended(0);
    return run.out().isEmpty() && run.err().contains("nothing on the list left that long ago");
  }

  @Test
  void remove_ofANode_writesAnOrderAndNotItsRecord() throws Exception {
    String record = Tree.file(all.resolve("i-0a.json"));

    Run run = fleet.run("remove", "i-0a", "--reason", "burnt").quietly();

    assertThat(Tree.file(all.resolve("i-0a.json"))).isEqualTo(record);
    assertThat(run.out())
        .isEqualTo(
            "i-0a is ordered left at 20261122-174830 by jo (burnt), in " + fleet.list + "\n");
    assertThat(peers().quietly().peers("app")).containsExactly("i-0b");
    assertThat(fleet.run("explain", "i-0a").ended(0).out()).contains("left", "by jo", "(burnt)");
  }

  @Test
  void remove_ofSeveralNodes_givesAnOrderForEach() {
    Run run = fleet.run("remove", "i-0a", "i-0b", "--format", "json").quietly();

    assertThat(run.json().get("orders").findValuesAsText("id")).containsExactly("i-0a", "i-0b");
    assertThat(run.json().get("orders").findValuesAsText("state")).containsExactly("left", "left");
    assertThat(peers().quietly().peers("app")).isEmpty();
  }

  @Test
  void remove_ofANodeThatLives_isTakenBackByItsNextAnnounce() {
    fleet.run("remove", "i-0a", "--reason", "burnt").quietly();

    Run run = fleet.as("i-0a", "announce").ended(0);

    assertThat(run.err()).contains("ordered left", "by jo", "(burnt)", "takes that back");
    assertThat(peers().quietly().peers("app")).containsExactly("i-0a", "i-0b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"I-0A", "../i-0a", "i-0a.lock", "", "\u001b[2J"})
  void remove_ofWhatIsNoNodesName_isAUsageErrorAndRemovesNoOther(String id) throws Exception {
    Map<String, String> before = Tree.of(fleet.list);

    fleet.run("remove", "i-0a", id).failed(2);

    assertThat(Tree.of(fleet.list)).isEqualTo(before);
  }

  @Test
  void remove_ofItself_isAUsageError() {
    fleet.as("i-0a", "remove", "i-0a").failed(2, "presence leave");
  }

  @Test
  void remove_withAReasonOverTheBound_isAUsageErrorAndRemovesNobody() throws Exception {
    Map<String, String> before = Tree.of(fleet.list);

    fleet.run("remove", "i-0a", "--reason", "x".repeat(9000)).failed(2, "--reason");

    assertThat(Tree.of(fleet.list)).isEqualTo(before);
  }

  @Test
  void remove_whenAllStoresAreAway_endsWithEleven() {
    fleet.loseList();

    fleet.run("remove", "i-0a").failed(11, fleet.list.toString());
  }

  @Test
  void prune_deletesWhatLeftLongerAgoThanAsked() throws Exception {
    fleet.run("remove", "i-0a").quietly();
    fleet.clock.move(Duration.ofDays(1));
    fleet.run("remove", "i-0b").quietly();
    fleet.clock.move(Duration.ofMinutes(1));

    assertThat(nothingPruned()).isTrue();
    assertThat(fleet.run("prune", "--older-than", "1d").quietly().out())
        .isEqualTo("i-0a is deleted\n");
    assertThat(Tree.names(all)).containsExactly("i-0b.json");

    fleet.clock.move(Duration.ofDays(31));
    assertThat(fleet.run("prune", "--format", "json").quietly().json())
        .isEqualTo(Run.json("{\"pruned\": [\"i-0b\"], \"orders\": []}"));
    assertThat(all).isEmptyDirectory();
  }

  @Test
  void prune_ofAnotherDeployment_keepsThisOne() throws Exception {
    fleet.run("remove", "i-0a").quietly();
    fleet.clock.move(Duration.ofDays(31));

    assertThat(nothingPruned("--deployment", "fed2")).isTrue();

    assertThat(Tree.names(all)).contains("i-0a.json");
  }

  @Test
  void prune_ofWhatLeftACenturyAgo_deletesNothing() throws Exception {
    fleet.run("remove", "i-0a").quietly();

    assertThat(nothingPruned("--older-than", "36500d")).isTrue();
  }

  @Test
  void prune_whileAStoreIsAway_deletesNothing() throws Exception {
    fleet.run("remove", "i-0a").quietly();
    fleet.clock.move(Duration.ofDays(31));
    Map<String, String> before = Tree.of(fleet.list);

    fleet
        .run("prune", "--store", fleet.list.toString(), "--store", fleet.folder + "/away")
        .failed(11, "nothing is pruned while a store is away");

    assertThat(Tree.of(fleet.list)).isEqualTo(before);
  }
}
