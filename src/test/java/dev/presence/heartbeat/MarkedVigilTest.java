package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.files.FileReplacer;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.SeenStores;
import dev.presence.model.Beat;
import dev.presence.model.Life;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.model.Stamp;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Verdict;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ChronicleStore;
import dev.presence.testing.ForwardingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six apps whose agents hold marks, and one more that looks: each time with a memory read anew. */
class MarkedVigilTest extends HeartbeatTestCase {
  private static final String[] SIX = {"i-01", "i-02", "i-03", "i-04", "i-05", "i-06"};
  private static final NodeName ME = new NodeName("i-01");

  private final Path out;
  private final ChronicleStore store = new ChronicleStore("chronicle", clock);
  private final Map<String, ChronicleStore> agents = new TreeMap<>();
  private final ChronicleStore mine;

  MarkedVigilTest(@TempDir Path folder) throws StoreException {
    super(folder);
    this.out = folder.resolve("out.json");
    this.mine = store.again();
  }

  @BeforeEach
  void begin() throws StoreException {
    store.create();
    for (String id : SIX) {
      agents.put(id, id.equals(ME.value()) ? mine : store.again());
      store.put(new Announcement(node(id, "10.0.0." + id.charAt(3), OLD), null), null);
      hold(id);
      beat(id, 10);
    }
    assertThat(peers(look(0))).containsExactly(SIX);
    beat("i-02", 10);
    look(1);
  }

  private void hold(String id) throws StoreException {
    ChronicleStore agent = Objects.requireNonNull(agents.get(id));
    assertThat(agent.hold(new NodeName(id), new PartName("app"), "w" + id)).isNull();
  }

  private void beat(String id, int session) throws StoreException {
    long seq = clock.instant().getEpochSecond();
    Stamp tss = new Stamp(OLD);
    store.put(
        new Announcement(
            null,
            new Beat(
                new NodeName(id), 60, seq, tss, "w" + id, new TreeMap<>(), null, null, session)),
        null);
  }

  private void crash(String... ids) {
    for (String id : ids) {
      Objects.requireNonNull(agents.get(id)).close();
    }
  }

  /** So much later it looks. */
  private Served look(int seconds) {
    return look(seconds, mine);
  }

  /** The same, with the beats and marks of that store. */
  private Served look(int seconds, Store shown) {
    later(seconds);
    LifeMemory lives = new LifeMemory(stateFolder());
    Beats beats = new Beats(stores(shown), lives);
    Vigil vigil = new Vigil(beats, lives, Vigil.Rules.USUAL, new Probing(Map.of()), ME, clock);
    Looker looker = new Looker(stores(mine), new SeenStores(stateFolder()), clock, PATIENCE, beats);
    AnswerFile file = new AnswerFile(out, AnswerFile.Form.JSON, new FileReplacer("w1"));
    return new Answering(stores(mine), looker, vigil, stateFolder(), clock)
        .serve(new Answering.Wanted(APPS, file, AnswerFile.Form.JSON, true, false), Asking.ALL);
  }

  private static List<String> peers(Served served) {
    return ids(Objects.requireNonNull(served.answer().parts().get("app")).peers());
  }

  @Test
  void agent_thatCrashed_isGoneAfterItsSessionAndOneMore() {
    crash("i-06");
    assertThat(look(9).decides()).isNull();
    Instant decides = look(1).decides();
    assertThat(decides).isEqualTo(clock.instant().plusSeconds(10));
    Served served = look(9);
    assertThat(peers(served)).contains("i-06");
    assertThat(served.decides()).isEqualTo(decides);
    served = look(1);
    assertThat(served.decides()).isNull();
    assertThat(peers(served)).containsExactly("i-01", "i-02", "i-03", "i-04", "i-05");
    assertThat(why(served, "i-06")).startsWith("it lost its mark, and did not beat for 10s");
    assertThat(why(served, "i-02")).endsWith("; its mark stands");
  }

  private String why(Served served, String id) {
    for (Verdict verdict : served.resolution().of(APPS.parts().get(0))) {
      if (verdict.id().value().equals(id)) {
        return new Reasons(APPS.scope(), clock.instant()).why(verdict);
      }
    }
    throw new AssertionError(id);
  }

  @Test
  void server_thatPausesAndLosesEverySession_changesNoByte() {
    String before = ((Served.Fresh) look(1)).json();
    for (String id : SIX) {
      store.expire(id, Duration.ofSeconds(3));
    }
    Served lost = look(0);
    assertThat(((Served.Fresh) lost).json()).isEqualTo(before);
    assertThat(lost.warnings())
        .anyMatch(line -> line.contains("chronicle lost this machine's session"))
        .anyMatch(line -> line.contains("chronicle lost most of its marks"));
    for (int i = 0; i < 60; i++) {
      assertThat(((Served.Fresh) look(1)).json()).isEqualTo(before);
    }
    assertThat(look(1).warnings()).isEmpty();
  }

  @Test
  void marks_ofFourOfSixThatStayAway_takeHalfOfThemAfterTwoMoreSessions() {
    for (String id : new String[] {"i-03", "i-04", "i-05", "i-06"}) {
      store.expire(id, Duration.ofHours(1));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(peers(look(1))).containsExactly(SIX);
    }
    assertThat(peers(look(1))).hasSize(3).contains("i-01", "i-02"); // Half of six, in a hold.
  }

  @Test
  void agent_thatIsStartedAnew_wasNeverAway() throws Exception {
    crash("i-06");
    look(5);
    agents.put("i-06", store.again());
    hold("i-06");
    for (int i = 0; i < 60; i++) {
      assertThat(peers(look(1))).containsExactly(SIX);
    }
  }

  @Test
  void agent_thatGoesOverToTheTimer_isJudgedByItsBeats() throws Exception {
    beat("i-06", 0);
    Objects.requireNonNull(agents.get("i-06")).release(new NodeName("i-06"));
    for (int i = 0; i < 5; i++) {
      assertThat(peers(look(59))).containsExactly(SIX);
      later(1);
      beat("i-06", 0);
    }
    for (int i = 0; i < 6; i++) {
      beat("i-02", 10);
      assertThat(peers(look(60))).as("%s", i).contains(i < 5 ? "i-06" : "i-05");
    }
    assertThat(peers(look(1))).doesNotContain("i-06");
  }

  /** As where records come in time and what is asked for by name does not. */
  @Test
  void look_thatCouldNotReadTheMarks_letsASilenceBeginAnew() {
    crash("i-06");
    look(10);
    Store hidden =
        new ForwardingStore(mine) {
          @Override
          public Map<Entry, @Nullable Version> find(Collection<Entry> entries)
              throws StoreException {
            throw new StoreException("chronicle did not answer");
          }
        };
    assertThat(peers(look(11, hidden))).containsExactly(SIX);
    assertThat(peers(look(1))).containsExactly(SIX);
    assertThat(peers(look(9))).containsExactly(SIX);
    assertThat(peers(look(1))).doesNotContain("i-06");
  }

  @Test
  void memory_ofAMark_isKeptBetweenLooks() {
    crash("i-06");
    look(10);
    Life life = Objects.requireNonNull(new LifeMemory(stateFolder()).recall().lives().get("i-06"));
    assertThat(life.marks())
        .isEqualTo(Map.of("chronicle", new Life.Mark(10, Life.Standing.GONE, 0)));
  }
}
