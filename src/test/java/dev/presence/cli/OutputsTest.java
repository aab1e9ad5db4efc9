package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file that a command writes, onto each that something else is in. */
class OutputsTest {
  /** A command, an option with the file in it, and whether a configuration may name it. */
  private static final List<List<String>> WRITERS =
      List.of(
          List.of("resolve", "--out", "%s"),
          List.of("resolve", "--report", "%s"),
          List.of("heartbeat", "--out", "%s"),
          List.of("heartbeat", "--report", "%s"),
          List.of("heartbeat", "--metrics", "%s"),
          List.of("heartbeat", "--feed", "csv=%s"),
          List.of("status", "--metrics", "%s"),
          List.of("page", "--out", "%s"));

  private final Fleet fleet;

  OutputsTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
  }

  @BeforeEach
  void announce() {
    fleet.announced("i-app1", "app", "ports.json", "{\"http\": 80}");
    fleet.node("i-lb", "lb");
  }

  private static String[] words(List<String> writer, Path file) {
    List<String> words = new ArrayList<>(writer);
    words.set(2, writer.get(2).formatted(file));
    if (!writer.get(0).equals("page")) {
      words.addAll(List.of("--part", "app"));
    }
    return words.toArray(new String[0]);
  }

  private String all() throws IOException {
    return Tree.of(fleet.list).toString() + Tree.of(fleet.folder.resolve("nodes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list/all/i-app1.json",
        "list/new.html",
        "list.link/all/i-app1.json",
        "list/beat/new.prom",
        "nodes/i-lb/nodepart.txt",
        "nodes.link/i-lb/new.txt",
        "state/writer",
        "state/new",
        "state.link/feeds/made",
        "file.link",
        "presence.json"
      })
  void output_ontoWhatIsKept_isAUsageErrorAndChangesNothing(String path) throws Exception {
    for (String folder : List.of("list", "nodes", "state")) {
      Files.createSymbolicLink(
          fleet.folder.resolve(folder + ".link"), fleet.folder.resolve(folder));
    }
    Files.createSymbolicLink(
        fleet.folder.resolve("file.link"), Path.of("list.link/../list/all/i-app1.json"));
    String before = all();
    for (List<String> writer : WRITERS) {
      Path file = fleet.folder.resolve(path);

      fleet.as("i-lb", words(writer, file)).failed(2, writer.get(1) + " " + file, "of its own");
    }
    assertThat(all()).isEqualTo(before);
    assertThat(fleet.config).hasContent("{}");
  }

  @Test
  void output_ontoWhatIsKept_byAListThatIsNamedByALink_isAUsageError() throws Exception {
    Path link = fleet.folder.resolve("list.link");
    Files.createSymbolicLink(link, fleet.list);
    String record = fleet.list.resolve("all/i-app1.json").toString();
    String before = all();

    for (String store : List.of(link.toString(), "folder:" + link)) {
      fleet.run("page", "--store", store, "--out", record).failed(2, "lies in the list");
    }
    fleet
        .as("i-lb", "page", "--store", fleet.folder.resolve("none").toString(), "--out", record)
        .failed(2, "lies in the list"); // The one that beats read.

    assertThat(all()).isEqualTo(before);
  }

  @Test
  void output_ofAConfigurationOntoWhatIsKept_isTen() throws Exception {
    String before = all();
    String record = fleet.list.resolve("all/i-app1.json").toString();
    for (String setting : List.of("out", "report", "metrics")) {
      fleet.write("presence.json", "{\"%s\": \"%s\"}".formatted(setting, record));
      fleet
          .as("i-lb", "heartbeat", "--part", "app")
          .failed(10, "--" + setting + " " + record, "in the configuration " + fleet.config);
    }
    fleet.write("presence.json", "{\"feed\": [\"csv=%s\"]}".formatted(record));
    fleet.as("i-lb", "heartbeat", "--part", "app").failed(10, "--feed " + record);

    assertThat(all()).isEqualTo(before);
  }

  @Test
  void output_besideAListThatIsAway_isWritten() {
    fleet.as("i-lb", "resolve", "--part", "app").ended(0);
    fleet.loseList();
    String out = fleet.folder.resolve("list.html").toString();

    fleet.as("i-lb", "page", "--out", out).ended(11);

    assertThat(Path.of(out)).exists();
  }

  // What a beat writes.

  private Path configured(String name) throws IOException {
    return Files.writeString(fleet.folder.resolve(name), "a beat's\n");
  }

  @Test
  void output_ontoAnotherOutputOfTheConfiguration_isAUsageError() throws Exception {
    Path out = configured("answer.json");
    Path feed = configured("app.cfg");
    Path report = configured("report.json");
    Path metrics = configured("m.prom");
    fleet.write(
        "presence.json",
        "{\"out\": \"%s\", \"feed\": [\"haproxy:app=%s\"], \"report\": \"%s\", \"metrics\": \"%s\"}"
            .formatted(out, feed, report, metrics));

    for (Path file : List.of(feed, report, metrics)) {
      fleet
          .as("i-lb", "resolve", "--part", "app", "--format", "csv", "--out", file.toString())
          .failed(2, file.toString());
    }
    for (String format : List.of("csv", "lines")) {
      fleet
          .as("i-lb", "resolve", "--part", "app", "--format", format, "--out", out.toString())
          .failed(2, out.toString(), "goes, as json");
    }
    fleet
        .as("i-lb", "heartbeat", "--part", "app", "--feed", "csv=" + feed)
        .failed(2, "a beat's --feed goes, as haproxy:app");
    fleet.as("i-lb", "status", "--metrics", feed.toString()).failed(2, "a beat's --feed goes");

    for (Path file : List.of(out, feed, report, metrics)) {
      assertThat(file).hasContent("a beat's");
    }
    fleet.as("i-lb", "resolve", "--part", "app", "--out", out.toString()).ended(0);
    assertThat(out).content().contains("i-app1"); // The same thing, in its place.
  }

  @Test
  void format_ofTheCommandLine_isPrintedWhereAConfigurationHasAFile() throws Exception {
    Path out = configured("answer.json");
    fleet.write("presence.json", "{\"out\": \"%s\"}".formatted(out));

    for (String format : List.of("haproxy", "csv", "lines", "json")) {
      Run run = fleet.as("i-lb", "resolve", "--part", "app", "--format", format).quietly();
      assertThat(run.out()).contains("i-app1");
      assertThat(out).hasContent("a beat's");
    }
    fleet.as("i-lb", "resolve", "--part", "app").quietly();
    assertThat(out).content().contains("i-app1");
  }

  @Test
  void format_thatStandsBesideTheFile_isWrittenThere() throws Exception {
    Path out = configured("app.cfg");
    fleet.write("presence.json", "{\"out\": \"%s\", \"format\": \"haproxy\"}".formatted(out));

    fleet.as("i-lb", "resolve", "--part", "app").quietly();

    assertThat(out).content().contains("backend app");
    fleet.environment.put("PRESENCE_FORMAT", "csv");
    assertThat(fleet.as("i-lb", "resolve", "--part", "app").quietly().out()).startsWith("part,");
    assertThat(out).content().contains("backend app");
    fleet.environment.put("PRESENCE_OUT", fleet.folder.resolve("app.csv").toString());
    fleet.as("i-lb", "resolve", "--part", "app").quietly();
    assertThat(fleet.folder.resolve("app.csv")).content().startsWith("part,");
  }
}
