package dev.presence.doctor;

import dev.presence.format.RecordFormat;
import dev.presence.heartbeat.KnownNode;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.View;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.resolve.Reasons;
import dev.presence.resolve.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether each list has this node as it is. */
public final class AnnouncedCheck implements Check {
  private static final String ANNOUNCED = "announced";

  private final Patient patient;
  private final Instant now;

  public AnnouncedCheck(Patient patient, Instant now) {
    this.patient = patient;
    this.now = now;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    NodeRecord self = patient.record();
    if (self == null) {
      return findings;
    }
    for (StoreView store : patient.view().stores()) {
      if (store.isReadable()) {
        KnownNode node = new View(List.of(store), List.of()).node(self.id().value());
        findings.add(inStore(self, node, store.store()));
      }
    }
    KnownNode node = patient.view().node(self.id().value());
    Order order = node == null ? null : node.order();
    if (order != null && order.holds(self.stamp(), now)) {
      findings.add(Finding.hint("order", self.id() + " is " + Reasons.order(order)));
    }
    return findings;
  }

  private static Finding inStore(NodeRecord self, @Nullable KnownNode node, String store) {
    Sighting sighting = node == null ? null : node.sighting(null);
    if (node == null || sighting == null || node.silence() != null) {
      return Finding.bad(
          ANNOUNCED,
          "%s is not on the list %s: 'presence announce' puts it there"
              .formatted(self.id(), store));
    }
    // What it asks for is said by its HeartBeat, and by no fact.
    NodeRecord said = self.requiring(sighting.record().requires());
    return RecordFormat.sameFacts(sighting.record(), said)
        ? Finding.ok(ANNOUNCED, self.id() + " in " + store)
        : Finding.bad(
            ANNOUNCED,
            "%s in %s says other facts: 'presence announce'".formatted(self.id(), store));
  }
}
