package dev.presence.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.model.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A fleet as it could be: the same seed gives the same fleet. Each node has one newest record and
 * any number of older ones, with other facts, that stores could still hold.
 */
public final class RandomFleet {
  private static final String[] PARTS = {"app", "app", "app", "db", "db1", "lb"};
  private static final String[] STATES = {
    "",
    "idle",
    "idle",
    "idle",
    "running",
    "initdone",
    "odd-word",
    "setup",
    "presetup",
    "draining",
    "decommissioning",
    "decommission",
    "left"
  };

  /** A time that is over for whoever asks. */
  public static final String PAST = "20261122-175500";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random;
  private final boolean oneHostEach;
  private final Map<String, Map<String, Object>> newest = new TreeMap<>();
  private final Map<String, Order> orders = new TreeMap<>();

  private RandomFleet(long seed, int most, boolean oneHostEach) {
    this.random = new Random(seed);
    this.oneHostEach = oneHostEach;
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      String id = "i-" + Integer.toHexString(0x100 + i * 37 % 0x100);
      newest.put(id, facts(id, random.nextInt(6) == 0 ? 0 : 20 + random.nextInt(20)));
    }
  }

  /** A fleet of up to so many nodes, some of which claim one place. */
  public static RandomFleet of(long seed, int most) {
    return new RandomFleet(seed, most, false);
  }

  /** A fleet in which each node has an address of its own, or none. */
  public static RandomFleet withoutClashes(long seed, int most) {
    return new RandomFleet(seed, most, true);
  }

  /** A fleet without clashes, in which people have ordered something of every third node. */
  public static RandomFleet ofOrders(long seed, int most) {
    RandomFleet fleet = new RandomFleet(seed, most, true);
    for (String id : fleet.ids()) {
      if (fleet.random.nextInt(3) == 0) {
        fleet.orders.put(id, fleet.order(new NodeName(id)));
      }
    }
    return fleet;
  }

  private Order order(NodeName id) {
    Order.Word word = pick(Order.Word.values());
    // Some end before any of these nodes is asked for, and some nodes have spoken since.
    String until = pick(PAST, "20990101-000000", "");
    String of = "20261122-17" + (20 + random.nextInt(20)) + "00";
    return new Order(
        id,
        word,
        "eve",
        null,
        new Stamp("20261122-175000"),
        word == Order.Word.DRAINING && !until.isEmpty() ? new Stamp(until) : null,
        word == Order.Word.LEFT ? new Stamp(of) : null);
  }

  /** What was ordered of a node; null for nothing. */
  public @Nullable Order order(String id) {
    return orders.get(id);
  }

  /** Node to its newest facts. */
  public Map<String, Map<String, Object>> newest() {
    return Collections.unmodifiableMap(newest);
  }

  public List<String> ids() {
    return new ArrayList<>(newest.keySet());
  }

  /** Takes a node away. */
  public void remove(String id) {
    newest.remove(id);
  }

  /** Puts a node on the list, or over the one that is there. */
  public void put(Map<String, Object> facts) {
    newest.put(String.valueOf(facts.get("instance-id")), facts);
  }

  /**
   * Facts of a node.
   *
   * @param minute of one hour, when they were said; 0 for never, as in the oldest records
   */
  private Map<String, Object> facts(String id, int minute) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("instance-id", id);
    facts.put("nodepart", pick(PARTS));
    if (minute > 0) {
      // Few minutes, so that many records are of one time.
      facts.put(random.nextInt(5) == 0 ? "statetss" : "tss", "20261122-17" + minute + "00");
    }
    maybe(facts, "deployment", pick("fed1", "fed1", "fed1", "fed1", "fed1", "fed1", "fed2", ""));
    maybe(facts, "stacktype", pick("lamp", "lamp", "lamp", "lamp", "lamp", "lamp", "mean", ""));
    maybe(facts, "state", pick(STATES));
    maybe(
        facts,
        "address",
        oneHostEach
            ? "host-" + id
            : pick(
                "10.0.0.1",
                "10.0.0.2",
                "fd00::1",
                "FD00:0::1",
                "db.example",
                "DB.Example",
                "host-" + id,
                "host-" + id));
    maybe(facts, "ports", pick(Map.of(), Map.of("http", 80), Map.of("web", 80, "tls", 443)));
    maybe(facts, "weight", random.nextInt(257));
    maybe(facts, "zone", pick("a", "b", ""));
    maybe(facts, "schema", pick(7, "\u00fc\ud83d\ude00", List.of(1, Map.of("b", 1, "a", 2))));
    maybe(facts, "note", Integer.toString(random.nextInt()));
    return facts;
  }

  private void maybe(Map<String, Object> facts, String name, Object value) {
    if (random.nextInt(12) > 0) {
      facts.put(name, value);
    }
  }

  @SafeVarargs
  private <T> T pick(T... of) {
    return of[random.nextInt(of.length)];
  }

  /**
   * Spreads the fleet over stores: each node's newest record is in at least one, and any store may
   * hold it too, or an older one, or nothing of the node.
   *
   * @return for each store, file name to the text of its record, in an order of its own
   */
  public List<Map<String, String>> spread(int stores) {
    List<Map<String, String>> spread = new ArrayList<>();
    for (int i = 0; i < stores; i++) {
      spread.add(new HashMap<>());
    }
    for (Map.Entry<String, Map<String, Object>> node : newest.entrySet()) {
      int sure = random.nextInt(stores);
      for (int i = 0; i < stores; i++) {
        int kind = i == sure ? 0 : random.nextInt(3);
        if (kind < 2) {
          spread.get(i).put(node.getKey() + ".json", kind == 0 ? text(node.getValue()) : old(node));
        }
      }
    }
    spread.replaceAll(this::shuffled);
    return spread;
  }

  /** An older record of the node; where the newest has no time, nothing is older than it. */
  private String old(Map.Entry<String, Map<String, Object>> node) {
    boolean hasTime = node.getValue().containsKey("tss") || node.getValue().containsKey("statetss");
    return text(hasTime ? facts(node.getKey(), random.nextInt(2) * 10) : node.getValue());
  }

  /** The record as any writer might put it: keys in any order, with or without white space. */
  private String text(Map<String, Object> facts) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("value", shuffled(facts));
    envelope.put("filetype", "nodepresence");
    try {
      return (random.nextBoolean() ? JSON.writer() : JSON.writerWithDefaultPrettyPrinter())
          .writeValueAsString(shuffled(envelope));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private <V> Map<String, V> shuffled(Map<String, V> map) {
    List<String> names = new ArrayList<>(map.keySet());
    Collections.sort(names);
    Collections.shuffle(names, random);
    Map<String, V> shuffled = new LinkedHashMap<>();
    for (String name : names) {
      V value = map.get(name);
      if (value != null) {
        shuffled.put(name, value);
      }
    }
    return shuffled;
  }
}
