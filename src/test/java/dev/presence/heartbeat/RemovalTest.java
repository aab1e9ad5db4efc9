package dev.presence.heartbeat;

import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.model.ExitCode;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.PresenceException;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of these tests stands at 20261122-174830. */
class RemovalTest extends HeartbeatTestCase {
  RemovalTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  private NodeRecord remove(Store... stores) {
    Removal removal = new Removal(stores(stores), clock, notes);
    NodeRecord left = removal.left(removal.find(ID), "seems dead", "jo@i-ops");
    removal.publish(left);
    return left;
  }

  @Test
  void remove_ofANode_saysThatItLeftOnEveryStore() throws Exception {
    one.publish(
        node(
            "i-0a",
            Map.of(
                "state", "draining",
                "stateuntil", "20261122-180000",
                "statelog", "idle:20261101-000000;",
                "tss", "20261101-000000",
                "rack", "r1")));

    remove(one, two);

    NodeRecord left =
        node(
            "i-0a",
            Map.of(
                "state", "left",
                "statereason", "seems dead",
                "stateby", "jo@i-ops",
                "statelog", "idle:20261101-000000;left:20261122-174830;",
                "statetss", "20261122-174830",
                "tss", "20261122-174830",
                "rack", "r1"));
    assertThat(held(one)).isEqualTo(facts(left));
    assertThat(held(two)).isEqualTo(facts(left));
  }

  @Test
  void remove_ofARecordOfALaterClock_isStillNewer() throws Exception {
    one.publish(nodeAt("i-0a", "20300101-000000"));

    assertThat(String.valueOf(remove(one).stamp())).isEqualTo("20300101-000001");
  }

  @Test
  void remove_ofARecordOfTheOriginalSystem_isNewer() throws Exception {
    one.publish(node("i-0a"));

    assertThat(remove(one).state()).isEqualTo(NodeState.GONE);
    assertThat(String.valueOf(one.read(ID).records().get(0).stamp())).isEqualTo("20261122-174830");
  }

  @Test
  void remove_ofOneThatLeft_changesNothing() throws Exception {
    NodeRecord left = node("i-0a", Map.of("state", "left", "tss", "20261101-000000"));
    one.publish(left);

    remove(one);

    assertThat(held(one)).isEqualTo(facts(left));
  }

  @Test
  void remove_goesByTheNewestRecordOverAllStores() throws Exception {
    one.publish(node("i-0a", Map.of("state", "left", "tss", "20261101-000000")));
    two.publish(nodeAt("i-0a", "20261102-000000"));

    assertThat(remove(one, two).state()).isEqualTo(NodeState.GONE);

    assertThat(held(two)).isEqualTo(held(one));
    assertThat(String.valueOf(one.read(ID).records().get(0).stamp())).isEqualTo("20261122-174830");
  }

  @Test
  void remove_whenOneStoreIsAway_isDoneAndSaysSo() throws Exception {
    one.publish(node("i-0a"));

    assertThat(remove(AWAY, one).state()).isEqualTo(NodeState.GONE);

    assertThat(notes.lines()).isNotEmpty().allMatch(line -> line.equals("away is away"));
  }

  @Test
  void find_ofANodeThatIsNotThere_isAUsageError() {
    assertThatThrownBy(() -> remove(one))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .satisfies(e -> assertThat(e.getMessage()).startsWith("no node i-0a is on the list"));
  }

  @Test
  void find_ofABrokenRecord_namesTheFile() throws Exception {
    Path bad = Files.writeString(folder.resolve("one/all/i-0a.json"), "");

    assertThatThrownBy(() -> remove(one)).hasMessageContainingAll(bad + " is empty", "by hand");
  }

  @Test
  void find_whenAllStoresAreAway_endsWithNoStore() {
    assertThatThrownBy(() -> remove(AWAY))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NO_STORE));
  }
}
