package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.heartbeat.Acknowledgement.Progress;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.testing.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** i-0a drains; others ask for its part, or not, and have acted on it, or not. */
class AcknowledgementTest extends HeartbeatTestCase {
  private final NodeRecord drained = app("i-0a").state("draining").build();
  private final Map<String, Beat> beats = new TreeMap<>();
  private final Acknowledgement acknowledgement = new Acknowledgement();
  private long seq = 1_000_000;

  AcknowledgementTest(@TempDir Path folder) throws Exception {
    super(folder);
  }

  private static Node app(String id) {
    return Node.of(id).scope("fed1", "lamp").address("10.0.0.1").tss(OLD);
  }

  @BeforeEach
  void drain() throws Exception {
    put("one", drained);
  }

  private void asks(String id, String... requires) throws Exception {
    put("one", app(id).part("lb").fact("requires", List.of(requires)).build());
  }

  /** Parts and the ids that were named as draining in each: {@code app=i-0a}. */
  private void beats(String id, String... acted) {
    TreeMap<String, Beat.Acted> parts = new TreeMap<>();
    for (String part : acted) {
      String[] named = part.split("=", 2);
      parts.put(named[0], new Beat.Acted("d1", List.of(named[1].split(","))));
    }
    beats.put(id, new Beat(new NodeName(id), 60, seq, null, "w-" + id, parts, null, null));
  }

  private Progress progress() {
    return acknowledgement.of(drained, lookAround(one), beats, clock.instant());
  }

  @Test
  void user_whoActedOnIt_isDone() throws Exception {
    asks("i-lb", "app");
    beats("i-lb", "app=i-0a,i-0b");

    assertThat(progress())
        .isEqualTo(new Progress(List.of("i-lb"), List.of(), List.of(), List.of()));
  }

  @Test
  void user_whoActedOnOthers_isWaitedFor() throws Exception {
    asks("i-lb", "app", "db");
    beats("i-lb", "app=i-0b", "db=i-0a");

    assertThat(progress().waiting()).containsExactly("i-lb");
  }

  @Test
  void user_whoActedOnNothingYet_isWaitedFor() throws Exception {
    asks("i-lb", "app");
    beats("i-lb");

    assertThat(progress().waiting()).containsExactly("i-lb");
  }

  @Test
  void user_whoNeverBeat_isNamed() throws Exception {
    asks("i-lb", "app");

    assertThat(progress().beatless()).containsExactly("i-lb");
  }

  @Test
  void user_ofTwoGlobs_isDoneWithBoth() throws Exception {
    asks("i-lb", "app", "all=*");
    beats("i-lb", "app=i-0a");

    assertThat(progress().waiting()).containsExactly("i-lb");
    beats("i-lb", "app=i-0a", "all=i-0a");
    assertThat(progress().done()).containsExactly("i-lb");
  }

  @Test
  void others_thatDoNotUseIt_areNotAsked() throws Exception {
    asks("i-db", "db");
    asks("i-far", "app@fed2/lamp");
    put("one", app("i-0b").build());
    put("one", app("i-left").part("lb").state("left").fact("requires", List.of("app")).build());

    assertThat(progress()).isEqualTo(new Progress(List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void user_ofAnotherDeploymentThatAsksForThisOne_isWaitedFor() throws Exception {
    put(
        "one",
        app("i-far")
            .scope("fed2", "lamp")
            .part("lb")
            .fact("requires", List.of("app@fed1/lamp"))
            .build());
    beats("i-far");

    assertThat(progress().waiting()).containsExactly("i-far");
  }

  /** As by any reader: after its silence while others beat on, and not before. */
  @Test
  void user_whoDiesMeanwhile_isNotWaitedForAfterItsSilence() throws Exception {
    asks("i-lb1", "app");
    asks("i-lb2", "app");
    beats("i-lb1");
    List<String> dead = new ArrayList<>();
    int minute = 0;
    while (dead.isEmpty() && minute < 20) {
      beats("i-lb2", "app=i-0a");
      dead = progress().dead();
      later(60);
      seq += 60;
      minute++;
    }

    assertThat(dead).containsExactly("i-lb1");
    assertThat(minute).isBetween(5, 8);
    assertThat(progress().done()).containsExactly("i-lb2");
    assertThat(progress().waiting()).isEmpty();
  }
}
