package dev.presence.doctor;

import dev.presence.heartbeat.Trouble;
import dev.presence.model.Acting;
import dev.presence.model.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether the last beat could write what other tools read. */
public final class FilesCheck implements Check {
  private final Acting acting;
  private final Instant now;

  /**
   * Looks at these files.
   *
   * @param acting what beats remember
   */
  public FilesCheck(Acting acting, Instant now) {
    this.acting = acting;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Trouble trouble : Trouble.ofFiles(acting.troubles())) {
      long since = trouble.since(acting.troubles());
      findings.add(
          Finding.bad(
              "files",
              since == 0
                  ? trouble.text()
                  : trouble.text()
                      + "; so for "
                      + Spans.words(Math.max(0, now.getEpochSecond() - since))));
    }
    return findings;
  }
}
