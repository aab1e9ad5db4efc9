package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of the stores, a good answer is not lost and an empty one not made up. */
class StoresAwayTest {
  private static final String[] RESOLVE = {
    "resolve", "--part", "app", "--deployment", "any", "--stacktype", "any"
  };

  private final Fleet fleet;
  private final Path out;

  StoresAwayTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    this.out = folder.resolve("answer.json");
    fleet.announced("i-a", "app");
  }

  private Run resolve(String... more) {
    String[] arguments = Arrays.copyOf(RESOLVE, RESOLVE.length + more.length);
    System.arraycopy(more, 0, arguments, RESOLVE.length, more.length);
    return fleet.run(arguments);
  }

  private void loseState() throws Exception {
    fleet.move(fleet.state, fleet.folder.resolve("state.lost"));
  }

  /** Where the list was there is an empty mount point now. */
  private void unmountList() throws Exception {
    fleet.loseList();
    Files.createDirectory(fleet.list);
  }

  @Test
  void resolve_whenAllStoresAreGone_servesTheLastAnswerAndEndsWithEleven() {
    String last = resolve().quietly().out();
    fleet.loseList();

    Run run = resolve().ended(11);

    assertThat(run.out()).isEqualTo(last);
    assertThat(run.err()).contains(fleet.list.toString(), "the last answer is served");
  }

  @Test
  void resolve_whenAllStoresAreGone_servesTheAnswerToThisQuestionAndNoOther() {
    resolve("--part", "db").quietly();
    String last = resolve().quietly().out();
    resolve("--without-self", "--nodeinfo", fleet.folder.resolve("nodes/i-a").toString());
    fleet.loseList();

    assertThat(resolve().ended(11).out()).isEqualTo(last);
  }

  @Test
  void resolve_ofAQuestionNeverAsked_isAnsweredFromTheRecordsLastSeen() {
    fleet.announced("i-db", "db");
    resolve().quietly();
    fleet.loseList();

    Run run =
        fleet.run("resolve", "--part", "db", "--deployment", "any", "--stacktype", "any").ended(11);

    assertThat(run.peers("db")).containsExactly("i-db");
  }

  @Test
  void resolve_whenAllStoresAreGone_leavesTheFileAsItIs() throws Exception {
    resolve("--out", out.toString()).quietly();
    String before = Tree.file(out);
    fleet.loseList();

    assertThat(resolve("--out", out.toString()).ended(11).out()).isEmpty();

    assertThat(Tree.file(out)).isEqualTo(before);
  }

  @Test
  void resolve_whenTheMemoryIsLostToo_leavesTheFileAsItIs() throws Exception {
    resolve("--out", out.toString()).quietly();
    String before = Tree.file(out);
    fleet.loseList();
    loseState();

    resolve("--out", out.toString()).ended(11);

    assertThat(Tree.file(out)).isEqualTo(before);
  }

  @Test
  void resolve_whenNothingIsKnown_isNoAnswerAndMakesNoFile() throws Exception {
    fleet.loseList();

    Run run = resolve("--out", out.toString()).ended(11);

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("nothing is remembered");
    assertThat(out).doesNotExist();
    assertThat(resolve().ended(11).out()).isEmpty();
  }

  @Test
  void resolve_whenTheMemoryIsTorn_servesNoHalfOfItAndLeavesTheFile() throws Exception {
    resolve("--out", out.toString()).quietly();
    String before = Tree.file(out);
    Path seen = fleet.state.resolve("seen");
    Path kept = seen.resolve(Tree.names(seen).get(0));
    byte[] whole = Files.readAllBytes(kept);
    fleet.loseList();

    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      Files.write(kept, Arrays.copyOf(whole, length));
      assertThat(resolve("--out", out.toString()).ended(11).out())
          .as("torn at %s", length)
          .isEmpty();
      assertThat(Tree.file(out)).as("torn at %s", length).isEqualTo(before);
    }
  }

  @Test
  void resolve_whileStoresAreGone_saysSoInTheReport() throws Exception {
    resolve().quietly();
    fleet.loseList();
    Path report = fleet.folder.resolve("report.json");

    resolve("--report", report.toString()).ended(11);

    JsonNode tree = Run.json(Files.readString(report)).get("report");
    assertThat(tree.at("/parts/app/outcome").asText()).isEqualTo("kept");
    assertThat(tree.at("/stores/0/state").asText()).isEqualTo("unreadable");
    assertThat(tree.at("/stores/0/reason").asText()).contains(fleet.list.toString());
  }

  @Test
  void resolve_whenNothingIsKnown_saysSoInTheReport() throws Exception {
    fleet.loseList();
    Path report = fleet.folder.resolve("report.json");

    resolve("--report", report.toString()).ended(11);

    assertThat(Run.json(Files.readString(report)).at("/report/parts/app/outcome").asText())
        .isEqualTo("unknown");
  }

  @Test
  void resolve_whenOneStoreIsGone_isWellWithItsLastReadRecordsAndTheNewsOfTheOther() {
    Path other = fleet.folder.resolve("other");
    fleet.run("init", other.toString()).quietly();
    fleet.environment.put("PRESENCE_STORE", fleet.list + "\n" + other);
    resolve().quietly();
    fleet.loseList();
    fleet.environment.put("PRESENCE_STORE", other.toString());
    fleet.announced("i-b", "app");
    fleet.environment.put("PRESENCE_STORE", fleet.list + "\n" + other);

    Run run = resolve().ended(0);

    assertThat(run.peers("app")).containsExactly("i-a", "i-b");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains(fleet.list.toString(), "what is remembered of it stands in");
  }

  @Test
  void resolve_whenOneStoreIsGone_givesTheSameBytesAsWithBoth() {
    Path other = fleet.folder.resolve("other");
    fleet.run("init", other.toString()).quietly();
    fleet.environment.put("PRESENCE_STORE", fleet.list + "\n" + other);
    fleet.announced("i-b", "app");
    String both = resolve().quietly().out();
    fleet.loseList();

    assertThat(resolve().ended(0).out()).isEqualTo(both);
  }

  @Test
  void resolve_ofAFolderNotMounted_isUnreadableAndNotEmpty() throws Exception {
    String last = resolve("--out", out.toString()).quietly().out();
    String before = Tree.file(out);
    unmountList();

    Run run = resolve("--out", out.toString()).ended(11);

    assertThat(run.out()).isEqualTo(last);
    assertThat(run.err())
        .contains(fleet.list + " is no list", "mount it", "remembered of it stands in");
    assertThat(Tree.file(out)).isEqualTo(before);
  }

  @Test
  void resolve_ofAStoreThatIsAFile_isUnreadable() throws Exception {
    String last = resolve().quietly().out();
    fleet.loseList();
    Files.writeString(fleet.list, "");

    Run run = resolve().ended(11);

    assertThat(run.out()).isEqualTo(last);
    assertThat(run.err()).contains(fleet.list + " is a file, not a folder");
  }

  @Test
  void resolve_afterTheStoreCameBack_answersAnew() {
    resolve().quietly();
    fleet.loseList();
    resolve().ended(11);
    fleet.move(fleet.folder.resolve("list.away"), fleet.list);
    fleet.announced("i-b", "app");

    assertThat(resolve().quietly().peers("app")).containsExactly("i-a", "i-b");
  }

  @Test
  void resolve_ofARestoredBackup_isNoNews() throws Exception {
    Path record = fleet.list.resolve("all/i-a.json");
    String backup = Files.readString(record);
    fleet.as("i-a", "drain").ended(0);
    assertThat(resolve().quietly().draining("app")).containsExactly("i-a");
    Files.writeString(record, backup);

    Run run = resolve().ended(0);

    assertThat(run.draining("app")).containsExactly("i-a");
    assertThat(run.err()).contains("was a backup restored?");
  }

  @Test
  void resolve_withAStateFolderThatCannotBe_costsOneLineAndNothingElse() throws Exception {
    fleet.environment.put("PRESENCE_STATE_DIR", fleet.write("a-file", "").toString());

    Run run = resolve().ended(0);

    assertThat(run.peers("app")).containsExactly("i-a");
    assertThat(run.err().lines()).singleElement().asString().contains("nothing is remembered in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "show i-a", "explain app"})
  void onlooking_whenAllStoresAreGone_showsWhatWasLastSeenAndEndsWithEleven(String command) {
    resolve().quietly();
    fleet.loseList();

    Run run = fleet.run(command.split(" ", -1)).ended(11);

    assertThat(run.out()).contains("i-a");
    assertThat(run.err()).contains("this is what was last seen");
  }

  @Test
  void explain_asJsonWhenAllStoresAreGone_doesNotCallThatWell() {
    resolve().quietly();
    fleet.loseList();

    Run run = fleet.run("explain", "app", "--format", "json").ended(11);

    assertThat(run.json().at("/report/parts/app/outcome").asText()).isEqualTo("kept");
  }

  @Test
  void announce_whenAllStoresAreGone_endsWithElevenAndMakesNothing() {
    fleet.loseList();

    fleet.as("i-a", "announce").failed(11, fleet.list.toString(), "mount it");

    assertThat(fleet.list).doesNotExist();
  }

  @Test
  void announce_whenOneStoreIsGone_isWellAndSaysSo() {
    Path other = fleet.folder.resolve("other");
    fleet.run("init", other.toString()).quietly();
    fleet.loseList();

    Run run =
        fleet
            .as("i-a", "announce", "--store", fleet.list.toString(), "--store", other.toString())
            .ended(0);

    assertThat(run.out()).contains("written to " + other);
    assertThat(run.err()).contains(fleet.list.toString());
    assertThat(other.resolve("all/i-a.json")).exists();
  }
}
