package dev.presence.cli;

import dev.presence.model.ExitCode;
import dev.presence.store.Outcome;
import java.util.List;
import java.util.Map;

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
  public ExitCode run(Wiring wiring) {
    boolean json = wiring.wantsJson();
    List<Outcome.Done<Boolean>> done =
        wiring
            .storeAt(wiring.settings().rest().get(0))
            .oneOrMore(
                store -> {
                  store.create();
                  return true;
                },
                wiring.console());
    String name = done.get(0).store().name();
    if (json) {
      wiring.console().printJson(Map.of("store", name));
    } else {
      wiring.console().print(name + " is a list\n");
    }
    return ExitCode.OK;
  }
}
