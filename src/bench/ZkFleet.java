import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A fleet of simulated agents on a list in ZooKeeper, in one thread: ZkFleet PORT PATH AGENTS PARTS
 * RECORD BEAT. The two files are what each says, with ID, PART and ADDRESS in them.
 *
 * <p>Each agent watches its own part, and asks for no other. Lines on stdin say what happens next;
 * each is answered by a line of figures.
 */
final class ZkFleet {
  /** Sessions that begin at one time: agents have a second of the minute of their own. */
  private static final int AT_ONCE = 100;

  private static final long SECOND = 1_000_000_000;
  private static final long QUIET = SECOND / 20;
  private static final long FIRST_QUIET = SECOND / 200;
  private static final long WHILE = SECOND / 2;
  private static final long CALM = 2 * SECOND;
  private static final long PATIENCE = 900 * SECOND;

  private final int port;
  private final int parts;
  private final ZkTalk talk;
  private final Selector selector = Selector.open();
  private final List<ZkAgent> agents = new ArrayList<>();
  private int up;
  private int looked;
  private Set<ZkAgent> lookers = Set.of();
  private long events;
  private long bytes;
  private long last;
  private long kept;

  private ZkFleet(String[] args) throws IOException {
    port = Integer.parseInt(args[0]);
    parts = Integer.parseInt(args[3]);
    String record = Files.readString(Path.of(args[4]));
    talk = new ZkTalk(args[1], record, Files.readString(Path.of(args[5])));
  }

  public static void main(String[] args) throws IOException {
    ZkFleet fleet = new ZkFleet(args);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      fleet.reset();
      System.out.println(
          switch (words[0]) {
            case "start" -> fleet.start(Integer.parseInt(args[2]));
            case "idle" -> fleet.idle(Long.parseLong(words[1]));
            case "join" -> fleet.join(Integer.parseInt(words[1]));
            case "die" -> fleet.die();
            default -> throw new IllegalArgumentException(line);
          });
    }
  }

  /** All of them, until each has its watches and no more news comes. */
  private String start(int count) throws IOException {
    long start = System.nanoTime();
    List<String> named = IntStream.range(0, parts).mapToObj(this::part).toList();
    ZkAgent first = begun("of-parts", "none");
    first.connect(connected -> talk.makeParts(first, named, () -> up++));
    drive(() -> up == 1);
    first.die();
    up = 0;
    while (up < count) {
      while (agents.size() < Math.min(count, up + AT_ONCE)) {
        begin();
      }
      turn();
    }
    long all = System.nanoTime();
    calm();
    return figures("up %.1f", seconds(start, all));
  }

  private String part(int i) {
    return "p" + i % parts;
  }

  private ZkAgent begun(String id, String part) throws IOException {
    return new ZkAgent(this, selector, port, id, part);
  }

  /** One more: its record and what belongs to it, its mark, its watches. */
  private void begin() throws IOException {
    int number = agents.size();
    ZkAgent agent = begun("i-%08x".formatted(number), part(number));
    agents.add(agent);
    agent.connect(connected -> talk.announce(agent, number, () -> up++));
  }

  private String idle(long seconds) throws IOException {
    long end = System.nanoTime() + seconds * SECOND;
    drive(() -> System.nanoTime() > end);
    return figures("");
  }

  /** One more agent, of whose record and mark all of its part hear, and so many of them look. */
  private String join(int looks) throws IOException {
    up = 0;
    String part = part(agents.size());
    List<ZkAgent> readers = agents.stream().filter(agent -> agent.part.equals(part)).toList();
    lookers = readers.stream().limit(looks).collect(Collectors.toSet());
    for (ZkAgent reader : readers) {
      reader.named.clear(); // What came before is not of this one.
    }
    long start = System.nanoTime();
    begin();
    drive(() -> up == 1 && events >= 2L * readers.size());
    drive(() -> lookers.stream().allMatch(agent -> agent.looksAt == 0 && agent.isIdle()));
    lookers = Set.of();
    double millis = 1000 * seconds(start, last);
    return figures("readers %d looks %d ms %.0f", readers.size(), looked, millis);
  }

  /** A tenth of each part, until all others there know it of all of them. */
  private String die() throws IOException {
    List<ZkAgent> dead = new ArrayList<>();
    for (int i = 0; i < agents.size(); i++) {
      if (i / parts % 10 == 0) {
        dead.add(agents.get(i));
      }
    }
    agents.removeAll(dead);
    long expected = 0;
    for (ZkAgent agent : dead) {
      expected += agents.stream().filter(other -> other.part.equals(agent.part)).count();
      agent.die();
    }
    long all = expected;
    long start = System.nanoTime();
    drive(() -> events >= all);
    return figures("dead %d complete %.1f", dead.size(), seconds(start, last));
  }

  private void looked() {
    looked++;
    last = System.nanoTime();
  }

  void event(ZkAgent agent) {
    events++;
    last = System.nanoTime();
    long quiet = last - agent.looked < WHILE ? QUIET : FIRST_QUIET;
    agent.looksAt = lookers.contains(agent) ? last + quiet : 0;
  }

  /** So many bytes went there or came from there. */
  void moved(int count) {
    bytes += count;
  }

  private void reset() {
    events = 0;
    bytes = 0;
    looked = 0;
    last = 0;
  }

  private String figures(String form, Object... more) {
    return form.formatted(more) + " events %d bytes %d".formatted(events, bytes);
  }

  /** What a phase waits for. */
  private interface Condition {
    boolean holds();
  }

  private void drive(Condition condition) throws IOException {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IOException("it did not come to its end:" + figures(""));
      }
      turn();
    }
  }

  private void calm() throws IOException {
    long start = System.nanoTime();
    drive(() -> System.nanoTime() - Math.max(start, last) > CALM);
  }

  private void turn() throws IOException {
    selector.select(5);
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        ((ZkAgent) key.attachment()).ready();
      }
      keep();
    }
    selector.selectedKeys().clear();
    keep();
    long now = System.nanoTime();
    for (ZkAgent agent : lookers) {
      if (agent.looksAt != 0 && agent.looksAt <= now && agent.isIdle()) {
        agent.looksAt = 0;
        agent.looked = now;
        List<String> named = List.copyOf(agent.named);
        agent.named.clear();
        talk.look(agent, named, this::looked);
      }
    }
  }

  /** A turn of many answers may take longer than a session. */
  private void keep() throws IOException {
    long now = System.nanoTime();
    if (now - kept > SECOND / 10) {
      kept = now;
      for (ZkAgent agent : agents) {
        agent.keep(now);
      }
    }
  }

  private static double seconds(long from, long to) {
    return (to - from) / (double) SECOND;
  }
}
