package dev.presence.zk;

import dev.presence.files.Deadline;
import dev.presence.format.BeatFormat;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadTextException;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.MarkedStore;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.TendedStore;
import dev.presence.store.Version;
import dev.presence.store.Whereabouts;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * A list in ZooKeeper: records by part, beats and orders as nodes that stay, marks as nodes that go
 * with their session. A version is the number of the ensemble's last change of a node.
 */
public final class ZkStore implements MarkedStore, TendedStore {
  private static final long PAUSE_MILLIS = 20;

  private final ZkAddress address;
  private final String writer;
  private final Duration patience;
  private final Layout layout;
  private final Places places = new Places();
  private final Large large = new Large();
  private final Connection connection;
  private final Watching watching;
  private final Folders<Version> entries;
  private final Folders<Mark> marks;
  private final Lister lister;
  private final Reading reading;
  private final Keeper keeper;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Parts parts;
  private volatile Marking.@Nullable Own own;

  /** The other machine that holds this node's mark, when it was last asked for. */
  private volatile @Nullable String holder;

  /** As of when the marks were last asked for; none before that matters. */
  private long breaksSeen = -1;

  /** What the rights of the address make of writing. */
  private record Parts(@Nullable ZkAuth auth, Creating creating, Writing writing, Marking marks) {}

  /**
   * The list of that address.
   *
   * @param address for which {@code StoreAddress.isZk} holds
   * @param writer this machine's name
   * @param deadline of the command; a process that stays gives each turn as long
   */
  public static Store open(String address, String writer, Deadline deadline)
      throws BadTextException {
    return new ZkStore(ZkAddress.parse(address), writer, deadline);
  }

  private ZkStore(ZkAddress address, String writer, Deadline deadline) {
    this.address = address;
    this.writer = writer;
    this.patience = Duration.ofNanos(Math.max(1_000_000_000, deadline.nanosLeft()));
    this.layout = new Layout(address.path());
    this.entries = new Folders<>(Lister.LISTED, address.name());
    this.marks = new Folders<>(Marking.HELD, address.name());
    this.lister = new Lister(layout, places, entries, address.name());
    this.reading = new Reading(layout, places, address.name());
    this.watching = new Watching(layout, places, entries, marks, this::wake);
    this.keeper = new Keeper(this::putRight, watching::callAll);
    this.connection = new Connection(address, patience.dividedBy(2), this::arrived);
  }

  /** Curator tells it late: the first time, what was asked for may be armed already. */
  private void arrived(boolean again) {
    if (again) {
      keeper.arrived(places.size());
    } else {
      keeper.wake();
    }
  }

  /** Who asks waits no longer than its turn takes: the sentence has to be out before that. */
  private Duration time() {
    Deadline turn = Stores.turn();
    return turn == null
        ? patience
        : Duration.ofNanos(Math.min(patience.toNanos(), turn.nanosLeft() * 9 / 10));
  }

  @Override
  public String name() {
    return address.name();
  }

  @Override
  public Trust trust() {
    return Trust.ALWAYS;
  }

  /** A turn is taken anew when the connection is lost in it, until its time is over. */
  private <T> T alone(Session.Turn<T> turn) throws StoreException {
    Deadline deadline = Deadline.in(time());
    lock.lock();
    try {
      while (true) {
        long breaks = connection.breaks(); // Before the first question, so that none is missed.
        Client client = connection.await(deadline);
        try {
          return turn.take(new Session(client, large, deadline, watching.heardBy(client), breaks));
        } catch (KeeperException e) {
          if (!isOfConnection(e) || deadline.isOver()) {
            throw ZkMessages.failed(name(), e);
          }
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ZkMessages.interrupted(name(), e);
    } finally {
      lock.unlock();
    }
  }

  private static boolean isOfConnection(KeeperException e) {
    return switch (e.code()) {
      case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED -> true;
      default -> false;
    };
  }

  /** In a turn only. */
  private Parts parts() {
    ZkAuth auth = connection.user();
    if (parts == null || !Objects.equals(parts.auth(), auth)) {
      Rights rights = new Rights(auth);
      Creating creating = new Creating(layout, rights, name());
      parts =
          new Parts(
              auth,
              creating,
              new Writing(layout, places, rights, name(), creating),
              new Marking(layout, places, rights, name(), creating, entries, marks));
    }
    return parts;
  }

  @Override
  public void create() throws StoreException {
    alone(
        session -> {
          parts().creating().create(session);
          return true;
        });
  }

  @Override
  public Listing list(Predicate<PartName> asked) throws StoreException {
    return alone(session -> lister.list(session, asked));
  }

  @Override
  public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
    return alone(session -> reading.find(session, entries));
  }

  @Override
  public void load(Collection<Entry> entries, Reader reader) throws StoreException {
    Once once = new Once(entries, reader);
    alone(
        session -> {
          reading.load(session, once.left(), once);
          return true;
        });
  }

  @Override
  public Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException {
    NodeRecord record = announcement.record();
    try {
      Writing.Said said =
          new Writing.Said(
              announcement.id().value(),
              record == null ? null : record.part().value(),
              record == null ? null : RecordFormat.printChecked(record),
              replaces,
              announcement.beat() == null ? null : BeatFormat.print(announcement.beat()));
      return alone(session -> parts().writing().put(session, said));
    } catch (UnreadableException e) {
      throw new StoreException(
          "the record of %s %s".formatted(announcement.id(), e.getMessage()), e);
    }
  }

  @Override
  public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
    try {
      byte[] bytes = OrderFormat.print(order);
      return alone(
          session -> parts().writing().order(session, order.id().value(), bytes, replaces));
    } catch (UnreadableException e) {
      throw new StoreException("the order for %s %s".formatted(order.id(), e.getMessage()), e);
    }
  }

