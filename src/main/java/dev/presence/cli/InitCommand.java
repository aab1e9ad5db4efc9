package dev.presence.cli;

import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.store.Outcome;

/** Makes a list ready. */
final class InitCommand implements Command {
  @Override
  public String summary() {
    return "make a store a list, ready for announcements";
  }

  @Override
  public String operands() {
    return "STORE";
  }

  @Override
  public Printed run(Wiring wiring) {
    Outcome<Boolean> outcome =
        wiring
            .named()
            .at(wiring.settings().rest().get(0))
            .each(
                store -> {
                  store.create();
                  return true;
                })
            .get(0);
    if (outcome.failure() != null) {
      throw new PresenceException(FailureKind.NO_STORE, outcome.failure());
    }
    String name = outcome.store().name();
    return Printed.of(name + " is a list\n", Printed.json("store", name));
  }
}
