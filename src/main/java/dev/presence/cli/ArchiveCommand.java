package dev.presence.cli;

import dev.presence.command.ClassArchive;
import dev.presence.model.ExitCode;
import java.util.Map;

/** Builds the class archive for this Java. */
final class ArchiveCommand implements Command {
  @Override
  public String summary() {
    return "build the class archive that halves the start of this jar on this Java";
  }

  @Override
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    ClassArchive archive = ClassArchive.ofThisProcess();
    archive.build();
    String file = archive.file().toString();
    if (json) {
      wiring.console().printJson(Map.of("archive", file));
    } else {
      wiring.console().print(file + "\n");
    }
    return ExitCode.OK;
  }
}
