package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Acting;
import dev.presence.model.Life;
import dev.presence.resolve.Resolution;
import dev.presence.resolve.Resolver;
import dev.presence.store.StoreException;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest extends HeartbeatTestCase {
  MetricsTest(@TempDir Path folder) throws StoreException {
    super(folder);
  }

  private static Life silent(long seconds) {
    return new Life(60, seconds * 1000, 5, 0, 0, 0, "", null, Map.of());
  }

  private String text(View view, Map<String, Life> lives, Acting acting, List<Trouble> troubles) {
    Resolution resolution =
        Resolver.resolve(
            question("app", "db"),
            View.sightings(view.candidates(question("app", "db")), null, lives),
            Map.of(),
            Duration.ofMinutes(10),
            clock.instant());
    return Metrics.text(view, question("app", "db"), resolution, acting, troubles, 17, 18);
  }

  @Test
  void text_ofAnAnswer_countsByPartStandingAndRule() throws Exception {
    put("one", node("i-01", "10.0.0.1", OLD));
    put("one", node("i-02", "10.0.0.2", OLD));
    put("one", Node.of("i-03").address("10.0.0.3").state("draining").tss(OLD).build());
    put("one", Node.of("i-04").address("10.0.0.4").state("left").tss(OLD).build());

    String text =
        text(
            look(one, AWAY),
            Map.of("i-01", silent(61), "i-02", silent(7)),
            Acting.NOTHING.beginning("d", 3).pending("d", 3),
            List.of(new Trouble("a", "b")));

    assertThat(text.lines())
        .contains(
            "presence_nodes{part=\"app\",rule=\"peer\",standing=\"peer\"} 2",
            "presence_nodes{part=\"app\",rule=\"held\",standing=\"peer\"} 0",
            "presence_nodes{part=\"app\",rule=\"draining\",standing=\"draining\"} 1",
            "presence_nodes{part=\"app\",rule=\"state\",standing=\"out\"} 1",
            "presence_nodes{part=\"db\",rule=\"peer\",standing=\"peer\"} 0",
            "presence_oldest_silence_seconds{part=\"app\"} 61",
            "presence_oldest_silence_seconds{part=\"db\"} 0",
            "presence_store_up{store=\"away\"} 0",
            "presence_store_up{store=\"" + one.name() + "\"} 1",
            "presence_last_look_timestamp_seconds 17",
            "presence_last_beat_timestamp_seconds 18",
            "presence_last_change_timestamp_seconds 0",
            "presence_change_failures 1",
            "presence_change_pending 1",
            "presence_troubles 1");
  }

  @Test
  void text_namesNoPeer() throws Exception {
    put("one", node("i-01", "10.0.0.1", OLD));

    assertThat(text(look(one), Map.of(), Acting.NOTHING, List.of())).doesNotContain("i-01");
  }

  @Test
  void text_hasOneHeadForEachMetricAndNoSeriesTwice() throws Exception {
    put("one", node("i-01", "10.0.0.1", OLD));
    String text = text(look(one, two), Map.of(), Acting.NOTHING, List.of());

    List<String> series = new ArrayList<>();
    TreeMap<String, Integer> types = new TreeMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        types.merge(line.substring(7, line.lastIndexOf(' ')), 1, Integer::sum);
      } else if (!line.startsWith("#")) {
        series.add(line.substring(0, line.lastIndexOf(' ')));
      }
    }
    assertThat(series).doesNotHaveDuplicates().isNotEmpty();
    assertThat(types.values()).containsOnly(1);
    for (String one : series) {
      assertThat(types).containsKey(one.replaceAll("\\{.*", ""));
    }
    assertThat(text).endsWith("\n");
  }

  @Test
  void text_ofAStoreWithAStrangeName_isEscaped() throws Exception {
    ForwardingStore strange =
        new ForwardingStore(one) {
          @Override
          public String name() {
            return "a\"b\\c\nd";
          }
        };

    assertThat(text(look(strange), Map.of(), Acting.NOTHING, List.of()).lines())
        .contains("presence_store_up{store=\"a\\\"b\\\\c\\nd\"} 1");
  }

  @Test
  void text_ofANodeThatAsksForNobody_hasNoParts() {
    String text =
        Metrics.text(new View(List.of(), List.of()), null, null, Acting.NOTHING, List.of(), 0, 5);

    assertThat(text).doesNotContain("presence_nodes").contains("presence_change_pending 0");
  }

  @Test
  void text_ofWhatWasActedOn_isNotPending() {
    Acting acting = Acting.NOTHING.pending("", 3).succeeding(new TreeMap<>(), 4);

    assertThat(Metrics.text(new View(List.of(), List.of()), null, null, acting, List.of(), 0, 5))
        .contains("presence_change_pending 0", "presence_last_change_timestamp_seconds 4");
  }
}
