package dev.presence.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a ZooKeeper on this machine that breaks once: at the question of a number, of all that
 * are asked by it, before the server has it or before its answer comes.
 */
public final class BrokenWay implements AutoCloseable {
  /** What is lost. */
  public enum Lost {
    QUESTION,
    ANSWER
  }

  /** What is done while nothing passes. */
  public interface Meanwhile {
    void happens(long session) throws Exception;
  }

  /** Who only says that he is there, who he is, what he watched, or that he goes, asks nothing. */
  private static final int CLOSE_SESSION = -11;

  private final Tap tap;
  private final int at;
  private final Lost lost;
  private final Meanwhile meanwhile;
  private final AtomicInteger questions = new AtomicInteger();
  private volatile long session;
  private volatile boolean isBroken;

  /**
   * A way to that port.
   *
   * @param at the number of the question, from 1; 0 for a way that holds
   */
  public BrokenWay(int port, int at, Lost lost, Meanwhile meanwhile) throws IOException {
    this.at = at;
    this.lost = lost;
    this.meanwhile = meanwhile;
    this.tap = new Tap(client -> begin(new Passage(client, Tap.server(port))));
  }

  private static void begin(Passage passage) throws IOException {
    Tap.begin(passage::ask);
    passage.answer();
  }

  /** One connection. */
  private final class Passage {
    private final Socket client;
    private final Socket server;
    private volatile int awaited;

    Passage(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void ask() throws IOException {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(server.getOutputStream());
      try (client;
          server) {
        pass(frame(in), out);
        while (true) {
          byte[] frame = frame(in);
          ByteBuffer header = ByteBuffer.wrap(frame);
          int number = header.getInt();
          boolean asks = number > 0 && header.getInt() != CLOSE_SESSION;
          if (asks && questions.incrementAndGet() == at) {
            if (lost == Lost.QUESTION) {
              breakOff();
              return;
            }
            awaited = number;
          }
          pass(frame, out);
        }
      }
    }

    void answer() throws IOException {
      DataInputStream in = new DataInputStream(server.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      try (client;
          server) {
        byte[] greeting = frame(in);
        session = ByteBuffer.wrap(greeting).getLong(8);
        pass(greeting, out);
        while (true) {
          byte[] frame = frame(in);
          if (awaited != 0 && ByteBuffer.wrap(frame).getInt() == awaited) {
            breakOff();
            return;
          }
          pass(frame, out);
        }
      }
    }
  }

  private void breakOff() {
    try {
      meanwhile.happens(session);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    isBroken = true;
  }

  private static byte[] frame(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  private static void pass(byte[] frame, DataOutputStream out) throws IOException {
    out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
    out.flush();
  }

  public int port() {
    return tap.port();
  }

  /** How many were asked until now. */
  public int questions() {
    return questions.get();
  }

  public boolean isBroken() {
    return isBroken;
  }

  @Override
  public void close() throws IOException {
    tap.close();
  }
}
