package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.heartbeat.Announcer;
import dev.presence.heartbeat.Answering;
import dev.presence.heartbeat.Beating;
import dev.presence.heartbeat.Beats;
import dev.presence.heartbeat.Looker;
import dev.presence.heartbeat.Orders;
import dev.presence.heartbeat.OwnFacts;
import dev.presence.heartbeat.Probing;
import dev.presence.heartbeat.Vigil;
import dev.presence.memory.ChangeMemory;
import dev.presence.memory.Journal;
import dev.presence.memory.LifeMemory;
import dev.presence.memory.OwnRecord;
import dev.presence.memory.SeenStores;
import dev.presence.memory.StateFolder;
import dev.presence.model.BadTextException;
import dev.presence.model.Beat;
import dev.presence.model.Life;
import dev.presence.node.Cidr;
import dev.presence.node.NodeFacts;
import dev.presence.node.NodeInfo;
import dev.presence.node.StateFacts;
import dev.presence.resolve.LifeRules;
import dev.presence.store.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From settings to the parts that do the work: puts them together once, and hands them out. */
final class Wiring implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration MAX_AGE = Duration.ofHours(24);

  private final Settings settings;
  private final Console console;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Deadline deadline;
  private final StateFolder state;
  private final NamedStores named;
  private final boolean isTurn;
  private final boolean isPast;
  private @Nullable NodeFacts facts;

  Wiring(Settings settings, Console console, Map<String, String> environment, Clock clock) {
    this(settings, console, environment, clock, null);
  }

  private Wiring(
      Settings settings,
      Console console,
      Map<String, String> environment,
      Clock clock,
      @Nullable KeptStores kept) {
    this.settings = settings;
    this.console = console;
    this.environment = environment;
    this.deadline = Deadline.in(timeout());
    boolean readOnly = settings.on(Flags.READ_ONLY) || settings.on(Flags.DRY_RUN);
    this.isTurn = kept != null;
    this.isPast = settings.one(Flags.AT) != null;
    // What is remembered is of now, and says nothing of then.
    this.state = isPast ? new StateFolder(null, true) : new StateFolder(stateDir(), readOnly);
    Opener opener = new Opener(state, stateDir(), clock);
    AsItWas past = isPast ? new AsItWas(settings, opener, deadline, clock) : null;
    this.named = new NamedStores(settings, opener, kept, past, deadline);
    this.clock = past == null ? clock : past.clock();
  }

  /** Everything anew, under a deadline of its own, for a command that looks again and again. */
  Wiring again(Console other) {
    return new Wiring(settings, other, environment, clock);
  }

  /** The same by the configuration of now, and with stores that its end leaves open. */
  Wiring turn(Console other, KeptStores stores) {
    return new Wiring(settings.again(), other, environment, clock, stores);
  }

  /** Whether this is a turn of a process that stays, and says only what is new. */
  boolean isTurn() {
    return isTurn;
  }

  /** Closes the stores; the end of the program does so too. */
  @Override
  public void close() {
    named.close();
  }

  private Duration timeout() {
    // Who waits has a time of its own for that.
    Duration timeout =
        settings.on(Flags.WAIT) && settings.isGiven(Flags.TIMEOUT)
            ? null
            : settings.duration(Flags.TIMEOUT);
    return timeout == null ? TIMEOUT : timeout;
  }

  Settings settings() {
    return settings;
  }

  Console console() {
    return console;
  }

  /** What stdout leads to. */
  Terminal terminal() {
    return Terminal.of(console.terminal(), environment, settings);
  }

  Map<String, String> environment() {
    return environment;
  }

  Clock clock() {
    return clock;
  }

  Instant now() {
    return clock.instant();
  }

  Deadline deadline() {
    return deadline;
  }

  StateFolder state() {
    return state;
  }

  /** The stores that options and operands name, those of beats among them. */
  NamedStores named() {
    return named;
  }

  /** The stores of the list, each once, in their order. */
  Stores stores() {
    return named.all();
  }

  /** Whether the list is asked for as it was: without beats, probes or anything remembered. */
  boolean isPast() {
    return isPast;
  }

  Beats beats(Stores asked) {
    return new Beats(named.ofBeats(asked), lives());
  }

  LifeMemory lives() {
    return new LifeMemory(state);
  }

  /** Watches over the life of those that are asked for. */
  Vigil vigil() {
    return vigil(stores());
  }

  Vigil vigil(Stores asked) {
    int deadAfter = settings.number(Flags.DEAD_AFTER, LifeRules.USUAL.deadAfter());
    Duration hold = settings.duration(Flags.HOLD);
    return new Vigil(
        beats(asked),
        lives(),
        new Vigil.Rules(
            new LifeRules(deadAfter, settings.on(Flags.REQUIRE_BEAT) && !isPast),
            hold == null ? Vigil.Rules.USUAL.hold() : hold),
        new Probing(isPast ? Map.of() : new Parts(settings).probes()),
        nodeInfo().id(),
        clock);
  }

  SeenStores seen() {
    return new SeenStores(state);
  }

  /** Sees every store. */
  Looker looker() {
    return looker(stores());
  }

  Looker looker(Stores asked) {
    Duration maxAge = settings.duration(Flags.MAX_AGE);
    int deadAfter = settings.number(Flags.DEAD_AFTER, LifeRules.USUAL.deadAfter());
    return new Looker(
        asked,
        seen(),
        clock,
        new Looker.Patience(
            maxAge == null ? MAX_AGE : maxAge,
            Duration.ofSeconds((long) deadAfter * Life.USUAL_EVERY)),
        beats(asked));
  }

  Answering answering() {
    return new Answering(stores(), looker(), vigil(), state, clock);
  }

  ChangeMemory changes() {
    return new ChangeMemory(state);
  }

  Orders orders() {
    return new Orders(stores(), state, clock);
  }

  Journal journal() {
    return new Journal(state);
  }

  /** This node's own beats; none are wanted where nothing says so. */
  Beating beating(boolean wanted) {
    return beating(wanted, new TreeMap<>(), 0);
  }

  /**
   * The same.
   *
   * @param acted per part what this node last acted on
   * @param session the seconds for which a mark outlives this process; 0 for one that holds none
   */
  Beating beating(boolean wanted, SortedMap<String, Beat.Acted> acted, int session) {
    Duration every = settings.duration(Flags.EVERY);
    long seconds = every == null ? Life.USUAL_EVERY : every.toSeconds();
    if (seconds > Beat.MOST_EVERY) {
      throw settings.wrong(Flags.EVERY, "--every is at most 1d");
    }
    return new Beating(beats(stores()), state, clock, wanted ? (int) seconds : 0, acted, session);
  }

  Announcer announcer() {
    boolean wanted = settings.on(Flags.BEAT);
    return announcer(wanted ? beating(true, changes().recall().acted(), 0) : beating(false), null);
  }

  Announcer announcer(Beating beating, @Nullable List<String> requires) {
    OwnFacts own = ownFacts();
    return new Announcer(
        stores(),
        own,
        new StateFacts(own.info().folder(), state.writer()),
        new OwnRecord(state),
        seen(),
        beating,
        requires,
        clock,
        user(),
        settings.on(Flags.CREATE));
  }

  NodeInfo nodeInfo() {
    return new NodeInfo(settings.path(Flags.NODEINFO, "/etc/presence/nodeinfo"));
  }

  /** What this node would announce. */
  OwnFacts ownFacts() {
    String network = settings.one(Flags.ADDRESS_IN);
    try {
      return new OwnFacts(nodeInfo(), network == null ? null : Cidr.parse(network));
    } catch (BadTextException e) {
      throw settings.wrong(Flags.ADDRESS_IN, "--address-in is " + e.getMessage());
    }
  }

  /** What this node says it is, read once; its warnings are said. */
  NodeFacts facts() {
    if (facts == null) {
      facts = nodeInfo().read();
      console.sayAll(facts.warnings());
    }
    return facts;
  }

  /** The person behind sudo, or whoever runs this. */
  String user() {
    String sudoer = environment.get("SUDO_USER");
    return sudoer == null || sudoer.isEmpty() ? System.getProperty("user.name", "") : sudoer;
  }

  /** Who acts here: {@code anna@i-lb1}; the name alone on a machine that is no node. */
  String actor() {
    return nodeInfo().exists() ? user() + "@" + facts().record().id() : user();
  }

  /** Where this user remembers; null where there is no such place. */
  @Nullable Path stateDir() {
    if (settings.one(Flags.STATE_DIR) != null
        || System.getProperty("user.name", "").equals("root")) {
      return settings.path(Flags.STATE_DIR, "/var/lib/presence");
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    // A user without an entry in passwd has the home "?".
    String base = xdg.startsWith("/") ? xdg : home.startsWith("/") ? home + "/.local/state" : "";
    return base.isEmpty() ? null : settings.path(Flags.STATE_DIR, base + "/presence");
  }
}
