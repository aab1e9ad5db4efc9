package dev.presence.zk;

import dev.presence.format.JsonReader;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** Where a node's record stands, and where it is to stand. */
final class Standing {
  private final Layout layout;
  private final Rights rights;
  private final String store;
  private final String id;
  private final String part;
  private final Batch.Reply folder;
  private final Search search;

  /**
   * Asks for both.
   *
   * @param part where it is to stand
   */
  Standing(
      Layout layout,
      Places places,
      Rights rights,
      String store,
      Batch batch,
      String id,
      String part) {
    this.layout = layout;
    this.rights = rights;
    this.store = store;
    this.id = id;
    this.part = part;
    this.folder = batch.stat(layout.part(part));
    this.search = new Search(layout, places, batch, id, part, JsonReader.LARGEST);
  }

  /** Goes on, when the batch was answered. */
  void find(Session session) throws KeeperException, StoreException {
    Search.followAll(session, List.of(search));
    if (search.guard().isRefused()) {
      throw ZkMessages.taken(store, layout.node(id), null);
    }
    if (there().isRefused()) {
      throw ZkMessages.taken(store, layout.record(part, id), null);
    }
  }

  private Batch.Reply there() {
    return Objects.requireNonNull(search.under(part));
  }

  boolean holds(byte[] record) {
    return part.equals(search.part()) && Arrays.equals(there().data(), record);
  }

  /** Of the record that counts now; null for none. */
  @Nullable Version version() {
    Batch.Reply record = search.record();
    return record == null ? null : Versions.of(record);
  }

  void makePart(ZooKeeper client, Creating creating) throws KeeperException, InterruptedException {
    if (!folder.isOk()) {
      creating.makePart(client, part);
    }
  }

  /** In never two parts and never none. */
  void replace(byte[] record, Plan plan) {
    if (!guard(plan)) {
      plan.check(layout.node(id), Objects.requireNonNull(search.guard().stat()).getVersion());
    }
    plan.set(layout.record(part, id), there().stat(), record, rights.ofOwn());
    String from = search.part();
    Batch.Reply old = from == null ? null : search.under(from);
    if (from != null && !from.equals(part) && old != null && old.stat() != null) {
      plan.delete(layout.record(from, id), old.stat());
    }
  }

  /**
   * Sees to it that the name's guard is right, which may be missing or be wrong.
   *
   * @return false when it is right
   */
  boolean guard(Plan plan) {
    Batch.Reply guard = search.guard();
    if (part.equals(Places.named(guard))) {
      return false;
    }
    byte[] name = part.getBytes(StandardCharsets.US_ASCII);
    plan.set(layout.node(id), guard.stat(), name, rights.ofOwn());
    return true;
  }
}
