package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeRecord;
import dev.presence.testing.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewestTest {
  private static final String EARLY = "20261122-100000";
  private static final String LATE = "20261122-100001";

  @Test
  void greaterTss_isNewer() {
    assertNewer(node().tss(LATE), node().tss(EARLY));
  }

  @Test
  void greaterTss_isNewerWhateverTheStateSays() {
    assertNewer(node().tss(LATE).fact("statetss", EARLY), node().tss(EARLY).fact("statetss", LATE));
  }

  @Test
  void statetss_standsForATssThatIsNotThere() {
    assertNewer(node().fact("statetss", LATE), node().tss(EARLY));
    assertNewer(node().tss(LATE), node().fact("statetss", EARLY));
    assertNewer(node().fact("statetss", LATE), node().fact("statetss", EARLY));
  }

  @Test
  void noTimeAtAll_isOldest() {
    assertNewer(node().fact("statetss", "00010101-000000"), node().fact("zone", "z"));
  }

  @Test
  void equalTimes_goToTheGreaterBytes() {
    assertNewer(node().tss(EARLY).address("10.0.0.2"), node().tss(EARLY).address("10.0.0.1"));
    assertNewer(node().fact("zone", "b"), node().fact("zone", "a"));
  }

  @Test
  void sameRecord_isNoNews() {
    assertThat(Newest.isNewer(node().tss(EARLY).record(), node().tss(EARLY).record())).isFalse();
  }

  @Test
  void newest_ofManyStores_isOneRecordANode() {
    NodeRecord old = node().tss(EARLY).record();
    NodeRecord young = node().tss(LATE).record();
    NodeRecord other = Node.of("i-0b", "db").record();
    assertThat(Newest.of(List.of(List.of(old, other), List.of(), List.of(young, other))))
        .containsExactlyInAnyOrder(young, other);
  }

  @Test
  void newest_readInAnyOrder_isTheSame() {
    List<NodeRecord> versions = new ArrayList<>();
    for (String address : List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")) {
      versions.add(node().tss(LATE).address(address).record());
      versions.add(node().tss(EARLY).address(address).record());
      versions.add(node().address(address).record());
    }
    for (int seed = 0; seed < 100; seed++) {
      Collections.shuffle(versions, new Random(seed));
      assertThat(Newest.of(List.of(versions)))
          .as("seed %d", seed)
          .singleElement()
          .satisfies(newest -> assertThat(newest.text("address")).isEqualTo("10.0.0.3"))
          .satisfies(newest -> assertThat(newest.text("tss")).isEqualTo(LATE));
    }
  }

  private static Node node() {
    return Node.of("i-0a", "app");
  }

  private static void assertNewer(Node newer, Node older) {
    assertThat(Newest.isNewer(newer.record(), older.record())).isTrue();
    assertThat(Newest.isNewer(older.record(), newer.record())).isFalse();
  }
}
