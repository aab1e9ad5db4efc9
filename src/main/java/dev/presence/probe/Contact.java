package dev.presence.probe;

import dev.presence.model.Address;
import dev.presence.model.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** One machine that is asked, a step whenever it has something to say; it never blocks. */
final class Contact {
  private final Address address;
  private final Probe probe;
  private final Selector selector;

  // Set by the thread that looks the name up.
  private volatile boolean begun;
  private volatile InetAddress @Nullable [] addresses;
  private volatile @Nullable String failure;

  private int tried;
  private @Nullable SocketChannel channel;
  private @Nullable HttpExchange exchange;
  private boolean passed;
  private boolean over;

  Contact(Address address, Probe probe, Selector selector) {
    this.address = address;
    this.probe = probe;
    this.selector = selector;
  }

  String host() {
    return address.text();
  }

  /** From here on, no answer is a failure. */
  void setBegun() {
    begun = true;
  }

  void setAddresses(InetAddress[] found) {
    addresses = found;
  }

  void setUnknown(UnknownHostException e) {
    failure = Printable.of(String.valueOf(e.getMessage()));
  }

  boolean isOver() {
    return over;
  }

  boolean hasPassed() {
    return passed;
  }

  /** Why it did not pass, fit to print; null when it did, or when nobody came to ask it. */
  @Nullable String failure() {
    return failure;
  }

  /** Begins to connect to its next address, or gives up after the last. */
  void connect() {
    InetAddress[] all = addresses;
    while (!over && channel == null && all != null && tried < all.length) {
      connect(all[tried++]);
    }
    over |= channel == null;
  }

  private void connect(InetAddress to) {
    SocketChannel opened;
    try {
      opened = SocketChannel.open();
    } catch (IOException e) {
      over = true; // Too many open files, which says nothing of the other machine.
      return;
    }
    channel = opened;
    try {
      opened.configureBlocking(false);
      SelectionKey key = opened.register(selector, 0, this);
      if (opened.connect(new InetSocketAddress(to, probe.port()))) {
        connected(key);
      } else {
        key.interestOps(SelectionKey.OP_CONNECT);
      }
    } catch (IOException e) {
      fail(e);
    } catch (UnsupportedAddressTypeException e) {
      close(); // This machine has no IPv6, which says nothing of the other one either.
    }
  }

  /** Does what the machine is ready for. */
  void proceed(SelectionKey key) {
    SocketChannel open = channel;
    if (open == null) {
      return;
    }
    HttpExchange http = exchange;
    try {
      if (http == null) {
        if (open.finishConnect()) {
          connected(key);
        }
      } else if (key.isWritable()) {
        if (http.write(open)) {
          key.interestOps(SelectionKey.OP_READ);
        }
      } else if (http.read(open)) {
        failure = http.failure();
        passed = failure == null;
        end();
      }
    } catch (IOException e) {
      fail(e);
      if (http == null) {
        connect(); // To where else the name leads.
      } else {
        over = true;
      }
    }
  }

  private void connected(SelectionKey key) {
    failure = null;
    String path = probe.path();
    if (path == null) {
      passed = true;
      end();
    } else {
      exchange = new HttpExchange(address, probe.port(), path);
      key.interestOps(SelectionKey.OP_WRITE);
    }
  }

  private void fail(IOException e) {
    failure = Printable.of(String.valueOf(e.getMessage()));
    close();
  }

  private void end() {
    over = true;
    close();
  }

  /**
   * The time is over.
   *
   * @param words how long it was
   */
  void giveUp(String words) {
    if (!over && exchange != null) {
      failure = "no answer in " + words;
    } else if (!over && channel != null) {
      failure = "no connection in " + words;
    } else if (!over && begun) {
      failure = "no address found for its name in " + words;
    }
    end();
  }

  /** Lets go of it. */
  void close() {
    SocketChannel open = channel;
    channel = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // It is closed for all that anybody can do.
    }
  }
}
