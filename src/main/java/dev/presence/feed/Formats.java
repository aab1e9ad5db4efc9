package dev.presence.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The formats by name; only the one that is asked for is loaded. */
public final class Formats {
  /** All of them, as people write them. */
  public static final List<String> NAMES =
      List.of(
          "haproxy",
          "haproxy-map",
          "prometheus",
          "nagios",
          "icinga2",
          "env",
          "hosts",
          "csv",
          "ansible");

  /** The format of that name; null where there is none. */
  public static @Nullable Feed named(String name) {
    return switch (name) {
      case "haproxy" -> new HaproxyFeed();
      case "haproxy-map" -> new HaproxyMapFeed();
      case "prometheus" -> new PrometheusFeed();
      case "nagios" -> new NagiosFeed();
      case "icinga2" -> new Icinga2Feed();
      case "env" -> new EnvFeed();
      case "hosts" -> new HostsFeed();
      case "csv" -> new CsvFeed();
      case "ansible" -> new AnsibleFeed();
      default -> null;
    };
  }

  private Formats() {}
}
