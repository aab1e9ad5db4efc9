package dev.presence.zk;

import dev.presence.format.JsonReader;
import dev.presence.store.Entry;
import dev.presence.store.Receipt;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Puts and deletes, each as one transaction that goes by what was read before: what an ensemble has
 * acknowledged is on the disks of most of it, and needs no reading back.
 */
final class Writing {
  private static final int ATTEMPTS = 20;
  private static final byte[] NOTHING = {};

  private final Layout layout;
  private final Places places;
  private final Rights rights;
  private final String store;

  Writing(Layout layout, Places places, Rights rights, String store) {
    this.layout = layout;
    this.places = places;
    this.rights = rights;
    this.store = store;
  }

  /** One attempt; null when others were faster. */
  private interface Attempt<T> {
    @Nullable T of() throws KeeperException, InterruptedException, StoreException;
  }

  private <T> T until(Session session, String path, Attempt<T> attempt)
      throws KeeperException, InterruptedException, StoreException {
    for (int i = 0; i < ATTEMPTS; i++) {
      T result = null;
      try {
        result = attempt.of();
      } catch (KeeperException e) {
        if (!isOvertaken(e)) {
          throw e;
        }
        if (e.code() == KeeperException.Code.NONODE) {
          checkWhole(session);
        }
      }
      if (result != null) {
        return result;
      }
    }
    throw ZkMessages.othersFaster(store, path);
  }

  /** Whether somebody else changed it since it was read. */
  static boolean isOvertaken(KeeperException e) {
    return switch (e.code()) {
      case BADVERSION, NODEEXISTS, NONODE -> true;
      default -> false;
    };
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
    return until(session, layout.node(said.id()), () -> attempt(session, said));
  }

  private Receipt attempt(Session session, Said said)
      throws KeeperException, InterruptedException, StoreException {
    Batch batch = session.batch();
    Batch.Reply made = batch.stat(layout.parts());
    Batch.Reply beat = said.beat() == null ? null : batch.stat(layout.beat(said.id()));
    Standing standing = said.part() == null ? null : new Standing(batch, said.id(), said.part());
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
        standing.makePart(session.client());
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

  /** Where a node's record stands, and where it is to stand. */
  private final class Standing {
    private final String id;
    private final String part;
    private final Batch.Reply folder;
    private final Search search;

    Standing(Batch batch, String id, String part) {
      this.id = id;
      this.part = part;
      this.folder = batch.stat(layout.part(part));
      this.search = new Search(layout, places, batch, id, part, JsonReader.LARGEST);
    }

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

    @Nullable Version version() {
      Batch.Reply record = search.record();
      return record == null ? null : Versions.of(record);
    }

    void makePart(ZooKeeper client) throws KeeperException, InterruptedException {
      if (!folder.isOk()) {
        make(client, layout.part(part), rights.ofNames());
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

  /** Puts an order in the place of that version. */
  Receipt order(Session session, String id, byte[] bytes, @Nullable Version replaces)
      throws KeeperException, InterruptedException, StoreException {
    String path = layout.order(id);
    return until(session, path, () -> attempt(session, path, bytes, replaces));
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
    return until(
        session,
        guess == null ? layout.node(entry.id()) : guess,
        () -> {
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
        });
  }

  /**
   * Makes what of the list is not there, the folder of parts last: with it, it is one.
   *
   * @throws StoreException also for a node, whose list would have no rights that a person gave
   */
  void create(Session session) throws KeeperException, InterruptedException, StoreException {
    ZooKeeper client = session.client();
    boolean wasMade = client.exists(layout.parts(), false) != null;
    if (wasMade && missing(session).isEmpty() && !rights.isPerson()) {
      return;
    }
    if (rights.areSet() && !rights.isPerson()) {
      throw ZkMessages.forPeople(store);
    }
    int slash = 0;
    while ((slash = layout.root().indexOf('/', slash + 1)) > 0) {
      make(client, layout.root().substring(0, slash), rights.ofPeople());
    }
    make(client, layout.root(), rights.ofPeople());
    for (String folder : layout.folders()) {
      make(client, folder, of(folder));
    }
    if (wasMade && rights.isPerson()) {
      secure(session);
    }
  }

  /** The folders of the list that are not there. */
  private List<String> missing(Session session) throws KeeperException {
    Map<String, Batch.Reply> replies = new LinkedHashMap<>();
    Batch batch = session.batch();
    for (String folder : layout.folders()) {
      replies.put(folder, batch.stat(folder));
    }
    batch.await();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, Batch.Reply> reply : replies.entrySet()) {
      if (!reply.getValue().isOk() && !reply.getValue().isRefused()) {
        missing.add(reply.getKey());
      }
    }
    return missing;
  }

  /** Nobody was faster where a folder of the list is gone. */
  private void checkWhole(Session session) throws KeeperException, StoreException {
    List<String> missing = missing(session);
    if (missing.contains(layout.parts())) {
      throw ZkMessages.unmade(store);
    }
    if (!missing.isEmpty()) {
      throw ZkMessages.half(store, missing.get(0));
    }
  }

  /** Gives a list that was open its rights: all of it but what nodes wrote, who are not known. */
  private void secure(Session session) throws KeeperException, InterruptedException {
    Walk walk = Walk.over(session, layout);
    for (String folder : walk.folders()) {
      secure(session, folder, of(folder));
    }
    for (String order : walk.orders()) {
      secure(session, order, rights.ofPeople());
    }
  }

  private static void secure(Session session, String path, List<ACL> acl)
      throws KeeperException, InterruptedException {
    try {
      session.client().setACL(path, acl, -1);
    } catch (KeeperException.NoNodeException e) {
      return; // It went meanwhile.
    } catch (KeeperException.NoAuthException e) {
      return; // A part that another user made: whoever looks for what is open hears of it.
    }
  }

  private List<ACL> of(String path) {
    String folder = layout.folderOf(path);
    return folder.equals(layout.root()) || folder.equals(layout.orders())
        ? rights.ofPeople()
        : folder.equals(layout.lives()) ? rights.ofMarks() : rights.ofNames();
  }

  private static void make(ZooKeeper client, String path, List<ACL> acl)
      throws KeeperException, InterruptedException {
    try {
      if (client.exists(path, false) == null) {
        client.create(path, NOTHING, acl, CreateMode.PERSISTENT);
      }
    } catch (KeeperException.NodeExistsException e) {
      return; // Another one made it meanwhile.
    }
  }

  /** Makes the folder of a part's marks, where there is none yet. */
  void makeLive(ZooKeeper client, String part)
      throws KeeperException, InterruptedException, StoreException {
    try {
      make(client, layout.live(part), rights.ofMarks());
    } catch (KeeperException.NoNodeException e) {
      throw ZkMessages.half(store, layout.lives());
    }
  }

  /** Proves that the list can be written: by what goes with the session in any case. */
  Duration tryWriting(Session session, String writer)
      throws KeeperException, InterruptedException, StoreException {
    checkWhole(session);
    String path = layout.lives() + "/.try-" + writer;
    return until(
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
