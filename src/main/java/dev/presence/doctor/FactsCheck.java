package dev.presence.doctor;

import dev.presence.model.Address;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.Printable;
import dev.presence.node.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What this node says it is, and where it is reached. */
public final class FactsCheck implements Check {
  private static final String NODEINFO = "nodeinfo";
  private static final String ADDRESS = "address";

  private final Patient patient;

  public FactsCheck(Patient patient) {
    this.patient = patient;
  }

  @Override
  public List<Finding> look() {
    String folder = Printable.of(patient.own().info().folder());
    NodeFacts facts = patient.facts();
    if (patient.wrong() != null) {
      return List.of(Finding.bad(NODEINFO, patient.wrong()));
    }
    if (facts == null) {
      return List.of(
          Finding.hint(
              NODEINFO, "no folder " + folder + ": this machine is no node and can only read"));
    }
    NodeRecord record = facts.record();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(NODEINFO, "%s plays %s, from %s".formatted(record.id(), record.part(), folder)));
    findings.add(address(record.address()));
    for (String name : new TreeSet<>(record.others().keySet())) {
      String meant = KnownFacts.meantBy(name);
      if (meant != null) {
        findings.add(
            Finding.hint(
                NODEINFO,
                "the fact %s tells presence nothing: is it meant to be %s?"
                    .formatted(Printable.of(name), meant)));
      }
    }
    for (String warning : facts.warnings()) {
      findings.add(Finding.hint(NODEINFO, warning));
    }
    return findings;
  }

  private static Finding address(@Nullable Address address) {
    if (address == null) {
      return Finding.bad(
          ADDRESS, "no route leads out of this node: write address.txt, or name --address-in");
    }
    return address.isLoopback()
        ? Finding.hint(
            ADDRESS, address + " is loopback: every other machine would ask itself there")
        : Finding.ok(ADDRESS, address.text());
  }
}
