package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.presence.files.BoundedFile;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The two-minute tour: a LAMP stack on a list of its own, by the commands that a node uses. */
final class DemoCommand implements Command {
  @Override
  public String summary() {
    return "the two-minute tour: a LAMP stack on a list in a temporary folder";
  }

  /** One node of the tour. */
  private record Node(
      String id, String part, String address, String ports, String deployment, String zone) {}

  private static final List<Node> NODES =
      List.of(
          new Node("i-db1", "db", "10.0.3.54", "{\"mysql\": 3306}", "fed1", "a"),
          new Node("i-app1", "app", "10.0.3.61", "{\"http\": 80}", "fed1", "a"),
          new Node("i-app2", "app", "10.0.3.62", "{\"http\": 80}", "fed1", "b"),
          new Node("i-lb1", "lb", "10.0.3.10", "{\"http\": 80}", "fed1", "a"),
          new Node("i-app9", "app", "10.0.9.61", "{\"http\": 80}", "fed2", "a"));

  private static final String[] BEAT = {"heartbeat", "--every", "1s", "--part", "app"};

  @Override
  public List<Flag> common() {
    return Flags.commonButFormat();
  }

  @Override
  public boolean hasTextAndJson() {
    return false;
  }

  @Override
  public boolean isBounded(Settings settings) {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    Path folder;
    try {
      folder = Files.createTempDirectory("presence-demo-");
      for (Node node : NODES) {
        writeFacts(folder.resolve(node.id()), node);
      }
    } catch (IOException e) {
      throw new PresenceException(
          FailureKind.CONFIG,
          "the tour cannot write in the temporary folder %s: %s; see to its rights and space"
              .formatted(
                  Printable.of(System.getProperty("java.io.tmpdir", "")),
                  Printable.of(BoundedFile.reason(e))),
          e);
    }
    Tour tour = new Tour(wiring.console(), new TourClock(wiring.clock()), folder);
    tour.say("A list is a folder. Five nodes put their names on it, each with its own facts.");
    tour.run("init", folder.resolve("list").toString());
    for (Node node : NODES) {
      tour.runAs(node.id(), "announce");
    }
    tour.say("Saying the same again is no change: no byte of the record is touched.");
    tour.runAs("i-app1", "announce");
    tour.say("Here is the list. i-app9 belongs to another deployment.");
    tour.run("list");
    tour.say("An app needs its database:");
    tour.runAs("i-app1", "resolve", "--part", "db", "--minimum", "db=1");
    tour.say("The load balancer needs the apps, as node attributes for its recipes:");
    tour.runAs("i-lb1", "resolve", "--part", "app");
    tour.say("One app is drained for a while. Every answer can be explained:");
    tour.runAs("i-app2", "drain", "--reason", "kernel update", "--for", "30m");
    tour.runAs("i-lb1", "explain", "app");
    tour.runAs("i-app2", "undrain");
    tour.say(
        "A HeartBeat says each minute that a node is alive; here, where time is the tour's own, each"
            + "\nsecond. The load balancer asks for its apps with it:");
    tour.beat();
    tour.say("i-app1 loses its power, without a word. Three beats later it is late, and stays:");
    tour.alive.remove("i-app1");
    tour.later(3);
    tour.runAs("i-lb1", "explain", "app");
    tour.say("After five it is dead, as the others go on beating, and the answer has it no more:");
    tour.later(3);
    tour.runAs("i-lb1", "explain", "app");
    tour.runAs("i-lb1", "resolve", "--part", "app", "--format", "lines");
    tour.say("What left, when and why can be told afterwards:");
    tour.runAs("i-lb1", "history", "i-app1");
    tour.say(
        "The list is in "
            + folder.resolve("list")
            + ": a file per node, to look at and to play with.\nTry: presence list --store "
            + folder.resolve("list"));
    return Printed.raw(ExitCode.OK, "");
  }

  private static void writeFacts(Path info, Node node) throws IOException {
    Files.createDirectories(info);
    Map<String, String> files =
        Map.of(
            "instance-id.txt", node.id(),
            "nodepart.txt", node.part(),
            "address.txt", node.address(),
            "ports.json", node.ports(),
            "deployment.txt", node.deployment(),
            "stacktype.txt", "lamp",
            "zone.txt", node.zone());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(info.resolve(file.getKey()), file.getValue() + "\n");
    }
  }

  /** Runs commands as a person would, showing what was typed. */
  private static final class Tour {
    private final Console console;
    private final TourClock clock;
    private final Path folder;
    private final Set<String> alive = new TreeSet<>();

    private Tour(Console console, TourClock clock, Path folder) {
      this.console = console;
      this.clock = clock;
      this.folder = folder;
      for (Node node : NODES) {
        alive.add(node.id());
      }
    }

    /** Everybody's first beat, that of the load balancer in full. */
    void beat() {
      later(1);
      runAs("i-lb1", BEAT);
    }

    /**
     * The beats of so many seconds; only their end is of interest. The load balancer's answer goes
     * to a file, as on any node: the tour also lists the classes that the archive is made of.
     */
    void later(int seconds) {
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
      for (int second = 0; second < seconds; second++) {
        clock.second();
        for (String node : alive) {
          boolean asks = node.equals("i-lb1");
          List<String> beat = as(node, asks ? BEAT : new String[] {"heartbeat", "--every", "1s"});
          if (asks) {
            beat.add("--out");
            beat.add(folder.resolve("answer.json").toString());
          }
          run(nowhere, nowhere, beat, String.join(" ", beat));
        }
      }
    }

    void say(String text) {
      console.print("\n" + text + "\n\n");
    }

    void runAs(String node, String... arguments) {
      run("as " + node + " ", as(node, arguments), String.join(" ", shown(arguments)));
    }

    private List<String> as(String node, String... arguments) {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.add("--nodeinfo");
      all.add(folder.resolve(node).toString());
      all.add("--state-dir");
      all.add(folder.resolve("state").resolve(node).toString());
      return all;
    }

    void run(String... arguments) {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.add("--state-dir");
      all.add(folder.resolve("state").resolve("nobody").toString());
      run("", all, String.join(" ", shown(arguments)));
    }

    private static List<String> shown(String... arguments) {
      List<String> shown = new ArrayList<>();
      for (String argument : arguments) {
        shown.add(argument.indexOf(' ') < 0 ? argument : "'" + argument + "'");
      }
      return shown;
    }

    private void run(String who, List<String> arguments, String shown) {
      console.print("  " + who + "$ presence " + shown + "\n");
      run(console.out(), console.err(), arguments, shown);
    }

    private void run(PrintStream out, PrintStream err, List<String> arguments, String shown) {
      List<String> all = new ArrayList<>(arguments);
      all.add("--store");
      all.add(folder.resolve("list").toString());
      int status =
          new Cli(out, err, console.terminal(), Map.of(), clock).run(all.toArray(new String[0]));
      if (status != 0) {
        throw new PresenceException(
            FailureKind.BUG, "the tour stopped at 'presence " + shown + "' with status " + status);
      }
    }
  }

  /** Time that goes on by the second when the tour wants it. */
  private static final class TourClock extends Clock {
    private final Clock real;
    private Duration ahead = Duration.ZERO;

    private TourClock(Clock real) {
      this.real = real;
    }

    void second() {
      ahead = ahead.plusSeconds(1);
    }

    @Override
    public Instant instant() {
      return real.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
