package dev.presence.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsCheckTest {
  private final Clinic clinic;

  FactsCheckTest(@TempDir Path folder) {
    this.clinic = new Clinic(folder);
  }

  private List<Finding> look() {
    return new FactsCheck(clinic.patient()).look();
  }

  @Test
  void facts_thatAreRight_areTold() throws Exception {
    clinic.facts("instance-id.txt", "i-0a", "nodepart.txt", "app", "address.txt", "10.0.3.61");

    assertThat(look())
        .containsExactly(
            new Finding("nodeinfo", Grade.OK, "i-0a plays app, from " + clinic.info()),
            new Finding("address", Grade.OK, "10.0.3.61"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "localhost"})
  void address_thatIsLoopback_isAHint(String address) throws Exception {
    clinic.facts("instance-id.txt", "i-0a", "nodepart.txt", "app", "address.txt", address);

    assertThat(look().get(1).grade()).isEqualTo(Grade.HINT);
    assertThat(look().get(1).says()).startsWith(address + " is loopback");
  }

  @Test
  void fact_thatIsWrong_isBadAndNamed() throws Exception {
    clinic.facts("instance-id.txt", "i-0a", "nodepart.txt", "app", "deployment.txt", "");

    assertThat(look()).hasSize(1);
    assertThat(look().get(0).grade()).isEqualTo(Grade.BAD);
    assertThat(look().get(0).says()).contains("deployment.txt is empty");
  }

  @ParameterizedTest
  @CsvSource({
    "port.json, 80, ports",
    "adress.txt, 10.0.0.1, address",
    "stack-type.txt, lamp, stacktype",
    "Deployment.txt, fed1, deployment",
  })
  void fact_thatIsNearlyAKnownOne_isAHint(String file, String text, String meant) throws Exception {
    clinic.facts("instance-id.txt", "i-0a", "nodepart.txt", "app", "address.txt", "10.0.3.61");
    clinic.facts(file, text, "rack.txt", "r1", "owner.txt", "anna");

    assertThat(look())
        .filteredOn(finding -> finding.grade() == Grade.HINT)
        .singleElement()
        .satisfies(finding -> assertThat(finding.says()).endsWith("to be " + meant + "?"));
  }

  @Test
  void secret_thatIsLeftOut_isAHint() throws Exception {
    clinic.facts("instance-id.txt", "i-0a", "nodepart.txt", "app", "address.txt", "10.0.3.61");
    clinic.facts("apikey.txt", "hunter2");

    assertThat(look())
        .filteredOn(finding -> finding.grade() == Grade.HINT)
        .singleElement()
        .satisfies(finding -> assertThat(finding.says()).contains("apikey.txt is left out"));
  }

  @Test
  void machine_thatIsNoNode_isAHint() {
    assertThat(look()).hasSize(1);
    assertThat(look().get(0).grade()).isEqualTo(Grade.HINT);
    assertThat(look().get(0).says()).contains("no folder " + clinic.info(), "can only read");
  }
}
