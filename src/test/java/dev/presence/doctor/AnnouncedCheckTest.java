package dev.presence.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import dev.presence.testing.Node;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncedCheckTest {
  private static final String SAID = "20261122-100000";

  private final Path folder;
  private final Clinic clinic;

  AnnouncedCheckTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.clinic = new Clinic(folder).list("list").list("other");
    clinic.facts("instance-id.txt", "i-0a", "nodepart.txt", "app", "address.txt", "10.0.3.61");
  }

  private List<Finding> look() {
    return new AnnouncedCheck(clinic.patient(), Clinic.NOW).look();
  }

  private static Node self() {
    return Node.of("i-0a").address("10.0.3.61").tss(SAID);
  }

  @Test
  void node_onEachList_isFine() throws Exception {
    clinic.put("list", self()).put("other", self().tss("20261122-110000"));

    assertThat(look())
        .containsExactly(
            new Finding("announced", Grade.OK, "i-0a in " + folder.resolve("list")),
            new Finding("announced", Grade.OK, "i-0a in " + folder.resolve("other")));
  }

  @Test
  void node_thatIsNotOnAList_isBadThere() throws Exception {
    clinic.put("list", self());

    assertThat(look()).extracting(Finding::grade).containsExactly(Grade.OK, Grade.BAD);
    assertThat(look().get(1).says())
        .contains("i-0a is not on the list " + folder.resolve("other"), "'presence announce'");
  }

  @Test
  void node_thatSaysOtherFactsThere_isBad() throws Exception {
    clinic.put("list", self()).put("other", self().address("10.0.3.62"));

    assertThat(look()).extracting(Finding::grade).containsExactly(Grade.OK, Grade.BAD);
    assertThat(look().get(1).says()).contains("says other facts");
  }

  @Test
  void store_thatIsAway_isNotThisChecks() throws Exception {
    clinic.missing("none").put("list", self()).put("other", self());

    assertThat(look()).hasSize(2);
  }

  @Test
  void machine_thatIsNoNode_hasNothingToAnnounce(@TempDir Path another) throws Exception {
    Clinic reader = new Clinic(another).list("list");

    assertThat(new AnnouncedCheck(reader.patient(), Clinic.NOW).look()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"DRAINING, , true", "LEFT, 20261122-235959, true", "LIFTED, , false"})
  void order_thatHolds_isAHint(Order.Word word, @Nullable String of, boolean told)
      throws Exception {
    clinic.put("list", self()).put("other", self());
    clinic.put(
        "other",
        new Order(
            new NodeName("i-0a"),
            word,
            "eve",
            "disk",
            new Stamp("20261122-120000"),
            null,
            of == null ? null : new Stamp(of)));

    List<Finding> orders =
        look().stream().filter(finding -> finding.check().equals("order")).toList();

    assertThat(orders).hasSize(told ? 1 : 0);
    for (Finding finding : orders) {
      assertThat(finding.grade()).isEqualTo(Grade.HINT);
      assertThat(finding.says()).contains("i-0a is ordered ", "by eve (disk)");
    }
  }
}
