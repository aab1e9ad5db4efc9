package dev.presence.cli;

import dev.presence.process.ClassArchive;

/** Builds the class archive for this Java. */
final class ArchiveCommand implements Command {
  @Override
  public String summary() {
    return "build the class archive that halves the start of this jar on this Java";
  }

  @Override
  public boolean isBounded(Settings settings) {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    ClassArchive archive = ClassArchive.ofThisProcess();
    archive.build();
    String file = archive.file().toString();
    return Printed.of(file + "\n", Printed.json("archive", file));
  }
}
