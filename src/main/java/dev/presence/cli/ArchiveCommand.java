package dev.presence.cli;

import dev.presence.process.ClassArchive;
import dev.presence.store.StoreAddress;

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
    boolean zk = false;
    for (String store : wiring.settings().all(Flags.STORE)) {
      zk |= StoreAddress.isZk(store);
    }
    archive.build(zk);
    String file = archive.file().toString();
    return Printed.of(file + "\n", Printed.json("archive", file));
  }
}
