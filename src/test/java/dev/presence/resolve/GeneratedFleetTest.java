package dev.presence.resolve;

import static dev.presence.resolve.Questions.ask;
import static dev.presence.resolve.Questions.part;
import static dev.presence.resolve.Questions.withFacts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.AnswerFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.NodeState;
import dev.presence.model.Order;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import dev.presence.testing.RandomFleet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds for every fleet, shown with hundreds of generated ones. */
class GeneratedFleetTest {
  private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
  private static final int FLEETS = 500;
  private static final Question QUESTION =
      withFacts(ask(new Scope("fed1", "lamp"), "app", "data=db*"), "schema");

  @Test
  void answer_readInAnyOrderFromAnyStores_hasTheSameBytes() throws Exception {
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.of(seed, 40);
      String expected = bytes(resolve(fleet, 1));
      for (int variant = 0; variant < 5; variant++) {
        assertThat(bytes(resolve(fleet, 1 + variant % 3)))
            .as("seed %d, variant %d", seed, variant)
            .isEqualTo(expected);
      }
    }
  }

  /** What the other tests here show is worth nothing for fleets in which nothing happens. */
  @Test
  void generatedFleets_meetEveryRule() throws Exception {
    Set<Verdict.Rule> met = EnumSet.noneOf(Verdict.Rule.class);
    int crowds = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      Resolution clashing = resolve(RandomFleet.of(seed, 40), 1);
      Resolution ordered = resolve(silenced(sightings(RandomFleet.ofOrders(seed, 40), 1), seed));
      for (Resolution resolution : List.of(clashing, ordered)) {
        resolution.verdicts().values().forEach(all -> all.forEach(one -> met.add(one.rule())));
      }
      crowds += clashing.crowds().size();
    }
    // A node of another part has no verdict, nobody is left out of this question, and of life
    // nothing is remembered here.
    assertThat(met)
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    Verdict.Rule.PART,
                    Verdict.Rule.WITHOUT_SELF,
                    Verdict.Rule.DEAD,
                    Verdict.Rule.HELD,
                    Verdict.Rule.LATE)));
    assertThat(crowds).isGreaterThan(20);
  }

  /** Some of the fleet silent. */
  private static List<Sighting> silenced(List<Sighting> sightings, long seed) {
    Random random = new Random(seed);
    List<Sighting> silenced = new ArrayList<>();
    for (Sighting node : sightings) {
      String silence = random.nextInt(3) == 0 ? "vanished from /list" : null;
      silenced.add(new Sighting(node.record(), node.order(), silence, null));
    }
    return silenced;
  }

  /** Law 1: only a word takes a peer away. */
  @Test
  void answer_ofAFleetPartlySilent_hasTheSameBytes() throws Exception {
    for (int seed = 0; seed < FLEETS; seed++) {
      List<Sighting> sightings = sightings(RandomFleet.ofOrders(seed, 40), 1);
      assertThat(bytes(resolve(silenced(sightings, seed))))
          .as("seed %d", seed)
          .isEqualTo(bytes(resolve(sightings)));
    }
  }

  /**
   * An order never brings anybody back whom his own word keeps out, and none that is lifted counts.
   */
  @Test
  void answer_underOrders_isTheListFilteredBySight() throws Exception {
    int drained = 0;
    int left = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.ofOrders(seed, 40);
      List<String> peers = new ArrayList<>();
      List<String> draining = new ArrayList<>();
      for (Map<String, Object> facts : fleet.newest().values()) {
        if (!facts.containsKey("address")
            || !"app".equals(facts.get("nodepart"))
            || !"fed1".equals(facts.get("deployment"))
            || !"lamp".equals(facts.get("stacktype"))) {
          continue;
        }
        String id = String.valueOf(facts.get("instance-id"));
        Order order = fleet.order(id);
        Order.Word word = order == null ? Order.Word.LIFTED : order.word();
        Object said = facts.getOrDefault("tss", facts.getOrDefault("statetss", ""));
        boolean over =
            order != null
                && ((order.until() != null && order.until().value().equals(RandomFleet.PAST))
                    || (order.of() != null
                        && String.valueOf(said).compareTo(order.of().value()) > 0));
        NodeState state = NodeState.of(String.valueOf(facts.getOrDefault("state", "")));
        if (word == Order.Word.LEFT && !over) {
          left++;
        } else if (state == NodeState.DRAINING
            || (state == NodeState.SERVING && word == Order.Word.DRAINING && !over)) {
          draining.add(id);
          drained += state == NodeState.SERVING ? 1 : 0;
        } else if (state == NodeState.SERVING) {
          peers.add(id);
        }
      }
      Answer.Part part = part(resolve(fleet, 1), "app");
      assertThat(Questions.ids(part.peers())).as("seed %d", seed).isEqualTo(peers);
      assertThat(Questions.ids(part.draining())).as("seed %d", seed).isEqualTo(draining);
    }
    assertThat(drained).isGreaterThan(FLEETS / 10);
    assertThat(left).isGreaterThan(FLEETS / 10);
  }

  @Test
  void answer_withoutClashes_isTheListFilteredBySight() throws Exception {
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.withoutClashes(seed, 40);
      List<String> expected = new ArrayList<>();
      for (Map<String, Object> facts : fleet.newest().values()) {
        NodeState state = NodeState.of(String.valueOf(facts.getOrDefault("state", "")));
        if (facts.containsKey("address")
            && "app".equals(facts.get("nodepart"))
            && "fed1".equals(facts.get("deployment"))
            && "lamp".equals(facts.get("stacktype"))
            && state == NodeState.SERVING) {
          expected.add(String.valueOf(facts.get("instance-id")));
        }
      }
      assertThat(Questions.ids(part(resolve(fleet, 1), "app").peers()))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void answer_withANodeMoreThatIsOfNoConcern_hasTheSameBytes() throws Exception {
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.of(seed, 20);
      String expected = bytes(resolve(fleet, 1));
      // At an address that others of the fleet have: what is of no concern takes no place either.
      fleet.put(stranger("x-part", "lb", "fed1", "lamp"));
      fleet.put(stranger("x-deployment", "app", "fed2", "lamp"));
      fleet.put(stranger("x-stacktype", "db", "fed1", "mean"));
      assertThat(bytes(resolve(fleet, 2))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static Map<String, Object> stranger(
      String id, String part, String deployment, String stacktype) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("instance-id", id);
    facts.put("nodepart", part);
    facts.put("deployment", deployment);
    facts.put("stacktype", stacktype);
    facts.put("address", "10.0.0.1");
    facts.put("tss", "20270101-000000");
    return facts;
  }

  @Test
  void answer_withAPeerLess_lacksJustThatPeer() throws Exception {
    int removed = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.withoutClashes(seed, 20);
      Answer before = resolve(fleet, 1).answer();
      for (Peer peer : part(resolve(fleet, 1), "app").peers()) {
        RandomFleet less = RandomFleet.withoutClashes(seed, 20);
        less.remove(peer.id().value());
        assertThat(resolve(less, 2).answer())
            .as("seed %d without %s", seed, peer.id())
            .isEqualTo(without(peer, before));
        removed++;
      }
    }
    assertThat(removed).isGreaterThan(FLEETS);
  }

  private static Answer without(Peer peer, Answer answer) {
    SortedMap<String, Answer.Part> parts = new TreeMap<>(answer.parts());
    parts.computeIfPresent(
        "app",
        (name, part) -> {
          List<Peer> rest = new ArrayList<>(part.peers());
          rest.remove(peer);
          return new Answer.Part(rest, part.draining());
        });
    return new Answer(parts);
  }

  /** Another word for serving, another time, another note: none of it is membership. */
  @Test
  void answer_afterNewsThatAreNoChange_hasTheSameBytes() throws Exception {
    for (int seed = 0; seed < FLEETS; seed++) {
      RandomFleet fleet = RandomFleet.withoutClashes(seed, 20);
      String expected = bytes(resolve(fleet, 1));
      for (String id : fleet.ids()) {
        Map<String, Object> facts = new LinkedHashMap<>(fleet.newest().getOrDefault(id, Map.of()));
        if (NodeState.of(String.valueOf(facts.getOrDefault("state", ""))) == NodeState.SERVING) {
          facts.put("state", "working");
        }
        facts.put("tss", "20270101-000000");
        facts.put("statelog", "idle:20270101-000000;");
        facts.put("note", "another");
        fleet.put(facts);
      }
      assertThat(bytes(resolve(fleet, 2))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static Resolution resolve(RandomFleet fleet, int stores) throws UnreadableException {
    return resolve(sightings(fleet, stores));
  }

  private static Resolution resolve(List<Sighting> sightings) {
    return Resolver.resolve(QUESTION, sightings, Map.of(), Duration.ofMinutes(10), NOW);
  }

  /**
   * The newest record of each node over all stores, as one that knows only bytes finds it: the
   * later stamp, then the greater bytes; in an order of its own. With the orders of the fleet.
   */
  private static List<Sighting> sightings(RandomFleet fleet, int stores)
      throws UnreadableException {
    Map<NodeName, NodeRecord> newest = new LinkedHashMap<>();
    for (Map<String, String> store : fleet.spread(stores)) {
      for (String text : store.values()) {
        NodeRecord record = RecordFormat.parse(text.getBytes(StandardCharsets.UTF_8), null);
        newest.merge(record.id(), record, GeneratedFleetTest::newer);
      }
    }
    List<Sighting> sightings = new ArrayList<>();
    for (NodeRecord record : newest.values()) {
      sightings.add(new Sighting(record, fleet.order(record.id().value()), null, null));
    }
    return sightings;
  }

  private static NodeRecord newer(NodeRecord one, NodeRecord other) {
    int order = Stamp.compare(one.stamp(), other.stamp());
    if (order == 0) {
      order = Arrays.compareUnsigned(RecordFormat.print(one), RecordFormat.print(other));
    }
    return order >= 0 ? one : other;
  }

  private static String bytes(Resolution resolution) {
    return new String(AnswerFormat.print(resolution.answer(), Map.of()), StandardCharsets.US_ASCII);
  }
}
