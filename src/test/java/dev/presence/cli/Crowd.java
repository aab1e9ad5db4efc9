package dev.presence.cli;

import java.nio.file.Path;
import java.time.Duration;

/** A list of very many nodes of which nothing is remembered, one in forty of them late. */
final class Crowd {
  private static final String[] PARTS = {"app", "app", "app", "worker", "db", "cache", "lb"};

  private final Fleet fleet;

  Crowd(Path folder, int nodes) {
    this.fleet = new Fleet(folder);
    fleet.clock.move(Duration.between(fleet.clock.instant(), Town.END));
    for (int i = 0; i < nodes; i++) {
      add(i);
    }
  }

  private void add(int i) {
    String id = "i-%05d".formatted(i);
    String part = PARTS[i % PARTS.length];
    fleet.recordOf(
        id,
        """
        "nodepart": "%s", "deployment": "fed%d", "stacktype": "lamp", "address": "10.1.%d.%d",
        "ports": {"http": 80}, "requires": [%s], "zone": "%s", "weight": 100, "state": "idle",
        "statetss": "20261122-174830", "tss": "20261122-174830"
        """
            .formatted(
                part,
                1 + i % 4,
                i / 200,
                i % 200,
                part.equals("lb") ? "\"app\"" : part.equals("app") ? "\"db\", \"cache\"" : "",
                "abc".charAt(i % 3)));
    fleet.write(
        "list/beat/" + id + ".json",
        """
        {"filetype": "nodebeat", "value": {"acted": {}, "every": 60, "instance-id": "%s",
         "seq": %d, "tss": "20261122-174830", "writer": "%032x"}}
        """
            .formatted(id, now() - (i % 40 == 0 ? 200 : i % 60), i));
  }

  /** In seconds since 1970. */
  long now() {
    return fleet.clock.instant().getEpochSecond();
  }

  String page() {
    return fleet.run("page").ended(0).out();
  }
}
