package dev.presence.zk;

import dev.presence.format.JsonReader;
import dev.presence.store.Entry;
import dev.presence.store.Receipt;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Puts and deletes, each as one transaction that goes by what was read before: what an ensemble has
 * acknowledged is on the disks of most of it, and needs no reading back.
 */
final class Writing {
  private static final byte[] NOTHING = {};

  private final Layout layout;
  private final Places places;
  private final Rights rights;
  private final String store;
  private final Creating creating;
  private final Attempts attempts;

  Writing(Layout layout, Places places, Rights rights, String store, Creating creating) {
    this.layout = layout;
    this.places = places;
    this.rights = rights;
    this.store = store;
    this.creating = creating;
    this.attempts = new Attempts(creating, store);
  }

  /** What a node puts in one go. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Said(
      String id,
      @Nullable String part,
      byte @Nullable [] record,
      @Nullable Version replaces,
      byte @Nullable [] beat) {}

  Receipt put(Session session, Said said)
      throws KeeperException, InterruptedException, StoreException {
    return attempts.until(session, layout.node(said.id()), () -> attempt(session, said));
  }

  private Receipt attempt(Session session, Said said)
      throws KeeperException, InterruptedException, StoreException {
    Batch batch = session.batch();
    Batch.Reply made = batch.stat(layout.parts());
    Batch.Reply beat = said.beat() == null ? null : batch.stat(layout.beat(said.id()));
    Standing standing =
        said.part() == null
            ? null
            : new Standing(layout, places, rights, store, batch, said.id(), said.part());
    batch.await();
    if (!made.isOk()) {
      throw ZkMessages.unmade(store);
    }
    Plan plan = new Plan();
    Receipt receipt = new Receipt.Unchanged();
    if (standing != null && said.record() != null) {
      standing.find(session);
      if (standing.holds(said.record())) {
        standing.guard(plan);
      } else if (!Objects.equals(standing.version(), said.replaces())) {
        return new Receipt.Behind();
      } else {
        standing.makePart(session.client(), creating);
        standing.replace(said.record(), plan);
        receipt = new Receipt.Written(List.of());
      }
    }
    if (beat != null && said.beat() != null) {
      if (beat.isRefused()) {
        throw ZkMessages.taken(store, layout.beat(said.id()), null);
      }
      plan.set(layout.beat(said.id()), beat.stat(), said.beat(), rights.ofOwn());
    }
    carryOut(session, plan);
    if (said.part() != null) {
      places.found(said.id(), said.part());
    }
    return receipt;
  }

  /** What of a node's own is refused was made by another one, if it is there at all. */
  private void carryOut(Session session, Plan plan)
      throws KeeperException, InterruptedException, StoreException {
    if (plan.isEmpty()) {
      return;
    }
    try {
      plan.carryOut(session.client());
    } catch (KeeperException.NoAuthException e) {
      String path = e.getPath();
      if (path != null && isThere(session, path)) {
        throw ZkMessages.taken(store, path, e);
      }
      throw e;
    }
  }

  private static boolean isThere(Session session, String path) throws KeeperException {
    Batch batch = session.batch();
    Batch.Reply reply = batch.stat(path);
    batch.await();
    return reply.isOk() || reply.isRefused();
  }

  /** Puts an order in the place of that version. */
  Receipt order(Session session, String id, byte[] bytes, @Nullable Version replaces)
      throws KeeperException, InterruptedException, StoreException {
    String path = layout.order(id);
    return attempts.until(session, path, () -> attempt(session, path, bytes, replaces));
  }

  private Receipt attempt(Session session, String path, byte[] bytes, @Nullable Version replaces)
      throws KeeperException, InterruptedException, StoreException {
    Batch batch = session.batch();
    Batch.Reply made = batch.stat(layout.parts());
    Batch.Reply there = batch.data(path, JsonReader.LARGEST);
    batch.await();
    if (!made.isOk()) {
      throw ZkMessages.unmade(store);
    }
    if (there.isThere() && Arrays.equals(there.data(), bytes)) {
      return new Receipt.Unchanged();
    }
    if (!Objects.equals(Versions.of(there), replaces)) {
      return new Receipt.Behind();
    }
    Plan plan = new Plan();
    plan.set(path, there.stat(), bytes, rights.ofPeople());
    plan.carryOut(session.client());
    return new Receipt.Written(List.of());
  }

  /** Takes off an entry of that version, a record with the guard of its name. */
  boolean delete(Session session, Entry entry, Version version)
      throws KeeperException, InterruptedException, StoreException {
    String guess = layout.pathOf(entry, places.guess(entry.id()));
    return attempts.until(
        session,
        guess == null ? layout.node(entry.id()) : guess,
        () -> attempt(session, entry, version));
  }

  private boolean attempt(Session session, Entry entry, Version version)
      throws KeeperException, InterruptedException {
    Batch batch = session.batch();
    Search search =
        entry.isRecord() ? new Search(layout, places, batch, entry.id(), null, 0) : null;
    batch.await();
    if (search != null) {
      Search.followAll(session, List.of(search));
    }
    String path = layout.pathOf(entry, search == null ? null : search.part());
    if (path == null) {
      return true;
    }
    Batch there = session.batch();
    Batch.Reply now = there.stat(path);
    there.await();
    Stat stat = now.stat();
    if (stat == null || !now.isThere()) {
      return true;
    }
    if (!version.equals(Versions.of(stat))) {
      return false;
    }
    Plan plan = new Plan();
    plan.delete(path, stat);
    Stat guarding = search == null ? null : search.guard().stat();
    if (guarding != null) {
      plan.delete(layout.node(entry.id()), guarding);
    }
    plan.carryOut(session.client());
    return true;
  }

  /** Proves that the list can be written: by what goes with the session in any case. */
  Duration tryWriting(Session session, String writer)
      throws KeeperException, InterruptedException, StoreException {
    creating.checkWhole(session);
    String path = layout.lives() + "/.try-" + writer;
    return attempts.until(
        session,
        path,
        () -> {
          ZooKeeper client = session.client();
          Stat stat = new Stat();
          try {
            client.create(path, NOTHING, rights.ofOwn(), CreateMode.EPHEMERAL, stat);
          } catch (KeeperException.NodeExistsException e) {
            client.delete(path, -1); // Of a try that was killed.
            return null;
          }
          Duration ahead = Duration.between(Instant.now(), Instant.ofEpochMilli(stat.getCtime()));
          client.delete(path, -1);
          return ahead;
        });
  }
}
