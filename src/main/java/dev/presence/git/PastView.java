package dev.presence.git;

import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A list as it was, read when it is first asked for: without beats, and not to be changed. */
final class PastView implements Store {
  private final String name;
  private final Source source;
  private @Nullable Held held;

  PastView(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /** Where it is read. */
  interface Source {
    Held read() throws StoreException;
  }

  /** All that was on it. */
  record Held(Map<Entry, Loaded> contents, Map<Entry, @Nullable Version> versions) {}

  private synchronized Held held() throws StoreException {
    if (held == null) {
      held = source.read();
    }
    return held;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Trust trust() {
    return Trust.ALWAYS;
  }

  private StoreException unchangeable() {
    return new StoreException(name + " is past, and cannot be changed");
  }

  @Override
  public void create() throws StoreException {
    throw unchangeable();
  }

  @Override
  public Listing list(Predicate<PartName> parts) throws StoreException {
    return new Listing(held().versions(), Listing.ALL_PARTS);
  }

  @Override
  public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
    Map<Entry, @Nullable Version> found = new HashMap<>(held().versions());
    found.keySet().retainAll(entries);
    return found;
  }

  @Override
  public void load(Collection<Entry> entries, Reader reader) throws StoreException {
    for (Entry entry : entries) {
      Loaded loaded = held().contents().get(entry);
      reader.take(entry, loaded == null ? new Loaded.Vanished() : loaded);
    }
  }

  @Override
  public Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException {
    throw unchangeable();
  }

  @Override
  public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
    throw unchangeable();
  }

  @Override
  public boolean delete(Entry entry, Version version) throws StoreException {
    throw unchangeable();
  }

  @Override
  public @Nullable Duration tryWriting() throws StoreException {
    throw unchangeable();
  }

  @Override
  public void close() {}
}
