import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.jute.Record;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.ExistsRequest;
import org.apache.zookeeper.proto.GetChildrenRequest;
import org.apache.zookeeper.proto.GetChildrenResponse;
import org.apache.zookeeper.proto.GetDataRequest;

/** What simulated agents say to the list at that path, and ask it, as {@code dev.presence.zk}. */
final class ZkTalk {
  /** What is done when all that was said is answered. */
  interface Then {
    void go() throws IOException;
  }

  /** What is asked of each of many nodes. */
  private interface Asking {
    void of(String id) throws IOException;
  }

  /** As the program's own. */
  private static final int WINDOW = 1000;

  private static final int WINDOW_OF_CONTENT = 64;

  private final String root;
  private final String record;
  private final String beat;

  ZkTalk(String root, String record, String beat) {
    this.root = root;
    this.record = record;
    this.beat = beat;
  }

  void makeParts(ZkAgent agent, List<String> parts, Then made) throws IOException {
    for (String part : parts) {
      create(agent, "/part/" + part, "", CreateMode.PERSISTENT);
      create(agent, "/live/" + part, "", CreateMode.PERSISTENT);
    }
    agent.await(answers -> made.go());
  }

  /** Record and what belongs to it, mark, and watches. */
  void announce(ZkAgent agent, int number, Then done) throws IOException {
    String writer = "%032x".formatted(number);
    String address = "10.%d.%d.%d".formatted(100 + (number >> 16), number >> 8 & 255, number & 255);
    String own = agent.part + '/' + agent.id;
    String said = record.replace("ADDRESS", address).replace("PART", agent.part);
    create(agent, "/node/" + agent.id, agent.part, CreateMode.PERSISTENT);
    create(agent, "/part/" + own, said.replace("ID", agent.id), CreateMode.PERSISTENT);
    String beats = beat.replace("WRITER", writer).replace("ID", agent.id);
    create(agent, "/beat/" + agent.id, beats, CreateMode.PERSISTENT);
    create(agent, "/live/" + own, writer + " 10", CreateMode.EPHEMERAL);
    agent.await(
        made -> {
          watch(agent, "/part", AddWatchMode.PERSISTENT);
          watch(agent, "/order", AddWatchMode.PERSISTENT_RECURSIVE);
          watch(agent, "/part/" + agent.part, AddWatchMode.PERSISTENT_RECURSIVE);
          watch(agent, "/live/" + agent.part, AddWatchMode.PERSISTENT_RECURSIVE);
          agent.await(watched -> done.go());
        });
  }

  /**
   * What an agent asks when events have named these nodes: the parts, the version of each; then its
   * guard, record, beat, guard again and mark. All else it has kept.
   */
  void look(ZkAgent agent, List<String> ids, Then done) throws IOException {
    children(agent, "/part");
    agent.await(
        top -> {
          String part = "/part/" + agent.part + '/';
          inTurns(agent, ids, WINDOW, id -> exists(agent, part + id), () -> open(agent, ids, done));
        });
  }

  private void open(ZkAgent agent, List<String> ids, Then done) throws IOException {
    inTurns(agent, ids, WINDOW_OF_CONTENT, id -> open(agent, id), () -> marks(agent, ids, done));
  }

  private void open(ZkAgent agent, String id) throws IOException {
    data(agent, "/node/" + id);
    data(agent, "/part/" + agent.part + '/' + id);
    exists(agent, "/beat/" + id);
    data(agent, "/node/" + id);
  }

  private void marks(ZkAgent agent, List<String> ids, Then done) throws IOException {
    String live = "/live/" + agent.part + '/';
    inTurns(agent, ids, WINDOW, id -> data(agent, live + id), done);
  }

  /** Asks that of so many of them at once, then of the next. */
  private static void inTurns(ZkAgent agent, List<String> ids, int window, Asking asking, Then done)
      throws IOException {
    if (ids.isEmpty()) {
      done.go();
      return;
    }
    int now = Math.min(window, ids.size());
    for (String id : ids.subList(0, now)) {
      asking.of(id);
    }
    agent.await(answers -> inTurns(agent, ids.subList(now, ids.size()), window, asking, done));
  }

  private void create(ZkAgent agent, String path, String text, CreateMode mode) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Record created =
        new CreateRequest(root + path, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, mode.toFlag());
    agent.ask(OpCode.create, created);
  }

  private void watch(ZkAgent agent, String path, AddWatchMode mode) throws IOException {
    agent.ask(OpCode.addWatch, new AddWatchRequest(root + path, mode.getMode()));
  }

  private void children(ZkAgent agent, String path) throws IOException {
    agent.ask(OpCode.getChildren, new GetChildrenRequest(root + path, false));
  }

  private void exists(ZkAgent agent, String path) throws IOException {
    agent.ask(OpCode.exists, new ExistsRequest(root + path, false));
  }

  private void data(ZkAgent agent, String path) throws IOException {
    agent.ask(OpCode.getData, new GetDataRequest(root + path, false));
  }
}
