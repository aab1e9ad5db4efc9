package dev.presence.cli;

import dev.presence.heartbeat.HeartBeat;
import dev.presence.process.BoundedCommand;
import dev.presence.process.Detached;
import dev.presence.process.OwnProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts {@code presence change} as a process of its own, that the beat does not wait for. */
final class ChangeStarter implements HeartBeat.Starter {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final @Nullable String unit;
  private final List<String> arguments;

  ChangeStarter(Settings settings) {
    this.unit = settings.one(Flags.CHANGE_UNIT);
    this.arguments = settings.given();
  }

  @Override
  public void start() throws IOException {
    if (unit == null) {
      List<String> change = new ArrayList<>();
      change.add("change");
      change.addAll(arguments);
      Detached.start(OwnProgram.command(change), Map.of(), null, null);
      return;
    }
    BoundedCommand.Ended ended =
        BoundedCommand.run(List.of("systemctl", "start", "--no-block", unit), LONGEST);
    if (!ended.succeeded()) {
      throw new IOException(ended.why());
    }
  }
}
