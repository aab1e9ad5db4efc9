import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.ConnectResponse;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.WatcherEvent;

/**
 * One simulated agent: a session and its connection, driven by a thread that it shares with
 * thousands. It speaks the protocol's own packets, as ZooKeeper's client has two threads a session.
 */
final class ZkAgent {
  /** What is sent without waiting, and what is done when all of it is answered. */
  interface Then {
    void go(List<byte[]> answers) throws IOException;
  }

  private static final int SESSION_MILLIS = 10_000;
  private static final int OF_EVENTS = -1;
  private static final int OF_PINGS = -2;
  private static final int PING = 11;
  private static final int HEADER = 16;

  final String id;
  final String part;
  private final ZkFleet fleet;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Queue<ByteBuffer> out = new ArrayDeque<>();
  private ByteBuffer in = ByteBuffer.allocate(1024);
  private boolean isConnected;
  private int asked;
  private List<byte[]> answers = new ArrayList<>();
  private int awaited;
  private Then then;
  private long sent;

  /** When it is to look, in nanoseconds; 0 for never. */
  long looksAt;

  /** When it looked last. */
  long looked;

  /** Those that events have named since. */
  final Set<String> named = new TreeSet<>();

  ZkAgent(ZkFleet fleet, Selector selector, int port, String id, String part) throws IOException {
    this.fleet = fleet;
    this.id = id;
    this.part = part;
    this.channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.connect(new InetSocketAddress("127.0.0.1", port));
    this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  /** Begins the session. */
  void connect(Then connected) throws IOException {
    then = connected;
    awaited = 1;
    send(null, new ConnectRequest(0, 0, SESSION_MILLIS, 0, new byte[16], false));
  }

  /** Begins a batch of questions, which ends with {@link #await}. */
  void ask(int kind, Record question) throws IOException {
    awaited++;
    send(new RequestHeader(++asked, kind), question);
  }

  void await(Then answered) throws IOException {
    then = answered;
    if (awaited == 0) {
      answered();
    }
  }

  boolean isIdle() {
    return then == null;
  }

  /** Keeps the session, when nothing else was sent for a third of it. */
  void keep(long now) throws IOException {
    if (isConnected && now - sent > SESSION_MILLIS * 1_000_000L / 3) {
      send(new RequestHeader(OF_PINGS, PING), null);
    }
  }

  /** As kill -9 does: the connection goes, and the session is left to its time. */
  void die() throws IOException {
    channel.close();
  }

  private void send(RequestHeader header, Record record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    BinaryOutputArchive archive = new BinaryOutputArchive(new DataOutputStream(bytes));
    archive.writeInt(0, "length");
    if (header != null) {
      header.serialize(archive, "header");
    }
    if (record != null) {
      record.serialize(archive, "record");
    }
    ByteBuffer packet = ByteBuffer.wrap(bytes.toByteArray());
    packet.putInt(0, packet.capacity() - Integer.BYTES);
    fleet.moved(packet.capacity());
    out.add(packet);
    sent = System.nanoTime();
    if (channel.isConnected()) {
      write();
    }
  }

  /** What the selector found it ready for. */
  void ready() throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
    }
    write();
    if (key.isReadable()) {
      read();
    }
  }

  private void write() throws IOException {
    while (!out.isEmpty()) {
      channel.write(out.peek());
      if (out.peek().hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
      out.remove();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  private void read() throws IOException {
    while (true) {
      int count = channel.read(in);
      if (count < 0) {
        throw new IOException("the server hung up on " + id);
      }
      in.flip();
      while (in.remaining() >= Integer.BYTES
          && in.remaining() >= Integer.BYTES + in.getInt(in.position())) {
        byte[] packet = new byte[in.getInt()];
        in.get(packet);
        take(packet);
      }
      int wanted = in.remaining() < Integer.BYTES ? 0 : Integer.BYTES + in.getInt(in.position());
      in = wanted > in.capacity() ? ByteBuffer.allocate(wanted).put(in) : in.compact();
      if (count == 0) {
        return;
      }
    }
  }

  private void take(byte[] packet) throws IOException {
    if (!isConnected) {
      ConnectResponse response = new ConnectResponse();
      response.deserialize(archive(packet), "connect");
      if (response.getTimeOut() != SESSION_MILLIS) {
        throw new IOException("the server gave a session of " + response.getTimeOut() + " ms");
      }
      isConnected = true;
      awaited = 0;
      fleet.moved(Integer.BYTES + packet.length);
      answered();
      return;
    }
    ReplyHeader header = new ReplyHeader();
    header.deserialize(archive(packet), "header");
    fleet.moved(Integer.BYTES + packet.length);
    if (header.getXid() == OF_EVENTS) {
      String path = in(packet, new WatcherEvent()).getPath();
      named.add(path.substring(path.lastIndexOf('/') + 1));
      fleet.event(this);
    } else if (header.getXid() != OF_PINGS) {
      KeeperException.Code code = KeeperException.Code.get(header.getErr());
      if (code != KeeperException.Code.OK && code != KeeperException.Code.NONODE) {
        throw new IOException(id + " was told " + code);
      }
      answers.add(packet);
      if (--awaited == 0 && then != null) {
        answered();
      }
    }
  }

  private void answered() throws IOException {
    Then next = then;
    List<byte[]> all = answers;
    then = null;
    answers = new ArrayList<>();
    next.go(all);
  }

  /** The record in an answer. */
  static <R extends Record> R in(byte[] answer, R record) throws IOException {
    record.deserialize(archive(answer, HEADER), "record");
    return record;
  }

  private static BinaryInputArchive archive(byte[] packet) {
    return archive(packet, 0);
  }

  private static BinaryInputArchive archive(byte[] packet, int from) {
    return BinaryInputArchive.getArchive(
        new DataInputStream(new ByteArrayInputStream(packet, from, packet.length - from)));
  }
}
