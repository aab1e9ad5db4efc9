package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may happen to a list as a whole, while its nodes live on and beat each minute. */
class DisastersTest {
  private static final List<String> APPS = List.of("i-a1", "i-a2", "i-a3", "i-a4");

  private final Fleet fleet;
  private final Path answer;
  private final List<String> alive = new ArrayList<>();

  DisastersTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.answer = folder.resolve("answer.json");
  }

  @BeforeEach
  void begin() {
    fleet.node("i-lb", "lb");
    fleet.node("i-db", "db");
    alive.add("i-db");
    for (String app : APPS) {
      fleet.node(app, "app", "address.txt", "10.0.0." + app.substring(3));
      alive.add(app);
    }
    for (int minute = 0; minute < 3; minute++) {
      everybodyBeats();
    }
    assertThat(apps()).isEqualTo(APPS);
  }

  private void everybodyBeats() {
    fleet.clock.move(Duration.ofMinutes(1));
    for (String node : alive) {
      fleet.as(node, "heartbeat", "--state-dir", state(node));
    }
    balancerBeats();
  }

  private Run balancerBeats() {
    return fleet.as(
        "i-lb",
        "heartbeat",
        "--part",
        "app",
        "--out",
        answer.toString(),
        "--state-dir",
        state("i-lb"));
  }

  private Run asBalancer(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state-dir", state("i-lb")));
    return fleet.as("i-lb", all.toArray(new String[0]));
  }

  private String state(String node) {
    return fleet.folder.resolve("states").resolve(node).toString();
  }

  private List<String> apps() {
    try {
      return new Run(0, Files.readString(answer), "").peers("app");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String kind, String... ids) throws IOException {
    for (String id : ids) {
      Files.deleteIfExists(fleet.list.resolve(kind).resolve(id + ".json"));
    }
  }

  @Test
  void list_emptied_holdsTheAnswerAndHealsWithTheNextBeats() throws Exception {
    for (String kind : List.of("all", "beat", "order")) {
      for (String name : Tree.names(fleet.list.resolve(kind))) {
        Files.delete(fleet.list.resolve(kind).resolve(name));
      }
    }
    balancerBeats();
    assertThat(apps()).isEqualTo(APPS);
    assertThat(asBalancer("explain", "app").ended(0).out()).contains("vanished");
    asBalancer("status", "--part", "app").ended(15);

    everybodyBeats();

    assertThat(apps()).isEqualTo(APPS);
    assertThat(asBalancer("explain", "app").ended(0).out()).doesNotContain("vanished");
    asBalancer("status", "--part", "app").ended(0);
  }

  /** More than half went at one time, and those nodes write no more: as on half a list. */
  @Test
  void list_halfEmptied_holdsTheAnswerUntilAPersonSpeaks() throws Exception {
    alive.removeAll(APPS);
    delete("all", "i-a1", "i-a2", "i-a3", "i-a4");
    delete("beat", "i-a1", "i-a2", "i-a3", "i-a4");
    for (int minute = 0; minute < 30; minute++) {
      everybodyBeats();
    }
    assertThat(apps()).isEqualTo(APPS);
    Run status = asBalancer("status", "--part", "app").ended(15);
    assertThat(status.out() + status.err()).contains("went at one time");

    asBalancer("resolve", "--part", "app", "--out", answer.toString(), "--accept-removals");

    assertThat(apps()).isEmpty();
  }

  @Test
  void list_madeAnewInTheBareMountPoint_holdsTheAnswer() throws Exception {
    Files.move(fleet.list, fleet.folder.resolve("list.away"));
    Files.createDirectory(fleet.list);
    assertThat(balancerBeats().status()).isEqualTo(11);
    assertThat(apps()).isEqualTo(APPS);

    fleet.run("init", fleet.list.toString());
    for (int minute = 0; minute < 10; minute++) {
      fleet.clock.move(Duration.ofMinutes(1));
      balancerBeats();
    }

    assertThat(apps()).isEqualTo(APPS);
    Run status = asBalancer("status", "--part", "app").ended(15);
    assertThat(status.out() + status.err()).contains("went at one time");
    everybodyBeats();
    asBalancer("status", "--part", "app").ended(0);
  }

  @Test
  void list_restoredFromAWeekOldBackup_keepsWhatIsNewer() throws Exception {
    Path backup = fleet.folder.resolve("backup");
    Tree.copy(fleet.list, backup);
    fleet.clock.move(Duration.ofDays(7));
    fleet.node("i-a1", "app", "address.txt", "10.0.0.99");
    for (int minute = 0; minute < 3; minute++) {
      everybodyBeats();
    }
    assertThat(Files.readString(answer)).contains("10.0.0.99");

    Tree.copy(backup, fleet.list);
    Run beat = balancerBeats();

    assertThat(apps()).isEqualTo(APPS);
    assertThat(Files.readString(answer)).contains("10.0.0.99");
    assertThat(beat.err()).contains("i-a1.json is of", "was a backup restored?");
    everybodyBeats();
    everybodyBeats();
    assertThat(Files.readString(answer)).contains("10.0.0.99");
    assertThat(apps()).isEqualTo(APPS);
    asBalancer("status", "--part", "app").ended(0);
  }

  @Test
  void list_replacedByAnotherFleets_holdsTheAnswer() throws Exception {
    Files.move(fleet.list, fleet.folder.resolve("list.away"));
    fleet.run("init", fleet.list.toString());
    for (int i = 0; i < 6; i++) {
      fleet.write(
          "list/all/x-" + i + ".json",
          """
          {"filetype":"nodepresence","value":{"address":"10.7.0.%d","deployment":"other",\
          "instance-id":"x-%d","nodepart":"app","stacktype":"lamp","tss":"20261122-170000"}}
          """
              .formatted(i + 1, i));
    }
    for (int minute = 0; minute < 10; minute++) {
      fleet.clock.move(Duration.ofMinutes(1));
      balancerBeats();
    }

    assertThat(apps()).isEqualTo(APPS);
    Run status = asBalancer("status", "--part", "app").ended(15);
    assertThat(status.out() + status.err()).contains("went at one time");
    assertThat(asBalancer("explain", "i-a1", "--part", "app").ended(0).out()).contains("vanished");
  }
}
