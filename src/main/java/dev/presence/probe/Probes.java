package dev.presence.probe;

import dev.presence.model.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks machines whether they are there, all at once: one thread waits for whoever answers, so that
 * the many dead ones of a bad day take no turn from the living.
 */
public final class Probes {
  /**
   * What a machine made of it.
   *
   * @param failure why it did not pass, fit to print; null when it passed
   */
  public record Result(@Nullable String failure) {
    public boolean passed() {
      return failure == null;
    }
  }

  private static final Result PASSED = new Result(null);

  /** The JDK's, and with it the machine's. */
  private static final class OfTheJdk implements Lookups.Resolver {
    @Override
    public InetAddress[] lookUp(String name) throws UnknownHostException {
      return InetAddress.getAllByName(name);
    }
  }

  /**
   * Asks each of them.
   *
   * @param targets by an id of the caller's
   * @param each how long a machine has to answer, its name's lookup included; as all are asked at
   *     once, also how long this takes at most
   * @return by the same ids, in the same order. One that nobody came to ask is not in it, and
   *     nothing is known of it: this machine has too many open files or no IPv6, the lookups that
   *     hang were too many before it, or the thread was interrupted.
   */
  public static Map<String, Result> ask(Map<String, Address> targets, Probe probe, Duration each) {
    return ask(targets, probe, each, new OfTheJdk());
  }

  static Map<String, Result> ask(
      Map<String, Address> targets, Probe probe, Duration each, Lookups.Resolver resolver) {
    long start = System.nanoTime();
    Map<String, Contact> contacts = new LinkedHashMap<>();
    try (Selector selector = Selector.open()) {
      Lookups lookups = new Lookups(resolver, selector);
      for (Map.Entry<String, Address> target : targets.entrySet()) {
        Contact contact = new Contact(target.getValue(), probe, selector);
        contacts.put(target.getKey(), contact);
        begin(contact, target.getValue(), lookups);
      }
      lookups.begin();
      try {
        boolean waited = true;
        long left = each.toNanos();
        while (waited && left > 0 && anyOpen(contacts)) {
          waited = proceed(selector, lookups, left);
          left = each.toNanos() - (System.nanoTime() - start);
        }
        return results(contacts, waited, words(each));
      } finally {
        lookups.end();
        for (Contact contact : contacts.values()) {
          contact.close();
        }
      }
    } catch (IOException e) {
      return Map.of(); // This machine cannot ask anybody just now.
    }
  }

  private static void begin(Contact contact, Address address, Lookups lookups) {
    if (Address.isLiteral(address.text())) {
      try {
        contact.setAddresses(InetAddress.getAllByName(address.text())); // Looks nothing up.
      } catch (UnknownHostException e) {
        contact.setUnknown(e);
      }
      contact.connect();
    } else {
      lookups.add(contact);
    }
  }

  private static boolean anyOpen(Map<String, Contact> contacts) {
    for (Contact contact : contacts.values()) {
      if (!contact.isOver()) {
        return true;
      }
    }
    return false;
  }

  /** Waits for whoever is ready; false when the wait was interrupted. */
  private static boolean proceed(Selector selector, Lookups lookups, long nanos)
      throws IOException {
    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.attachment() instanceof Contact contact && key.isValid()) {
        contact.proceed(key);
      }
    }
    selector.selectedKeys().clear();
    for (Contact contact : lookups.takeFound()) {
      contact.connect();
    }
    return true;
  }

  private static Map<String, Result> results(
      Map<String, Contact> contacts, boolean timeIsOver, String words) {
    Map<String, Result> results = new LinkedHashMap<>();
    for (Map.Entry<String, Contact> entry : contacts.entrySet()) {
      Contact contact = entry.getValue();
      if (timeIsOver) {
        contact.giveUp(words);
      }
      if (contact.isOver()) {
        String failure = contact.failure();
        if (contact.hasPassed()) {
          results.put(entry.getKey(), PASSED);
        } else if (failure != null) {
          results.put(entry.getKey(), new Result(failure));
        }
      }
    }
    return results;
  }

  /** {@code 2 s}, {@code 0.5 s}. */
  private static String words(Duration time) {
    long millis = time.toMillis();
    return (millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0))
        + " s";
  }

  private Probes() {}
}
