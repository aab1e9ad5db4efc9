package dev.presence.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.SaidState;
import dev.presence.model.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** In which order parts stand. */
class TopologyTest {
  private static final Scope SCOPE = new Scope("fed1", "lamp");

  /** A node of a part that asks for others: {@code lb: app cache}. */
  private static NodeRecord node(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.replace(":", "").split(" ")));
    String part = words.remove(0);
    return new NodeRecord(
        new NodeName("i-" + part.toLowerCase(java.util.Locale.ROOT)),
        new PartName(part),
        SCOPE,
        null,
        Map.of(),
        null,
        null,
        SaidState.NONE,
        words,
        null,
        Map.of());
  }

  private static Topology topology(String... lines) {
    return Topology.of(SCOPE, Arrays.stream(lines).map(TopologyTest::node).toList());
  }

  /** {@code lb app db}: a column each, the parts of one column with a slash between. */
  private static String columns(Topology topology) {
    List<String> columns = new ArrayList<>();
    for (Topology.Spot spot : topology.spots()) {
      if (spot.column() < columns.size()) {
        columns.set(spot.column(), columns.get(spot.column()) + "/" + spot.part());
      } else {
        columns.add(spot.part());
      }
    }
    return String.join(" ", columns);
  }

  @Test
  void parts_thatAskForEachOther_standInTheirOrderWhateverTheirNames() {
    assertThat(columns(topology("app: db", "db", "lb: app"))).isEqualTo("lb app db");
    assertThat(columns(topology("a: z", "z: m", "m"))).isEqualTo("a z m");
  }

  @Test
  void part_thatIsAskedForOnTheWay_standsBehindAllWhoAsk() {
    assertThat(columns(topology("lb: app db", "app: db cache", "db", "cache", "cron: db")))
        .isEqualTo("cron/lb app cache/db");
  }

  @Test
  void order_ofTheNodes_changesNothing() {
    List<String> lines =
        new ArrayList<>(List.of("lb: app", "app: db cache", "cache: app", "db", "x", "cron: db"));
    Topology first = topology(lines.toArray(new String[0]));
    Collections.reverse(lines);

    assertThat(topology(lines.toArray(new String[0]))).isEqualTo(first);
  }

  @Test
  void parts_inACircle_standBetweenThoseBeforeAndBehindIt() {
    assertThat(columns(topology("lb: app", "app: cache", "cache: app a-db", "a-db")))
        .isEqualTo("lb app cache a-db");
    assertThat(columns(topology("one: two", "two: one"))).isEqualTo("one two");
  }

  @Test
  void part_thatAsksForItself_isInNoCircle() {
    assertThat(columns(topology("db: db", "app: db"))).isEqualTo("app db");
    assertThat(columns(topology("db: db"))).isEqualTo("db");
  }

  @Test
  void part_thatNobodyPlays_isThereAndSaysSo() {
    Topology topology = topology("app: search", "lb: app");

    assertThat(columns(topology)).isEqualTo("lb app search");
    assertThat(topology.spots().get(2).played()).isFalse();
    assertThat(topology.spots().get(2).askedBy()).containsExactly("app");
  }

  @Test
  void requirement_withAPattern_leadsToEachPartThatFits() {
    assertThat(topology("lb: app=app*", "app1", "app2", "db").spots().get(0).asks())
        .containsExactly("app1", "app2");
  }

  @Test
  void requirement_inAnotherScope_isToldInWordsAndNoLine() {
    Topology.Spot spot = topology("app: db@fed2/lamp nonsense@", "db").spots().get(0);

    assertThat(spot.asks()).isEmpty();
    assertThat(spot.elsewhere()).containsExactly("db in deployment fed2, stacktype lamp");
  }

  @Test
  void parts_ofWhichNothingIsSaid_standByNameFourAbreast() {
    assertThat(columns(topology("e", "d", "c", "b", "a"))).isEqualTo("a/e b c d");
  }

  @Test
  void spots_neverShareAPlace() {
    Topology topology = topology("lb: app", "app: db", "db", "x", "y", "z", "w", "v");

    assertThat(topology.spots().stream().map(spot -> spot.column() + " " + spot.row()))
        .doesNotHaveDuplicates();
  }

  /** Anybody may write a record; none may hold up whoever draws it. */
  @Test
  void parts_withoutNumberThatAllAskForEachOther_takeNoTime() {
    String all = " p" + String.join(" p", IntStream.range(0, 2000).mapToObj(i -> "" + i).toList());
    List<NodeRecord> nodes =
        IntStream.range(0, 2000).mapToObj(i -> node("p" + i + ":" + all)).toList();
    List<NodeRecord> few = nodes.subList(0, 60);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(Topology.of(SCOPE, nodes).spots()).hasSize(2000);
          assertThat(Topology.of(SCOPE, few).spots()).hasSizeBetween(60, 72);
        });
  }
}
