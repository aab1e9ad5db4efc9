package dev.presence.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The systemd that started this process and watches over it. Java 17 has no datagram sockets of
 * Unix, so a child says it: {@code systemd-notify}, which every systemd brings.
 */
public final class Supervisor {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final boolean listens;
  private final long patience;

  /** By the environment that it gave. */
  public Supervisor(Map<String, String> environment) {
    this.listens = !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
    String watchdog = environment.getOrDefault("WATCHDOG_USEC", "");
    this.patience =
        listens && watchdog.matches("[0-9]{1,15}") ? Long.parseLong(watchdog) * 1000 : 0;
  }

  /** How long it goes without a sign before it kills, in nanoseconds; 0 for ever. */
  public long patience() {
    return patience;
  }

  /** Says that what this process is for is done for the first time. */
  public @Nullable String ready() {
    return say("--ready");
  }

  /** Says that all is well, where that is listened to. */
  public @Nullable String alive() {
    return patience == 0 ? null : say("WATCHDOG=1");
  }

  /** Why it could not be said, a sentence; null when all is well. */
  private @Nullable String say(String what) {
    if (!listens) {
      return null;
    }
    BoundedCommand.Ended ended = BoundedCommand.run(List.of("systemd-notify", what), LONGEST);
    return ended.succeeded() ? null : "systemd is not told: " + ended.why();
  }
}
