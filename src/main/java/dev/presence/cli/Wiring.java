package dev.presence.cli;

import dev.presence.heartbeat.Announcer;
import dev.presence.heartbeat.Looker;
import dev.presence.memory.LastAnswer;
import dev.presence.memory.OwnRecord;
import dev.presence.memory.SeenRecords;
import dev.presence.memory.StateFolder;
import dev.presence.model.KnownFacts;
import dev.presence.model.NodeRecord;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.model.Question;
import dev.presence.model.Scope;
import dev.presence.node.NodeInfo;
import dev.presence.store.Store;
import dev.presence.store.StoreAddress;
import dev.presence.store.Stores;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From settings to the parts that do the work; the one place that puts them together. */
final class Wiring {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Settings settings;
  private final Console console;
  private final Map<String, String> environment;
  private final Clock clock;
  private @Nullable StateFolder state;

  Wiring(Settings settings, Console console, Map<String, String> environment, Clock clock) {
    this.settings = settings;
    this.console = console;
    this.environment = environment;
    this.clock = clock;
  }

  Settings settings() {
    return settings;
  }

  Console console() {
    return console;
  }

  Clock clock() {
    return clock;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Whether the caller wants JSON instead of text. */
  boolean wantsJson() {
    String format = settings.one(Flags.FORMAT);
    if (format == null || format.equals("text")) {
      return false;
    }
    if (format.equals("json")) {
      return true;
    }
    throw settings.wrong(
        Flags.FORMAT, "--format is text or json here, not \"" + Printable.of(format) + "\"");
  }

  /** The stores named, each once, in their order. */
  Stores stores() {
    List<Store> stores = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (String address : settings.all(Flags.STORE)) {
      Store store = store(address);
      if (names.add(store.name())) {
        stores.add(store);
      }
    }
    if (stores.isEmpty()) {
      throw PresenceException.usage(
          "no store: name one with --store, PRESENCE_STORE or \"store\" in the configuration");
    }
    return new Stores(stores, timeout());
  }

  private Store store(String address) {
    try {
      return StoreAddress.open(address);
    } catch (PresenceException e) {
      throw settings.wrong(Flags.STORE, e.getMessage());
    }
  }

  /** One store that is an operand. */
  Stores storeAt(String address) {
    return new Stores(List.of(StoreAddress.open(address)), timeout());
  }

  Duration timeout() {
    Duration timeout = settings.duration(Flags.TIMEOUT);
    return timeout == null ? TIMEOUT : timeout;
  }

  NodeInfo nodeInfo() {
    return new NodeInfo(path(Flags.NODEINFO, "/etc/presence/nodeinfo"), console);
  }

  /** A path that was asked for, or the default. */
  Path path(Flag flag, String fallback) {
    String path = settings.one(flag);
    try {
      return Path.of(path == null ? fallback : path).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw settings.wrong(
          flag, "--" + flag.name() + " is no path: \"" + Printable.of(String.valueOf(path)) + "\"");
    }
  }

  Path stateDir() {
    if (System.getProperty("user.name", "").equals("root")) {
      return path(Flags.STATE_DIR, "/var/lib/presence");
    }
    String xdg = environment.get("XDG_STATE_HOME");
    String home = System.getProperty("user.home", "/tmp") + "/.local/state";
    return path(Flags.STATE_DIR, (xdg == null || xdg.isEmpty() ? home : xdg) + "/presence");
  }

  private StateFolder state() {
    if (state == null) {
      boolean readOnly = settings.on(Flags.READ_ONLY) || settings.on(Flags.DRY_RUN);
      state = new StateFolder(stateDir(), readOnly, console);
    }
    return state;
  }

  /** Sees every store; what was seen is remembered. */
  Looker looker() {
    return new Looker(stores(), seen(), console);
  }

  /** Sees every store, and leaves the memory as it is. */
  Looker onlooker() {
    StateFolder unchanged = new StateFolder(stateDir(), true, console);
    return new Looker(stores(), new SeenRecords(unchanged, console), console);
  }

  SeenRecords seen() {
    return new SeenRecords(state(), console);
  }

  /** The last answer to a question, asked of these stores. */
  LastAnswer lastAnswer(Question question) {
    return new LastAnswer(state(), question + " of " + settings.all(Flags.STORE));
  }

  Announcer announcer() {
    return new Announcer(stores(), new OwnRecord(state()), clock, console);
  }

  /** The scope asked for; what was not asked for is any. */
  Scope anyScope() {
    return new Scope(label(Flags.DEPLOYMENT), label(Flags.STACKTYPE));
  }

  /** The scope asked for; what was not asked for is this node's own. */
  Scope ownScope() {
    boolean all = settings.one(Flags.DEPLOYMENT) != null && settings.one(Flags.STACKTYPE) != null;
    NodeInfo info = nodeInfo();
    if (all) {
      return anyScope();
    }
    if (!info.exists()) {
      console.say(
          "no nodeinfo folder "
              + Printable.of(info.folder())
              + ", so peers of any deployment and stacktype are taken");
      return anyScope();
    }
    NodeRecord self = info.read();
    return new Scope(
        settings.one(Flags.DEPLOYMENT) == null
            ? self.text(KnownFacts.DEPLOYMENT)
            : label(Flags.DEPLOYMENT),
        settings.one(Flags.STACKTYPE) == null
            ? self.text(KnownFacts.STACKTYPE)
            : label(Flags.STACKTYPE));
  }

  private @Nullable String label(Flag flag) {
    String label = settings.one(flag);
    return label == null || label.equals(Scope.ANY) ? null : label;
  }
}
