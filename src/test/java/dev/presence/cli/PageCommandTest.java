package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a page. */
class PageCommandTest {
  private final Path folder;

  PageCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static void assertCard(String page, String id, String condition, String... words) {
    int start = page.indexOf("<h4><bdi>" + id + "</bdi></h4>");
    assertThat(start).as(id).isPositive();
    assertThat(page.substring(start, page.indexOf("</li>", start)))
        .contains("<b class=\"st\">" + condition + "</b>")
        .contains(List.of(words));
  }

  @Test
  void nodes_inEveryCondition_areDrawnWithWhatHoldsThem() {
    String page = Town.grown(folder).page();

    assertCard(page, "i-app1", "serving", "10.0.3.", "http</bdi> 8080", "beat ", "weight ");
    assertCard(page, "i-app3", "dead", "dead since 22 Nov 2026", "two beats of it");
    assertCard(page, "i-queue1", "held", "the last peer never goes by silence");
    assertCard(page, "i-app5", "late", "it is late: it beats every 1m");
    assertCard(page, "i-lb9", "late", "the last time", "so it is late");
    assertCard(page, "i-app6", "draining", "ordered draining at 22 Nov", "(new disks) until");
    assertCard(page, "i-app7", "not yet", "state is setup");
    assertCard(page, "i-app8", "broken", "it is broken since", "not JSON");
    assertCard(page, "i-new1", "broken", "it is broken since");
    assertCard(page, "i-worker3", "left", "ordered left at", "(sold)");
  }

  @Test
  void nodes_thatClaimOnePlaceOrHaveNone_areDrawnSo() {
    Fleet fleet = new Fleet(folder);
    String same = "\"nodepart\": \"app\", \"address\": \"10.0.0.1\", \"ports\": {\"http\": 80}";
    fleet.recordOf("i-a", same + ", \"tss\": \"20261122-174800\"");
    fleet.recordOf("i-b", same + ", \"tss\": \"20261122-174700\"");
    fleet.recordOf("i-c", "\"nodepart\": \"db\"");

    String page = fleet.run("page").quietly().out();

    assertCard(page, "i-b", "clash", "i-a says the same place, 10.0.0.1");
    assertCard(page, "i-a", "serving", "10.0.0.1");
    assertCard(page, "i-c", "no address", "its record has no address");
  }

  @Test
  void page_ofANodeAndOfAMachineThatIsNone_saysWhoDrewIt() {
    Fleet fleet = new Fleet(folder);
    fleet.node("i-mon1", "monitor");
    String title = "<title>Presence: " + fleet.list;

    assertThat(fleet.as("i-mon1", "page").quietly().out())
        .contains(title + ", as seen by i-mon1</title>");
    assertThat(fleet.run("page").quietly().out()).contains(title + "</title>");
  }

  @Test
  void parts_standInTheOrderOfWhoRequiresWhom() {
    String page = Town.grown(folder).page();

    assertThat(page.replace("\n", ""))
        .matches(
            ".*<ol class=\"map\">.*<b><bdi>lb</bdi></b>.*<b><bdi>app</bdi></b>.*<b><bdi>db</bdi></b>.*")
        .contains("<b><bdi>search</bdi></b><span class=\"sum\"><span class=\"st warn\">nobody");
  }

  @Test
  void changes_thatWereAnswered_areTold() {
    String page = Town.grown(folder).page();

    assertThat(page.substring(page.indexOf("<aside")))
        .contains("<b><bdi>i-app3</bdi></b> <bdi>app</bdi> <bdi>peer → out</bdi>");
  }

  @Test
  void page_ofTheSameListAtTheSameTime_isNotWrittenAgain() throws IOException {
    Town town = Town.grown(folder);
    Path out = folder.resolve("page.html");
    town.fleet.run("page", "--out", out.toString()).ended(0);
    String before = Tree.file(out);

    town.fleet.run("page", "--out", out.toString()).ended(0);

    assertThat(Tree.file(out)).isEqualTo(before);
    assertThat(Files.readString(out)).isEqualTo(town.page());
  }

  @Test
  void interval_ofTheConfiguration_isTold() {
    Fleet fleet = new Fleet(folder);
    fleet.write("presence.json", "{\"page-every\": \"2m\"}");

    assertThat(fleet.run("page").quietly().out()).contains("data-every=\"120\"");
    fleet.run("page", "--page-every", "0m").failed(2, "--page-every", "10s, 5m");
  }

  @Test
  void out_ofTheConfiguration_isForTheAnswerAndNotForThePage() throws IOException {
    Fleet fleet = new Fleet(folder);
    Path answer = fleet.write("answer.json", "{}");
    Path feed = fleet.write("app.cfg", "backend app");
    fleet.write(
        "presence.json",
        "{\"out\": \"" + answer + "\", \"feed\": [\"csv=other\", \"haproxy:app=" + feed + "\"]}");
    Path link = Files.createSymbolicLink(folder.resolve("link"), answer);

    assertThat(fleet.run("page").quietly().out()).startsWith("<!DOCTYPE html>");
    fleet.run("page", "--out", answer.toString()).failed(2, answer.toString(), "--out goes");
    fleet.run("page", "--out", link.toString()).failed(2, "a file of its own");
    fleet.run("page", "--out", feed.toString()).failed(2, feed.toString(), "--feed goes");

    assertThat(answer).hasContent("{}");
  }

  @Test
  void out_asAFolder_isRefusedAndNothingIsLeftBehind() throws IOException {
    Fleet fleet = new Fleet(folder);
    Path taken = Files.createDirectory(folder.resolve("taken"));

    fleet.run("page", "--out", taken.toString()).failed(10, "cannot write " + taken);
    fleet.run("page", "--out", folder + "/none/page.html").failed(10, "none/page.html");

    assertThat(taken).isEmptyDirectory();
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void out_throughALink_isWrittenWhereItLeads() throws IOException {
    Fleet fleet = new Fleet(folder);
    Path target = fleet.write("elsewhere/page.html", "old");
    Path link = Files.createSymbolicLink(folder.resolve("page.html"), target);

    fleet.run("page", "--out", link.toString()).ended(0);

    assertThat(link).isSymbolicLink();
    assertThat(target).content().startsWith("<!DOCTYPE html>");
  }

  @Test
  void page_whenNoListCanBeRead_saysSoAndShowsWhatWasLastSeen() {
    Town town = Town.grown(folder);
    town.fleet.loseList();
    Path out = folder.resolve("page.html");

    town.fleet.run("page", "--out", out.toString()).ended(11);

    assertThat(out).content().contains("no store could be read, so this is what was last seen");
    assertThat(out).content().contains("<bdi>i-app1</bdi>");
  }

  @Test
  void page_ofTheMemory_leavesItAsItIs() throws IOException {
    Town town = Town.grown(folder);
    town.page();
    String before = Tree.of(town.fleet.state).toString();

    town.fleet.clock.move(Duration.ofHours(3));
    town.page();

    assertThat(Tree.of(town.fleet.state).toString()).isEqualTo(before);
  }
}
