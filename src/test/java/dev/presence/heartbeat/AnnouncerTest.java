package dev.presence.heartbeat;

import static dev.presence.testing.Nodes.node;
import static dev.presence.testing.Nodes.nodeAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.presence.heartbeat.Announcer.Announced;
import dev.presence.model.ExitCode;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.store.StoreException;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of these tests stands at 20261122-174830. */
class AnnouncerTest extends HeartbeatTestCase {
  private static final NodeRecord FACTS = node("i-0a");
  private static final NodeRecord OTHER_FACTS = node("i-0a", Map.of("address", "10.0.3.99"));

  AnnouncerTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  private static String tss(Announced announced) {
    return String.valueOf(announced.record().stamp());
  }

  @Test
  void announce_forTheFirstTime_isStampedNowAndWrittenEverywhere() throws Exception {
    Announced announced = announcer(one, two).announce(FACTS);

    assertThat(announced.written()).containsExactly(one.name(), two.name());
    assertThat(tss(announced)).isEqualTo("20261122-174830");
    assertThat(held(one)).isEqualTo(facts(nodeAt("i-0a", "20261122-174830")));
    assertThat(held(two)).isEqualTo(held(one));
  }

  @Test
  void announce_ofTheSameFactsLater_touchesNothing() throws Exception {
    announcer(one, two).announce(FACTS);
    clock.move(Duration.ofHours(1));
    Map<String, String> before = Tree.of(folder);

    Announced announced = announcer(one, two).announce(FACTS);

    assertThat(announced.written()).isEmpty();
    assertThat(tss(announced)).isEqualTo("20261122-174830");
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void announce_ofOtherFactsLater_isStampedThen() {
    announcer(one).announce(FACTS);
    clock.move(Duration.ofHours(1));

    assertThat(tss(announcer(one).announce(OTHER_FACTS))).isEqualTo("20261122-184830");
  }

  @Test
  void announce_ofOtherFactsInTheSameSecond_isASecondLater() {
    announcer(one).announce(FACTS);

    assertThat(tss(announcer(one).announce(OTHER_FACTS))).isEqualTo("20261122-174831");
    assertThat(tss(announcer(one).announce(FACTS))).isEqualTo("20261122-174832");
  }

  @Test
  void announce_withAClockThatWentBack_isStillNewer() {
    announcer(one).announce(FACTS);
    clock.move(Duration.ofDays(-400));

    assertThat(tss(announcer(one).announce(OTHER_FACTS))).isEqualTo("20261122-174831");
  }

  @Test
  void announce_withAClockThatWentBackAndAnEmptiedList_isStillNewerFromMemory() throws Exception {
    announcer(one).announce(FACTS);
    one.delete(ID);
    clock.move(Duration.ofDays(-1));

    assertThat(tss(announcer(one).announce(OTHER_FACTS))).isEqualTo("20261122-174831");
  }

  @Test
  void announce_withALostMemory_isNewerThanWhatIsOnTheList() throws Exception {
    one.publish(nodeAt("i-0a", "20300101-000000"));

    assertThat(tss(announcer(one).announce(OTHER_FACTS))).isEqualTo("20300101-000001");
  }

  @Test
  void announce_overARecordOfTheOriginalSystem_goesByItsStateTime() throws Exception {
    one.publish(node("i-0a", Map.of("statetss", "20300101-000000")));

    assertThat(tss(announcer(one).announce(FACTS))).isEqualTo("20300101-000001");
  }

  @Test
  void announce_ofTheSameFactsAsARecordWithoutATime_stampsIt() throws Exception {
    one.publish(FACTS);

    assertThat(tss(announcer(one).announce(FACTS))).isEqualTo("20261122-174830");
    assertThat(held(one)).isEqualTo(facts(nodeAt("i-0a", "20261122-174830")));
  }

  @Test
  void announce_whenStoresDisagree_isNewerThanTheNewestAndBringsThemTogether() throws Exception {
    one.publish(nodeAt("i-0a", "20300101-000000"));
    two.publish(nodeAt("i-0a", "20310101-000000"));

    assertThat(tss(announcer(one, two).announce(OTHER_FACTS))).isEqualTo("20310101-000001");

    assertThat(held(one)).isEqualTo(held(two));
  }

  @Test
  void announce_whenOneStoreHasAnOlderRecord_bringsItUpToTheNewest() throws Exception {
    one.publish(nodeAt("i-0a", "20261101-000000"));
    two.publish(nodeAt("i-0a", "20261102-000000"));

    Announced announced = announcer(one, two).announce(FACTS);

    assertThat(announced.written()).containsExactly(one.name());
    assertThat(held(one)).isEqualTo(facts(nodeAt("i-0a", "20261102-000000")));
  }

  @Test
  void announce_whenOneStoreIsAway_writesTheOthersAndSaysSo() throws Exception {
    Announced announced = announcer(AWAY, one).announce(FACTS);

    assertThat(announced.written()).containsExactly(one.name());
    assertThat(notes.lines()).containsExactly("away is away");
    assertThat(held(one)).containsOnlyKeys("i-0a");
  }

  @Test
  void announce_whenAStoreComesBack_writesItTheSameRecord() throws Exception {
    announcer(AWAY, one).announce(FACTS);
    clock.move(Duration.ofMinutes(1));

    assertThat(announcer(two, one).announce(FACTS).written()).containsExactly(two.name());

    assertThat(held(two)).isEqualTo(held(one));
  }

  @Test
  void announce_whenAllStoresAreAway_endsWithNoStoreAndRemembersNothing() {
    assertThatThrownBy(() -> announcer(AWAY).announce(FACTS))
        .asInstanceOf(type(PresenceException.class))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NO_STORE))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo("away is away"));

    assertThat(state.resolve("own")).doesNotExist();
  }

  @Test
  void announce_afterARemove_takesItBackAndSaysSo() throws Exception {
    announcer(one).announce(FACTS);
    clock.move(Duration.ofMinutes(1));
    Removal removal = new Removal(stores(one), clock, notes);
    removal.publish(removal.left(removal.find(ID), "seems dead", "jo@i-ops"));

    Announced announced = announcer(one).announce(FACTS);

    assertThat(tss(announced)).isEqualTo("20261122-174931");
    assertThat(held(one)).isEqualTo(facts(nodeAt("i-0a", "20261122-174931")));
    assertThat(notes.lines())
        .singleElement()
        .asString()
        .contains("i-0a", "jo@i-ops", "20261122-174930", "seems dead", "takes it back");
  }

  @Test
  void announce_overARemovalWithControlCharacters_saysThemEscaped() throws Exception {
    announcer(one).announce(FACTS);
    clock.move(Duration.ofMinutes(1));
    one.publish(
        node(
            "i-0a",
            Map.of(
                "tss", "20261122-174930",
                "statereason", "\u001b]0;x\u0007",
                "stateby", "\u001b[2J\nroot")));

    announcer(one).announce(FACTS);

    assertThat(notes.lines()).singleElement().asString().matches("\\p{Print}+");
  }

  @Test
  void announce_overABrokenRecordOfItsOwn_writesItAnew() throws Exception {
    announcer(one).announce(FACTS);
    Files.writeString(folder.resolve("one/all/i-0a.json"), "{");

    Announced announced = announcer(one).announce(FACTS);

    assertThat(announced.written()).containsExactly(one.name());
    assertThat(held(one)).isEqualTo(facts(nodeAt("i-0a", "20261122-174830")));
    assertThat(notes.lines())
        .singleElement()
        .asString()
        .contains("i-0a.json", "is not JSON", "written anew");
  }
}
