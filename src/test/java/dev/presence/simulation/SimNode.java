package dev.presence.simulation;

import dev.presence.files.Deadline;
import dev.presence.files.FileReplacer;
import dev.presence.heartbeat.Announced;
import dev.presence.heartbeat.Announcer;
import dev.presence.heartbeat.AnswerFile;
import dev.presence.heartbeat.Answering;
import dev.presence.heartbeat.Asking;
import dev.presence.heartbeat.Beating;
import dev.presence.heartbeat.Beats;
import dev.presence.heartbeat.Looker;
import dev.presence.heartbeat.Orders;
import dev.presence.heartbeat.OwnFacts;
import dev.presence.heartbeat.Probing;
import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.Vigil;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.OwnRecord;
import dev.presence.memory.SeenStores;
import dev.presence.memory.StateFolder;
import dev.presence.model.NodeName;
import dev.presence.model.Order;
import dev.presence.node.NodeInfo;
import dev.presence.node.StateFacts;
import dev.presence.resolve.LifeRules;
import dev.presence.resolve.Question;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real code of one machine, put together as for a cold command: all that the simulation knows
 * of the classes which it drives.
 */
final class SimNode {
  /** Far more than any call takes: here a store is slow by its weather alone. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final Duration MAX_AGE = Duration.ofHours(24);

  private final Path folder;
  private final NodeName id;
  private final Clock clock;
  private final int every;
  private final LifeRules rules;
  private final Duration hold;

  /**
   * A machine.
   *
   * @param folder its nodeinfo, state folder and answer
   * @param every the seconds between its beats; 0 for one that does not beat
   */
  SimNode(Path folder, NodeName id, Clock clock, int every, LifeRules rules, Duration hold) {
    this.folder = folder;
    this.id = id;
    this.clock = clock;
    this.every = every;
    this.rules = rules;
    this.hold = hold;
  }

  /** Writes the facts that never change. */
  void install(String part, String address) {
    fact("instance-id.txt", id.value());
    fact("nodepart.txt", part);
    fact("address.txt", address);
  }

  /** A fact that tells this announcement from the one before. */
  void weigh(int weight) {
    fact("weight.json", Integer.toString(weight));
  }

  private void fact(String file, String text) {
    try {
      Files.createDirectories(nodeinfo());
      Files.writeString(nodeinfo().resolve(file), text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path nodeinfo() {
    return folder.resolve("nodeinfo");
  }

  Path out() {
    return folder.resolve("out.json");
  }

  private Path stateDir() {
    return folder.resolve("state");
  }

  /** Loses all that is remembered, with the answer or without. */
  void forget(boolean answerToo) {
    delete(stateDir());
    if (answerToo) {
      delete(out());
    }
  }

  static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      List<Path> all = new ArrayList<>(paths.toList());
      Collections.sort(all, Comparator.reverseOrder());
      for (Path one : all) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stores stores(List<? extends Store> ways) {
    return new Stores(List.copyOf(ways), Deadline.in(TIMEOUT));
  }

  /**
   * Announces and beats.
   *
   * @param word the state that is said from now on; null for no change
   * @param session the seconds for which its mark outlives it; 0 for none
   */
  Announced announce(List<? extends Store> ways, @Nullable String word, int session) {
    StateFolder state = new StateFolder(stateDir(), false);
    Stores stores = stores(ways);
    Announcer announcer =
        new Announcer(
            stores,
            new OwnFacts(new NodeInfo(nodeinfo()), null),
            new StateFacts(nodeinfo(), state.writer()),
            new OwnRecord(state),
            new SeenStores(state),
            new Beating(
                new Beats(stores, new LifeMemory(state)),
                state,
                clock,
                every,
                new TreeMap<>(),
                session),
            null,
            clock,
            "sim",
            false);
    return word == null
        ? announcer.announce()
        : announcer.change((record, by) -> new StateFacts.Change(word, null, by, null));
  }

  /** Looks and answers. */
  Served look(List<? extends Store> ways, Question question, boolean acceptsRemovals) {
    return look(folder, ways, question, acceptsRemovals, Asking.ALL);
  }

  /** The same between two beats, when the list has news. */
  Served lookForNews(List<? extends Store> ways, Question question) {
    return look(folder, ways, question, false, Asking.UNHEARD);
  }

  /**
   * Looks from a copy of this machine's memory, which then goes its own way.
   *
   * @param asking all at a beat of its time
   */
  Served lookAsTwin(List<? extends Store> ways, Question question, Path copy, Asking asking) {
    try {
      delete(copy);
      copy(stateDir(), copy.resolve("state"));
      copy(out(), copy.resolve("out.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return look(copy, ways, question, false, asking);
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  private Served look(
      Path home,
      List<? extends Store> ways,
      Question question,
      boolean acceptsRemovals,
      Asking asking) {
    StateFolder state = new StateFolder(home.resolve("state"), false);
    Stores stores = stores(ways);
    Beats beats = new Beats(stores, new LifeMemory(state));
    Duration atOnce = Duration.ofSeconds((long) rules.deadAfter() * 60);
    Answering answering =
        new Answering(
            stores,
            new Looker(
                stores, new SeenStores(state), clock, new Looker.Patience(MAX_AGE, atOnce), beats),
            new Vigil(
                beats,
                new LifeMemory(state),
                new Vigil.Rules(rules, hold),
                new Probing(Map.of()),
                id,
                clock),
            state,
            clock);
    Answering.Wanted wanted =
        new Answering.Wanted(
            question,
            new AnswerFile(
                home.resolve("out.json"), AnswerFile.Form.JSON, new FileReplacer(state.writer())),
            AnswerFile.Form.JSON,
            true,
            acceptsRemovals);
    return answering.serve(wanted, asking);
  }

  /** Gives an order, as a person does. */
  Orders.Given order(
      List<? extends Store> ways, NodeName of, Order.Word word, @Nullable Duration lasts) {
    return new Orders(stores(ways), new StateFolder(stateDir(), false), clock)
        .give(of, new Orders.Wish(word, "anna", null, lasts));
  }
}
