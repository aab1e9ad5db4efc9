package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.model.BadTextException;
import dev.presence.model.PresenceException;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The stores that options and operands name: opened when they are asked for. */
final class NamedStores implements AutoCloseable {
  private final Settings settings;
  private final Opener opener;
  private final @Nullable KeptStores kept;
  private final @Nullable AsItWas past;
  private final Deadline deadline;
  private final List<Stores> opened = new ArrayList<>();
  private @Nullable Stores all;
  private @Nullable Stores beats;
  private @Nullable Stores beatsOf;

  /**
   * None is open yet.
   *
   * @param kept opens them, and leaves open what it keeps; null where they end with the command
   * @param past shows them as they were; null for now
   * @param deadline of the command
   */
  NamedStores(
      Settings settings,
      Opener opener,
      @Nullable KeptStores kept,
      @Nullable AsItWas past,
      Deadline deadline) {
    this.settings = settings;
    this.opener = opener;
    this.kept = kept;
    this.past = past;
    this.deadline = deadline;
  }

  /** Each once, in their order. */
  Stores all() {
    if (all == null) {
      all = all(deadline);
    }
    return all;
  }

  /** The same under another deadline, for a command that asks again and again. */
  Stores all(Deadline other) {
    Stores named = of(Flags.STORE, List.of(), other);
    if (named.all().isEmpty()) {
      throw PresenceException.usage(
          "no store: name one with --store, PRESENCE_STORE or \"store\" in the configuration");
    }
    return named;
  }

  /** The same, and perhaps none. */
  Stores anyOrNone() {
    return of(Flags.STORE, List.of(), deadline);
  }

  /** The stores of a flag, each once; one that is open already is used again. */
  private Stores of(Flag flag, List<Store> open, Deadline other) {
    List<Store> named = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (String address : settings.all(flag)) {
      try {
        Store store = past == null ? open(address, other) : past.store(address);
        for (Store known : open) {
          store = known.name().equals(store.name()) ? known : store;
        }
        if (names.add(store.name())) {
          named.add(store);
        }
      } catch (BadTextException e) {
        throw settings.wrong(flag, e.getMessage());
      }
    }
    Stores stores = new Stores(named, other);
    opened.add(stores);
    return stores;
  }

  private Store open(String address, Deadline other) throws BadTextException {
    return kept == null ? opener.open(address, other) : kept.open(opener, address, other);
  }

  /** Where the beats are, and the marks with them. */
  Stores ofBeats() {
    return ofBeats(all());
  }

  /** Where the beats of those asked are: with the records, or apart. */
  Stores ofBeats(Stores asked) {
    if (beats == null || asked != beatsOf) {
      if (beats != null && beats != beatsOf) {
        beats.close(); // Of a look that is over.
      }
      Stores apart = past == null ? of(Flags.BEAT_STORE, asked.all(), asked.deadline()) : asked;
      beats = apart.all().isEmpty() ? asked : apart;
      beatsOf = asked;
    }
    return beats;
  }

  /** Those asked, and where the beats are when that is apart. */
  Stores withBeats(Stores asked) {
    Set<Store> both = new LinkedHashSet<>(asked.all());
    both.addAll(ofBeats(asked).all());
    return new Stores(List.copyOf(both), asked.deadline());
  }

  /** One that is an operand. */
  Stores at(String address) {
    try {
      return new Stores(List.of(opener.open(address, deadline)), deadline);
    } catch (BadTextException e) {
      throw PresenceException.usage(e.getMessage());
    }
  }

  /** Closes what was opened; the end of the program does so too. */
  @Override
  public void close() {
    for (Stores each : opened) {
      if (kept == null) {
        each.close();
      } else {
        kept.closeOthers(each);
      }
    }
  }
}
