package dev.presence.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up in threads of their own: a resolver that hangs cannot be told to stop, it can only
 * be left behind.
 */
final class Lookups implements Runnable {
  /** Enough for a resolver that answers, few enough for one that hangs. */
  static final int MOST_THREADS = 32;

  /** Whoever knows the addresses of a name, the JDK for one. */
  interface Resolver {
    InetAddress[] lookUp(String name) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final Selector waiter;
  private final Queue<Contact> waiting = new ArrayDeque<>();
  private List<Contact> found = new ArrayList<>();

  /**
   * Nothing is looked up before {@link #begin}.
   *
   * @param waiter is woken whenever a lookup has ended
   */
  Lookups(Resolver resolver, Selector waiter) {
    this.resolver = resolver;
    this.waiter = waiter;
  }

  synchronized void add(Contact contact) {
    waiting.add(contact);
  }

  synchronized void begin() {
    int threads = Math.min(MOST_THREADS, waiting.size());
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(this, "lookup " + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Those whose lookup has ended since this was asked last. */
  synchronized List<Contact> takeFound() {
    List<Contact> taken = found;
    found = new ArrayList<>();
    return taken;
  }

  /** Begins no more. */
  synchronized void end() {
    waiting.clear();
  }

  @Override
  public void run() {
    Contact contact = next();
    while (contact != null) {
      try {
        contact.setAddresses(resolver.lookUp(contact.host()));
      } catch (UnknownHostException e) {
        contact.setUnknown(e);
      }
      put(contact);
      contact = next();
    }
  }

  private synchronized @Nullable Contact next() {
    Contact contact = waiting.poll();
    if (contact != null) {
      contact.setBegun();
    }
    return contact;
  }

  private synchronized void put(Contact contact) {
    found.add(contact);
    waiter.wakeup();
  }
}