  @Override
  public boolean delete(Entry entry, Version version) throws StoreException {
    return alone(session -> parts().writing().delete(session, entry, version));
  }

  @Override
  public Whereabouts whereabouts(Entry entry) {
    return ZkMessages.whereabouts(address, layout.pathOf(entry, places.guess(entry.id())), entry);
  }

  @Override
  public Duration tryWriting() throws StoreException {
    return alone(session -> parts().writing().tryWriting(session, writer));
  }

  @Override
  public Watch watch(Predicate<PartName> asked, Runnable changed) throws StoreException {
    Watch watch = watching.add(asked, changed);
    try {
      alone(
          session -> {
            watching.arm(session.client());
            return true;
          });
      keeper.start();
    } catch (StoreException e) {
      keeper.start();
      keeper.again(); // A look fails likewise, and says why.
    }
    return watch;
  }

  @Override
  public Duration session() {
    Duration granted = connection.granted();
    return granted.isZero() ? address.session() : granted;
  }

  @Override
  public MarkedStore.Marks marks(Collection<String> ids) throws StoreException {
    return alone(
        session -> {
          reading.checkMade(session);
          Map<String, Mark> held = parts().marks().of(session, ids);
          long breaks = connection.breaks();
          boolean isUnbroken = breaks == breaksSeen || breaksSeen < 0;
          breaksSeen = breaks;
          return new MarkedStore.Marks(held, isUnbroken);
        });
  }

  @Override
  public @Nullable String hold(NodeName id, PartName part, String writer) throws StoreException {
    Marking.Own wanted = new Marking.Own(id.value(), part.value(), writer);
    Marking.Own before = own;
    watching.own(layout.mark(part.value(), id.value()));
    alone(
        session -> {
          Marking all = parts().marks();
          reading.checkMade(session);
          hold(session, wanted, true);
          own = wanted;
          if (before != null && !all.path(before).equals(all.path(wanted))) {
            all.release(session.client(), before); // One process, one mark.
          }
          watching.arm(session.client());
          return true;
        });
    keeper.start();
    return holder;
  }

  /** In a turn only. */
  private void hold(Session session, Marking.Own wanted, boolean takesOver)
      throws StoreException, KeeperException, InterruptedException {
    holder = parts().marks().hold(session, wanted, takesOver);
    connection.leaveSession(holder == null);
  }

  @Override
  public void release(NodeName id) throws StoreException {
    Marking.Own held = own;
    if (held != null && held.id().equals(id.value())) {
      own = null;
      connection.leaveSession(false);
      alone(
          session -> {
            parts().marks().release(session.client(), held);
            return true;
          });
    }
  }

  /** What of the list is open to everybody. */
  @Override
  public @Nullable String wants() throws StoreException {
    String[] words = {null};
    alone(
        session -> {
          words[0] = new Openness(address, layout).look(session, connection.user());
          return true;
        });
    return words[0];
  }

  private void wake() {
    keeper.wake();
  }

  /** From what is there, and from nothing that was remembered of it. */
  private boolean putRight(boolean anew) {
    try {
      alone(
          session -> {
            if (anew) {
              entries.forget();
              marks.forget();
            }
            boolean wasRefused = holder != null;
            Marking.Own held = own;
            if (held != null) {
              hold(session, held, anew);
            }
            boolean isFree = wasRefused && holder == null;
            if (watching.arm(session.client()) || isFree) {
              watching.callAll();
            }
            return true;
          });
      return true;
    } catch (StoreException | RuntimeException | OutOfMemoryError e) {
      return false; // The next turn of a command says so, and this one is tried again.
    }
  }

  @Override
  public void close() {
    keeper.close();
    connection.close();
  }
}
