package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.MovableClock;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What version 0.1.0 left behind means the same to this one: a list, an answer, and the memory of a
 * balancer, as that version wrote them on 29 November 2026 for five apps, of which one drains, one
 * left and one was ordered to drain, and a database.
 */
class VersionBeforeTest {
  private static final Path THEN = Path.of("src/test/resources/dev/presence/compat/0.1.0");
  private static final String LIST_THEN = "/tmp/compat/list";
  private static final String[] QUESTION = {
    "--part", "app", "--part", "db", "--fact", "motto",
  };

  private final MovableClock clock = MovableClock.at("2026-11-29T15:50:00Z");
  private final Path folder;
  private final Fleet fleet;
  private final String answer;

  VersionBeforeTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.fleet = new Fleet(folder);
    Tree.copy(THEN.resolve("list"), folder.resolve("list"));
    Tree.copy(THEN.resolve("nodes"), folder.resolve("nodes"));
    this.answer = Files.readString(THEN.resolve("answer.json"));
  }

  @Test
  void list_of010_givesTheSameAnswerBytes() {
    assertThat(asked("--read-only").quietly().out()).isEqualTo(answer);
  }

  @Test
  void memory_of010_answersWhenTheListIsAway() throws IOException {
    remember();
    fleet.loseList();

    assertThat(asked().ended(11).out()).isEqualTo(answer);
  }

  @Test
  void memory_of010_isTakenOnWithoutAChange() throws IOException {
    remember();

    assertThat(asked("--dry-run").quietly().out()).isEmpty();
    assertThat(asked().quietly().out()).isEqualTo(answer);
    assertThat(fleet.run(clock, "history", "--part", "app").quietly().out())
        .contains("i-05", "ordered draining at 20261129-154843 by root");
  }

  @Test
  void ownRecord_of010_isUnchanged() throws IOException {
    remember();
    String record = Files.readString(fleet.list.resolve("all/i-lb.json"));

    Run run =
        fleet.run(
            clock,
            "heartbeat",
            "--nodeinfo",
            folder.resolve("nodes/i-lb").toString(),
            "--part",
            "app",
            "--part",
            "db");

    assertThat(run.quietly().out()).contains("unchanged since 20261129-154844");
    assertThat(Files.readString(fleet.list.resolve("all/i-lb.json"))).isEqualTo(record);
  }

  @Test
  void answerFile_of010_withoutAMemory_keepsItsPeers() throws IOException {
    Path out = Files.writeString(folder.resolve("peers.json"), answer);
    Files.delete(fleet.list.resolve("all/i-db.json"));

    asked("--out", out.toString());

    assertThat(Files.readString(out)).isEqualTo(answer);
  }

  private Run asked(String... options) {
    Stream<String> node =
        Stream.of("resolve", "--nodeinfo", folder.resolve("nodes/i-lb").toString());
    return fleet.run(
        clock,
        Stream.of(node, Stream.of(QUESTION), Stream.of(options))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  /** The memory names its list, which has another path here: in its files and in their names. */
  private void remember() throws IOException {
    asked().ended(0);
    for (String kind : List.of("seen", "answered")) {
      Path named = only(fleet.state.resolve(kind));
      Files.writeString(named, moved(only(THEN.resolve("state").resolve(kind))));
    }
    for (String file : List.of("life/lives", "own/i-lb.json", "own/i-lb.beat", "change/state")) {
      Path to = fleet.state.resolve(file);
      Files.createDirectories(to.resolveSibling(""));
      Files.writeString(to, moved(THEN.resolve("state").resolve(file)));
    }
    Files.writeString(
        fleet.state.resolve("journal/answers.jsonl"),
        moved(THEN.resolve("state/journal/answers.jsonl")));
    Files.writeString(fleet.state.resolve("writer"), moved(THEN.resolve("state/writer")));
  }

  private String moved(Path file) throws IOException {
    return Files.readString(file).replace(LIST_THEN, fleet.list.toString());
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((one, other) -> one).orElseThrow();
    }
  }
}
