package dev.presence.git;

import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.Printable;
import dev.presence.store.Entry;
import dev.presence.store.Receipt;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Puts a record, a beat or both, or an order, in the place of what it is to replace. */
final class Putting implements Writing.Step {
  private final Shelves shelves;
  private final String store;
  private final Entry entry;
  private final byte @Nullable [] bytes;
  private final @Nullable Version replaces;
  private final @Nullable NodeRecord record;
  private final @Nullable Order order;
  private byte @Nullable [] beat;
  private final List<String> warnings = new ArrayList<>();
  private boolean sent;
  private boolean behind;
  private boolean written;

  Putting(
      Shelves shelves,
      String store,
      Entry entry,
      byte @Nullable [] bytes,
      @Nullable Version replaces,
      @Nullable NodeRecord record,
      byte @Nullable [] beat) {
    this.shelves = shelves;
    this.store = store;
    this.entry = entry;
    this.bytes = bytes;
    this.replaces = replaces;
    this.record = record;
    this.order = null;
    this.beat = beat;
  }

  Putting(
      Shelves shelves,
      String store,
      Entry entry,
      byte[] bytes,
      @Nullable Version replaces,
      Order order) {
    this.shelves = shelves;
    this.store = store;
    this.entry = entry;
    this.bytes = bytes;
    this.replaces = replaces;
    this.record = null;
    this.order = order;
  }

  Receipt receipt() {
    if (behind) {
      return new Receipt.Behind();
    }
    return written ? new Receipt.Written(warnings) : new Receipt.Unchanged(warnings);
  }

  @Override
  public Writing.@Nullable Plan plan() throws IOException, StoreException {
    if (beat != null || shelves.isChain(entry)) {
      shelves.session().beginPush(); // What it shows is what the updates go by.
    }
    if (!shelves.isMade()) {
      throw GitMessages.unmade(store);
    }
    List<Update> updates = new ArrayList<>();
    Version now = shelves.version(entry);
    if (bytes != null && !written && !holds(now, bytes)) {
      if (!java.util.Objects.equals(now, replaces)) {
        behind = true;
        return null;
      }
      updates.add(change(now, bytes));
      sent = true;
    } else {
      written |= sent; // By an attempt of which the answer was lost.
    }
    if (beat != null) {
      String ref = Refs.BEAT + entry.id();
      ObjectId blob = shelves.objects().insertBlob(beat);
      ObjectId from = shelves.session().at(ref);
      if (!from.equals(blob)) {
        updates.add(new Update(ref, from, blob));
      }
    }
    return Writing.Plan.of(updates);
  }

  private boolean holds(@Nullable Version now, byte[] wanted) throws IOException, StoreException {
    if (now == null) {
      return false;
    }
    if (!shelves.isChain(entry)) {
      return now.token().equals(Objects.blob(wanted).name());
    }
    Kept.Content content = shelves.content(entry, now);
    return content != null && Arrays.equals(content.bytes(), wanted);
  }

  private Update change(@Nullable Version now, byte[] wanted) throws IOException, StoreException {
    Kept.Content before = now == null ? null : shelves.content(entry, now);
    Said said =
        record != null
            ? Said.of(record, before == null ? null : before.bytes())
            : Said.of(java.util.Objects.requireNonNull(order));
    return shelves.isChain(entry)
        ? shelves.chains().changing(entry, wanted, said, before == null ? 0 : before.seconds())
        : shelves.branch().changing(entry, wanted, said);
  }

  private boolean isBeat(Update update) {
    return update.ref().startsWith(Refs.BEAT);
  }

  @Override
  public boolean made(Update update) throws IOException, StoreException {
    if (isBeat(update) && beat != null) {
      keep(new Entry(Entry.Kind.BEAT, entry.id()), beat);
      beat = null;
    } else if (bytes != null) {
      keep(entry, bytes);
      written = true;
    }
    return true;
  }

  private void keep(Entry what, byte[] content) throws IOException, StoreException {
    Version version = shelves.version(what);
    if (version != null) {
      shelves.keep(what, version, content);
    }
  }

  /** A host that takes no beats takes the record all the same. */
  @Override
  public boolean mayRefuse(Update update, String why) {
    if (!isBeat(update) || bytes == null) {
      return false;
    }
    warnings.add(
        "%s takes no beats (%s): give it beats=no, or put them elsewhere with --beat-store"
            .formatted(store, Printable.of(why)));
    beat = null;
    return true;
  }
}
