package dev.presence.doctor;

import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.process.ClassArchive;
import java.util.List;

/** The Java that runs, and the class archive that halves its start. */
public final class JavaCheck implements Check {
  @Override
  public List<Finding> look() {
    String java = System.getProperty("java.version") + " in " + System.getProperty("java.home");
    return List.of(Finding.ok("java", Printable.of(java)), archive());
  }

  private static Finding archive() {
    try {
      ClassArchive archive = ClassArchive.ofThisProcess();
      return archive.isGood()
          ? Finding.ok("archive", Printable.of(archive.file()))
          : Finding.hint(
              "archive", "none that fits this jar and Java: 'presence archive' halves the start");
    } catch (PresenceException e) {
      return Finding.hint("archive", e.getMessage());
    }
  }
}
