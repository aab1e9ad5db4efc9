package dev.presence.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import dev.presence.testing.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockCheckTest {
  private final Clinic clinic;

  ClockCheckTest(@TempDir Path folder) throws Exception {
    this.clinic = new Clinic(folder).list("list");
  }

  private List<Finding> look() {
    return new ClockCheck(clinic.patient(), Clinic.NOW).look();
  }

  @ParameterizedTest
  @CsvSource({
    "20261122-174830, false",
    "20261122-174900, false",
    "20261122-174901, true",
    "29990101-000000, true",
  })
  void record_ofATimeToCome_isBadBeyondHalfAMinute(String tss, boolean bad) throws Exception {
    clinic.put("list", Node.of("i-0a").tss(tss));

    assertThat(look()).hasSize(bad ? 1 : 0);
    assertThat(look())
        .allSatisfy(finding -> assertThat(finding.grade()).isEqualTo(Grade.BAD))
        .allSatisfy(
            finding -> assertThat(finding.says()).startsWith("i-0a in ").contains(tss, "NTP"));
  }

  @ParameterizedTest
  @CsvSource({"30, false", "31, true", "3600, true"})
  void beat_ofATimeToCome_isAHintBeyondHalfAMinute(long ahead, boolean named) throws Exception {
    clinic.put("list", Node.of("i-0a"));
    long seq = Clinic.NOW.getEpochSecond() + ahead;
    clinic.put(
        new Beat(new NodeName("i-0a"), 60, seq, null, "0badcafe", new TreeMap<>(), null, null));

    assertThat(look()).hasSize(named ? 1 : 0);
    assertThat(look())
        .allSatisfy(finding -> assertThat(finding.grade()).isEqualTo(Grade.HINT))
        .allSatisfy(
            finding -> assertThat(finding.says()).startsWith("i-0a beats ").contains("NTP"));
  }

  @Test
  void order_ofATimeToCome_isBad() throws Exception {
    clinic.put(
        "list",
        new Order(
            new NodeName("i-0b"),
            Order.Word.LEFT,
            "eve",
            null,
            new Stamp("29990101-000000"),
            null,
            new Stamp("20261122-174830")));

    assertThat(look()).hasSize(1);
    assertThat(look().get(0).says()).startsWith("i-0b in ");
  }
}
