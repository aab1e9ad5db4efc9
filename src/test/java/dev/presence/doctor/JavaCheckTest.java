package dev.presence.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a checkout's classes; LauncherIT has a jar with an archive and without. */
class JavaCheckTest {
  @Test
  void java_isToldAndAMissingArchiveIsAHint() {
    List<Finding> findings = new JavaCheck().look();

    assertThat(findings).extracting(Finding::check).containsExactly("java", "archive");
    assertThat(findings).extracting(Finding::grade).containsExactly(Grade.OK, Grade.HINT);
    assertThat(findings.get(0).says())
        .contains(System.getProperty("java.version"), System.getProperty("java.home"));
  }
}
