package dev.presence.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list with something of everything that a page has to show: three deployments, parts that ask
 * for each other, and nodes that are late, dead, held, broken, drained or gone. Its memory has
 * watched them for a quarter of an hour.
 */
final class Town {
  /** When a grown one is looked at. */
  static final Instant END = Instant.parse("2026-11-22T18:06:30Z");

  final Fleet fleet;
  private final Map<String, String> parts = new LinkedHashMap<>();
  private final Set<String> quiet = new LinkedHashSet<>();

  Town(Path folder) {
    this.fleet = new Fleet(folder);
  }

  /** The same one each time, and what became of it. */
  static Town grown(Path folder) {
    Town town = new Town(folder);
    town.settle();
    town.watch(4, Set.of());
    town.trouble();
    town.watch(10, Set.of("i-app3", "i-db2", "i-queue1"));
    town.watch(4, Set.of("i-app5", "i-lb9"));
    return town;
  }

  private void settle() {
    for (int i = 1; i <= 2; i++) {
      node("i-lb" + i, "lb", "fed1", "\"http\": 80, \"https\": 443", "[\"app\", \"cache\"]");
      node("i-cache" + i, "cache", "fed1", "\"redis\": 6379", "[]");
      node("i-db" + i, "db", "fed1", "\"mysql\": 3306", "[]");
    }
    for (int i = 1; i <= 8; i++) {
      node("i-app" + i, "app", "fed1", "\"http\": 8080", "[\"cache\", \"db\", \"search\"]");
    }
    for (int i = 1; i <= 3; i++) {
      node("i-worker" + i, "worker", "fed1", "\"metrics\": 9100", "[\"db\", \"queue\"]");
    }
    node("i-queue1", "queue", "fed1", "\"amqp\": 5672", "[]");
    node("i-lb9", "lb", "fed2", "\"http\": 80", "[\"app\"]");
    node("i-app9", "app", "fed2", "\"http\": 8080", "[\"db\"]");
    node("i-db9", "db", "fed2", "\"mysql\": 3306", "[]");
    node("i-sensor1", "sensor", "lab", "", "[\"hub\"]");
    node("i-sensor2", "sensor", "lab", "", "[\"hub\"]");
    node("i-hub1", "hub", "lab", "\"mqtt\": 1883", "[\"sensor\", \"db@fed1/lamp\"]");
  }

  /** What people and accidents do. */
  private void trouble() {
    fleet.run("drain", "i-app6", "--reason", "new disks", "--for", "2h").ended(0);
    fleet.run("remove", "i-worker3", "--reason", "sold").ended(0);
    record("i-app7", "app", "fed1", "\"http\": 8080", "[\"cache\", \"db\", \"search\"]", "setup");
    fleet.onList("i-app8.json", "{\"filetype\": \"nodepresence\", \"value\": {");
    fleet.onList("i-new1.json", "no record");
  }

  private void node(String id, String part, String deployment, String ports, String requires) {
    parts.put(id, part);
    record(id, part, deployment, ports, requires, "idle");
  }

  private void record(
      String id, String part, String deployment, String ports, String requires, String state) {
    int number = 10 + List.copyOf(parts.keySet()).indexOf(id);
    fleet.recordOf(
        id,
        """
        "nodepart": "%s", "deployment": "%s", "stacktype": "lamp", "address": "10.0.3.%d",
        "ports": {%s}, "requires": %s, "zone": "%s", "weight": %d, "state": "%s",
        "statetss": "20261122-1%d4830", "tss": "20261122-1%d4830"
        """
            .formatted(
                part,
                deployment,
                number,
                ports,
                requires,
                "ab".charAt(number % 2),
                number % 5 == 0 ? 50 : 100,
                state,
                number % 7,
                number % 7));
  }

  /** Minutes in which all beat but those, and somebody looks after each. */
  private void watch(int minutes, Set<String> silent) {
    quiet.addAll(silent);
    for (int i = 0; i < minutes; i++) {
      fleet.clock.move(Duration.ofSeconds(53));
      for (String id : parts.keySet()) {
        if (!quiet.contains(id)) {
          beat(id);
        }
      }
      fleet.clock.move(Duration.ofSeconds(7));
      fleet
          .run(
              "resolve",
              "--part",
              "app",
              "--part",
              "db",
              "--part",
              "queue",
              "--deployment",
              "fed1",
              "--stacktype",
              "lamp")
          .ended(0);
    }
  }

  private void beat(String id) {
    long skew = Math.floorMod(id.hashCode(), 40);
    fleet.write(
        "list/beat/" + id + ".json",
        """
        {"filetype": "nodebeat", "value": {"acted": {}, "every": 60, "instance-id": "%s",
         "seq": %d, "tss": "20261122-174830", "writer": "%032x"}}
        """
            .formatted(id, fleet.clock.instant().getEpochSecond() - skew, id.hashCode() & 0xffff));
  }

  /** The page as it is printed. */
  String page(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "page";
    System.arraycopy(options, 0, all, 1, options.length);
    Run run = fleet.run(all);
    return run.ended(0).out();
  }
}
