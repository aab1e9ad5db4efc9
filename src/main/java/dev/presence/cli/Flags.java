package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;

/** Every option there is. */
final class Flags {
  static final Flag STORE =
      Flag.many(
          "store", "S", "a list: a folder's path, folder:PATH, git:URL, or zk:HOST:PORT,.../PATH");
  static final Flag NODEINFO =
      Flag.of("nodeinfo", "DIR", "the facts of this node (/etc/presence/nodeinfo)");
  static final Flag CONFIG =
      Flag.of("config", "FILE", "options as JSON (/etc/presence/presence.json)");
  static final Flag STATE_DIR =
      Flag.of("state-dir", "DIR", "what is remembered (root: /var/lib/presence)");
  static final Flag DEPLOYMENT =
      Flag.of("deployment", "D", "only nodes of this deployment; 'any' for all");
  static final Flag STACKTYPE =
      Flag.of("stacktype", "T", "only nodes of this stacktype; 'any' for all");
  static final Flag TIMEOUT =
      Flag.of("timeout", "10s", "for the whole command: stores, locks, its own files");
  static final Flag FORMAT =
      Flag.of("format", "F", "text or json; for resolve json, lines or a feed's");
  static final Flag COLOR = Flag.of("color", "WHEN", "auto (on a terminal), always or never");
  static final Flag STACKTRACE = Flag.on("stacktrace", "with an error, where it arose");
  static final Flag HELP = Flag.on("help", "this text; -h too").said();
  static final Flag VERSION = Flag.on("version", "the version").said();

  static final Flag CREATE = Flag.on("create", "make the store a list where it is none");
  static final Flag ADDRESS_IN =
      Flag.of("address-in", "CIDR", "take this node's address in that network");

  static final Flag PART =
      Flag.many("part", "P", "a part to answer for, or P=GLOB: parts it takes in");
  static final Flag MINIMUM = Flag.many("minimum", "P=N", "with fewer than N peers of P, exit 12");
  static final Flag FACT = Flag.many("fact", "NAME", "another fact that peers are to carry");
  static final Flag WITHOUT_SELF = Flag.on("without-self", "leave this node out");
  static final Flag NO_ADDRESS_NEEDED =
      Flag.on("no-address-needed", "peers without an address too");
  static final Flag OUT = Flag.of("out", "FILE", "write the answer there, and only a change");
  static final Flag CHECK =
      Flag.of("check", "CMD", "what it must pass before it replaces the file, as {} in CMD");
  static final Flag PORT =
      Flag.many("port", "P=NAME", "which port of P a feed names where nodes have several");
  static final Flag REPORT = Flag.of("report", "FILE", "write there how it came about");
  static final Flag DRY_RUN = Flag.on("dry-run", "print what would change, write nothing");
  static final Flag READ_ONLY = Flag.on("read-only", "write nothing, not even the memory");
  static final Flag ACCEPT_REMOVALS =
      Flag.on("accept-removals", "forget the silent nodes of the asked parts").said();
  static final Flag MAX_AGE =
      Flag.of("max-age", "24h", "after how long a restored older record is believed");

  static final Flag BEAT = Flag.on("beat", "beat as well: say that this node is alive");
  static final Flag EVERY = Flag.of("every", "60s", "the time between two beats");
  static final Flag BEAT_STORE =
      Flag.many("beat-store", "S", "where the beats are, if not with the records");
  static final Flag DEAD_AFTER =
      Flag.of("dead-after", "5", "so many missed beats of silence are death");
  static final Flag HOLD =
      Flag.of("hold", "10m", "the time within which at most half of a part goes by silence");
  static final Flag REQUIRE_BEAT = Flag.on("require-beat", "a node without a beat is no peer");
  static final Flag PROBE =
      Flag.many("probe", "P=HOW", "ask the machines of P: tcp:PORT or http:PORT/PATH");

  static final Flag FEED =
      Flag.many("feed", "F=FILE", "what another tool reads, as FORMAT=FILE or FORMAT:PART=FILE");
  static final Flag FEED_CHECK =
      Flag.many("feed-check", "F=CMD", "what a feed of that format must pass, as {} in CMD");

  static final Flag ON_CHANGE =
      Flag.of(
          "on-change",
          "CMD",
          "run it when the answer is another one; it finds it in $PRESENCE_ANSWER");
  static final Flag CHANGE_TIMEOUT =
      Flag.of("change-timeout", "30m", "how long that may take, with all that it starts");
  static final Flag CHANGE_UNIT =
      Flag.of(
          "change-unit", "UNIT", "start this systemd unit for it, which runs 'presence change'");
  static final Flag SETTLE =
      Flag.of("settle", "TIME", "how long an answer must stand before it is acted on (0s)");
  static final Flag CHANGE_AT_LEAST =
      Flag.of("change-at-least", "TIME", "run it so often without any news");
  static final Flag CHANGE_SPREAD =
      Flag.of("change-spread", "TIME", "spread nodes over that time, by their names (0s)");
  static final Flag NOTIFY =
      Flag.of("notify", "CMD", "run it on a change, a failure, a recovery; it reads JSON");
  static final Flag METRICS = Flag.of("metrics", "FILE", "write Prometheus metrics there");
  static final Flag LATE_AFTER =
      Flag.of("late-after", "3", "so many missed beats make a node late");
  static final Flag WAIT =
      Flag.on("wait", "return when all who use this node have acted on it (30m at most)").said();
  static final Flag SHUTDOWN =
      Flag.on("shutdown", "until the next boot: the first beat after it ends it").said();

