package dev.presence.doctor;

import dev.presence.heartbeat.OwnFacts;
import dev.presence.heartbeat.Pulses;
import dev.presence.heartbeat.View;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.node.NodeFacts;
import org.jspecify.annotations.Nullable;

/** What this node says it is and what it sees, read once for all checks. */
public final class Patient {
  private final OwnFacts own;
  private final View view;
  private final Pulses pulses;
  private @Nullable NodeFacts facts;
  private @Nullable String wrong;

  public Patient(OwnFacts own, View view, Pulses pulses) {
    this.own = own;
    this.view = view;
    this.pulses = pulses;
    if (own.info().exists()) {
      try {
        this.facts = own.read();
      } catch (PresenceException e) {
        this.wrong = e.getMessage();
      }
    }
  }

  OwnFacts own() {
    return own;
  }

  View view() {
    return view;
  }

  /** How old the beats are. */
  public Pulses pulses() {
    return pulses;
  }

  /** What it would announce, and what it leaves out; null when that cannot be read. */
  @Nullable NodeFacts facts() {
    return facts;
  }

  /** What it says it is; null when that cannot be read. */
  public @Nullable NodeRecord record() {
    return facts == null ? null : facts.record();
  }

  /** What is wrong with its facts; null when they are right, or there are none. */
  @Nullable String wrong() {
    return wrong;
  }
}
