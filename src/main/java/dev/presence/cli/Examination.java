package dev.presence.cli;

import dev.presence.command.ClassArchive;
import dev.presence.model.BadRecord;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Snapshot;
import dev.presence.model.Stamp;
import dev.presence.node.OwnAddress;
import dev.presence.store.Outcome;
import dev.presence.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at all that this node needs. */
final class Examination {
  /** Two clocks further apart than this give records a wrong order. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Wiring wiring;
  private final List<Finding> findings = new ArrayList<>();

  Examination(Wiring wiring) {
    this.wiring = wiring;
  }

  List<Finding> findings() {
    examineJava();
    NodeRecord self = examineFacts();
    examineMemory();
    examineStores(self);
    return findings;
  }

  private void add(String check, Finding.Grade grade, String says) {
    findings.add(new Finding(check, grade, says));
  }

  private void examineJava() {
    String java = System.getProperty("java.version") + " in " + System.getProperty("java.home");
    add("java", Finding.Grade.OK, Printable.of(java));
    try {
      ClassArchive archive = ClassArchive.ofThisProcess();
      boolean good = archive.isGood();
      add(
          "archive",
          good ? Finding.Grade.OK : Finding.Grade.HINT,
          good
              ? Printable.of(archive.file())
              : "none that fits this jar and Java: 'presence archive' halves the start");
    } catch (PresenceException e) {
      add("archive", Finding.Grade.HINT, e.getMessage());
    }
  }

  private @Nullable NodeRecord examineFacts() {
    String folder = Printable.of(wiring.nodeInfo().folder());
    if (!wiring.nodeInfo().exists()) {
      add(
          "nodeinfo",
          Finding.Grade.HINT,
          "no folder " + folder + ": this machine is no node and can only read");
      return null;
    }
    try {
      NodeRecord self = wiring.nodeInfo().read();
      add("nodeinfo", Finding.Grade.OK, self.id() + " plays " + self.part() + ", from " + folder);
      examineAddress(self);
      return new Self(wiring).facts();
    } catch (PresenceException e) {
      add("nodeinfo", Finding.Grade.BAD, e.getMessage());
      return null;
    }
  }

  private void examineAddress(NodeRecord self) {
    String said = self.text(KnownFacts.ADDRESS);
    String found = said == null ? OwnAddress.find() : said;
    add(
        "address",
        found == null ? Finding.Grade.BAD : Finding.Grade.OK,
        found == null
            ? "no route leads out of this node: write address.txt, or name --address-in"
            : found + (said == null ? ", which the default route uses" : ", from the facts"));
  }

  private void examineMemory() {
    Path folder = wiring.stateDir();
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    boolean writable = Files.isDirectory(there) && Files.isWritable(there);
    add(
        "state-dir",
        writable ? Finding.Grade.OK : Finding.Grade.BAD,
        Printable.of(folder)
            + (writable ? "" : " cannot be written: see to its rights, or name --state-dir"));
  }

  private void examineStores(@Nullable NodeRecord self) {
    Stores stores;
    try {
      stores = wiring.stores();
    } catch (PresenceException e) {
      add("store", Finding.Grade.BAD, e.getMessage());
      return;
    }
    for (Outcome<Snapshot> outcome : stores.each(store -> store.read())) {
      String name = outcome.store().name();
      if (outcome instanceof Outcome.Done<Snapshot> done) {
        examineList(name, done.result(), self);
      } else if (outcome instanceof Outcome.Failed<Snapshot> failed) {
        add("store", Finding.Grade.BAD, failed.reason());
      }
    }
    for (Outcome<Duration> outcome : stores.each(store -> store.tryWriting())) {
      examineWriting(outcome);
    }
  }

  private void examineList(String name, Snapshot snapshot, @Nullable NodeRecord self) {
    add(
        "store",
        snapshot.made() ? Finding.Grade.OK : Finding.Grade.BAD,
        name
            + (snapshot.made()
                ? " has " + snapshot.records().size() + " records"
                : " has no all/: mount it, or 'presence init " + name + "'"));
    for (BadRecord bad : snapshot.bad()) {
      add("record", Finding.Grade.BAD, bad + ": announce it anew there, or delete the file");
    }
    Stamp soon = Stamp.of(wiring.clock().instant().plus(SKEW));
    for (NodeRecord record : snapshot.records()) {
      if (Stamp.compare(record.stamp(), soon) > 0) {
        add(
            "clock",
            Finding.Grade.BAD,
            "the record of "
                + record.id()
                + " is of "
                + record.stamp()
                + ", which is yet to come: set the clocks there and here by NTP");
      }
      if (self != null && record.id().equals(self.id())) {
        boolean current = record.sameFacts(self);
        add(
            "announced",
            current ? Finding.Grade.OK : Finding.Grade.BAD,
            self.id() + " in " + name + (current ? "" : " says other facts: 'presence announce'"));
      }
    }
  }

  private void examineWriting(Outcome<Duration> outcome) {
    if (outcome instanceof Outcome.Failed<Duration> failed) {
      add("writing", Finding.Grade.BAD, failed.reason());
    } else if (outcome instanceof Outcome.Done<Duration> done) {
      String name = done.store().name();
      add("writing", Finding.Grade.OK, name + " can be written");
      long apart = done.result().toSeconds();
      if (Math.abs(apart) > SKEW.toSeconds()) {
        add(
            "clock",
            Finding.Grade.BAD,
            name + " has a clock " + apart + " s before this node's: set both by NTP");
      }
    }
  }
}
