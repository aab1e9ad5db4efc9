package dev.presence.simulation;

import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.store.Listing;
import dev.presence.store.MarkedStore;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One machine's way to the store with the marks: it reads them, and the simulation holds them. */
final class MarkedWay extends Way implements MarkedStore {
  private final Engine engine;
  private boolean asked;
  private boolean broken;

  /** Whether the last look that saw the marks was told that it may have missed something. */
  boolean wasBroken;

  MarkedWay(
      Store store, Ledger ledger, Weather everywhere, @Nullable String writer, Engine engine) {
    super(store, 0, ledger, everywhere, writer);
    this.engine = engine;
  }

  /** This machine and the store do not hear of each other for a moment. */
  void breakMarks() {
    broken = true;
  }

  /** A look is over, and its twin. */
  void looked() {
    if (asked) {
      broken = false;
    }
    asked = false;
  }

  /** All parts, as a folder beside it does, so that the two of them tell of the same nodes. */
  @Override
  public Listing list(Predicate<PartName> parts) throws StoreException {
    return super.list(Listing.ALL_PARTS);
  }

  @Override
  public Duration session() {
    return Duration.ofMillis(Engine.SESSION);
  }

  @Override
  public Marks marks(Collection<String> ids) throws StoreException {
    if (hidesBeats()) {
      throw new StoreException(name() + " is away");
    }
    Map<String, Mark> held = new HashMap<>();
    for (String id : ids) {
      if (engine.stands(number(id))) {
        held.put(id, new Mark(session(), "w-" + id));
      }
    }
    asked = true;
    wasBroken = broken;
    return new Marks(held, !broken);
  }

  @Override
  public @Nullable String hold(NodeName id, PartName part, String writer) {
    throw new AssertionError("who looks holds no mark");
  }

  @Override
  public void release(NodeName id) {
    throw new AssertionError("who looks releases no mark");
  }

  @Override
  public Watch watch(Predicate<PartName> parts, Runnable changed) {
    throw new AssertionError("the simulation wakes who watches");
  }
}