  static final Flag ONLY_PART = Flag.many("part", "P", "only nodes of that part").said();
  static final Flag ONLY_STATE =
      Flag.many("state", "WORD", "only nodes in that state, or late, silent, broken").said();
  static final Flag SORT =
      Flag.of("sort", "COLUMN", "by that column, such as part, changed or beat (id)").said();
  static final Flag WATCH =
      Flag.of("watch", "[2s]", "on a terminal: look again and again, until Ctrl-C").said();
  static final Flag AT =
      Flag.of("at", "WHEN", "the list in Git as it was: at a time, 2h (ago), or from a commit on")
          .said();
  static final Flag SINCE =
      Flag.of("since", "TIME", "not before: 20261124-025000, 2026-11-24T02:50Z, or 2h ago").said();
  static final Flag UNTIL = Flag.of("until", "TIME", "not after").said();
  static final Flag MAX = Flag.of("max", "N", "so many changes at most (100)").said();

  static final Flag PAGE_OUT =
      Flag.of("out", "FILE", "write the page there, and only a change").said();
  static final Flag PAGE_EVERY =
      Flag.of("page-every", "5m", "how often it is made: after three times that it is old");

  static final Flag REASON = Flag.of("reason", "TEXT", "why, for those who look later");
  static final Flag FOR = Flag.of("for", "30m", "for how long; then it ends by itself");
  static final Flag SERVING =
      Flag.on("serving", "the word is meant, and a node in it serves").said();
  static final Flag OLDER_THAN = Flag.of("older-than", "30d", "what left before that");

  /** What every command takes. */
  static final List<Flag> COMMON =
      List.of(
          STORE,
          NODEINFO,
          CONFIG,
          STATE_DIR,
          DEPLOYMENT,
          STACKTYPE,
          TIMEOUT,
          FORMAT,
          COLOR,
          STACKTRACE,
          HELP,
          VERSION);

  /** What asks a question of the list. */
  static final List<Flag> QUESTION =
      List.of(PART, FACT, WITHOUT_SELF, NO_ADDRESS_NEEDED, REQUIRE_BEAT, PROBE);

  /** What decides on life and safety. */
  static final List<Flag> LIFE = List.of(DEAD_AFTER, HOLD, BEAT_STORE);

  /** What an answer is and where it goes. */
  static final List<Flag> ANSWER =
      List.of(MINIMUM, OUT, CHECK, PORT, REPORT, DRY_RUN, READ_ONLY, ACCEPT_REMOVALS, MAX_AGE);

  /** What a HeartBeat does with it. */
  static final List<Flag> CHANGE =
      List.of(
          ON_CHANGE,
          CHANGE_TIMEOUT,
          CHANGE_UNIT,
          SETTLE,
          CHANGE_AT_LEAST,
          CHANGE_SPREAD,
          NOTIFY,
          METRICS);

  /** All of a HeartBeat's. */
  static List<Flag> heartbeat() {
    List<Flag> all = new ArrayList<>(QUESTION);
    all.addAll(ANSWER);
    all.addAll(LIFE);
    all.addAll(List.of(CREATE, ADDRESS_IN, EVERY, FEED, FEED_CHECK));
    all.addAll(CHANGE);
    return all;
  }

  /** What a configuration may name. */
  static final List<Flag> SETTABLE =
      List.of(
          STORE,
          NODEINFO,
          STATE_DIR,
          DEPLOYMENT,
          STACKTYPE,
          TIMEOUT,
          FORMAT,
          COLOR,
          STACKTRACE,
          CREATE,
          ADDRESS_IN,
          PART,
          MINIMUM,
          FACT,
          WITHOUT_SELF,
          NO_ADDRESS_NEEDED,
          OUT,
          CHECK,
          PORT,
          REPORT,
          DRY_RUN,
          READ_ONLY,
          MAX_AGE,
          BEAT,
          EVERY,
          BEAT_STORE,
          DEAD_AFTER,
          HOLD,
          REQUIRE_BEAT,
          PROBE,
          FEED,
          FEED_CHECK,
          ON_CHANGE,
          CHANGE_TIMEOUT,
          CHANGE_UNIT,
          SETTLE,
          CHANGE_AT_LEAST,
          CHANGE_SPREAD,
          NOTIFY,
          METRICS,
          LATE_AFTER,
          PAGE_EVERY,
          REASON,
          FOR,
          OLDER_THAN);

  static List<Flag> concat(List<Flag> flags, Flag... more) {
    List<Flag> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return all;
  }

  /** What every command takes, but for those that print in one form alone. */
  static List<Flag> commonButFormat() {
    List<Flag> flags = new ArrayList<>(COMMON);
    flags.remove(FORMAT);
    return flags;
  }

  private Flags() {}
}
