package dev.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which line of a check is told; FeedsIT has the tools themselves. */
class ComplaintTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ALERT]    (4502) : config : unknown keyword",
        "Error: Could not find any host",
        "  FAILED: checking SD file",
        "nginx: [emerg] fatal",
        "critical/config: Error: syntax"
      })
  void output_withABanner_isTheFirstLineOfAnError(String line) {
    String output =
        "[NOTICE]   (4502) : haproxy version is 2.6.12\n\n" + line + "\nan error more\n";

    assertThat(Complaint.in(output)).isEqualTo(line.strip());
  }

  @Test
  void output_withoutAnError_isItsLastLine() {
    assertThat(Complaint.in("reading\nterrors are no alerting\nline 3 is bad\n\n \r\n"))
        .isEqualTo("line 3 is bad");
  }

  @Test
  void output_ofNothing_isNothing() {
    assertThat(Complaint.in("\n \n")).isEmpty();
  }

  @Test
  void output_ofOneLongLine_isBounded() {
    assertThat(Complaint.in("error " + "x".repeat(10_000))).hasSize(403);
  }
}
