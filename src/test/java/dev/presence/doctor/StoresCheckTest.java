package dev.presence.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import dev.presence.heartbeat.EntryProblem;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.Trouble;
import dev.presence.heartbeat.View;
import dev.presence.memory.SeenList;
import dev.presence.memory.SeenStores;
import dev.presence.memory.StateFolder;
import dev.presence.model.Acting;
import dev.presence.store.Entry;
import dev.presence.store.Whereabouts;
import dev.presence.testing.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoresCheckTest {
  private final Path folder;
  private final Clinic clinic;

  StoresCheckTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.clinic = new Clinic(folder).list("list");
  }

  private List<Finding> look() {
    return look(Acting.NOTHING);
  }

  private List<Finding> look(Acting acting) {
    return new StoresCheck(clinic.patient(), acting, Clinic.NOW).look();
  }

  @Test
  void store_thatCanBeRead_isCounted() throws Exception {
    Path list = folder.resolve("list");
    assertThat(look()).containsExactly(new Finding("store", Grade.OK, list + " has 0 records"));
    clinic.put("list", Node.of("i-0a"));
    assertThat(look()).containsExactly(new Finding("store", Grade.OK, list + " has 1 record"));
  }

  @Test
  void store_thatIsNoList_isBadAndTheOtherFine() throws Exception {
    clinic.missing("none").put("list", Node.of("i-0a"));

    assertThat(look()).extracting(Finding::grade).containsExactly(Grade.OK, Grade.BAD);
    assertThat(look().get(1).says())
        .contains(folder.resolve("none").toString())
        .doesNotContain("so for");
  }

  @Test
  void store_thatABeatFoundAway_saysForHowLong() throws Exception {
    clinic.missing("none");
    Path none = folder.resolve("none");
    long began = Clinic.NOW.getEpochSecond() - 180;
    List<String> told =
        Trouble.told(List.of(), List.of(new Trouble("store:" + none, "away")), null, began);

    assertThat(look(Acting.NOTHING.telling(told)).get(1).says()).endsWith("; so for 3m");
  }

  @Test
  void record_thatIsBroken_isBadAndNamed() throws Exception {
    Files.writeString(folder.resolve("list/all/i-0a.json"), "{");

    assertThat(look()).hasSize(2);
    assertThat(look().get(1).grade()).isEqualTo(Grade.BAD);
    assertThat(look().get(1).check()).isEqualTo("record");
    assertThat(look().get(1).says())
        .startsWith(folder.resolve("list/all/i-0a.json") + " ")
        .endsWith(": announce it anew there, or delete the file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BROKEN     | : announce it anew there, or delete the file",
        "UNREADABLE | : see to its rights, and to the disk or mount",
        "VANISHED   | `'presence remove i-0a' ends that`",
        "OLDER      | is odd",
      })
  void problem_ofEachKind_saysWhatToDo(EntryProblem.Kind kind, String end) {
    EntryProblem problem =
        new EntryProblem(
            new Whereabouts(
                "/list/all/i-0a.json",
                "delete the file",
                "see to its rights, and to the disk or mount"),
            new Entry(Entry.Kind.RECORD, "i-0a"),
            kind,
            "is odd");
    SeenList list = new SeenStores(new StateFolder(null, true)).recall("/list").list();
    View view =
        new View(
            List.of(new StoreView("/list", list, null, true, List.of(problem), Map.of())),
            List.of());

    List<Finding> findings =
        new StoresCheck(clinic.patient(view), Acting.NOTHING, Clinic.NOW).look();

    assertThat(findings).hasSize(2);
    assertThat(findings.get(1).says()).startsWith("/list/all/i-0a.json is odd").endsWith(end);
  }
}
