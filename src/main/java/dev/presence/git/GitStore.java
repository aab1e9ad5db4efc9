package dev.presence.git;

import dev.presence.files.Deadline;
import dev.presence.format.BeatFormat;
import dev.presence.format.OrderFormat;
import dev.presence.format.RecordFormat;
import dev.presence.format.UnreadableException;
import dev.presence.model.BadTextException;
import dev.presence.model.Beat;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.Order;
import dev.presence.model.PartName;
import dev.presence.store.Announcement;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.PastStore;
import dev.presence.store.Receipt;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.TendedStore;
import dev.presence.store.Version;
import dev.presence.store.Whereabouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A list in a Git repository: records as files on a branch or as a ref each, orders as files on the
 * branch, beats as a ref each. It shows what it showed first, and what it wrote itself, as long as
 * it is open: a command is short, and one connection is to do for all of it.
 */
public final class GitStore implements PastStore, TendedStore {
  private final GitAddress address;
  private final GitCache cache;
  private final Clock clock;
  private final String writer;
  private final Deadline deadline;
  private final Session session;
  private final Shelves shelves;
  private @Nullable Past past;

  /** A thread that hangs holds it, and is not waited for when the store is closed. */
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * The list of that address.
   *
   * @param address for which {@code StoreAddress.isGit} holds
   * @param cache what need not be fetched again
   * @param writer this machine's name
   * @param deadline of the whole command
   */
  public static Store open(
      String address, GitCache cache, String writer, Deadline deadline, Clock clock)
      throws BadTextException {
    QuietReader.install();
    return new GitStore(GitAddress.parse(address), cache, writer, deadline, clock);
  }

  private GitStore(
      GitAddress address, GitCache cache, String writer, Deadline deadline, Clock clock) {
    this.address = address;
    this.cache = cache.of(address.name());
    this.clock = clock;
    this.writer = writer;
    this.deadline = deadline;
    Objects objects = new Objects();
    this.session =
        new Session(
            new Remote(address, deadline, objects.repository()), objects, address.branchOrUsual());
    this.shelves = new Shelves(address, session, objects, this.cache, clock);
  }

  @Override
  public String name() {
    return address.name();
  }

  @Override
  public Trust trust() {
    return Trust.ALWAYS;
  }

  @Override
  public Whereabouts whereabouts(Entry entry) {
    return shelves.isChain(entry) || entry.kind() == Entry.Kind.BEAT
        ? GitMessages.ofRef(name(), Refs.of(entry))
        : GitMessages.ofFile(address, entry);
  }

  /** What is asked of the repository. */
  private interface Turn<T> {
    T take() throws IOException, StoreException;
  }

  private <T> T alone(Turn<T> turn) throws StoreException {
    lock.lock();
    try {
      return turn.take();
    } catch (IOException e) {
      session.forget();
      throw GitMessages.unreachable(name(), e);
    } catch (RuntimeException e) { // JGit's, about what somebody else has pushed.
      session.forget();
      throw GitMessages.strange(name(), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void create() throws StoreException {
    alone(
        () -> {
          session.refs(); // One that is not there at all is not tried until the deadline.
          return writing(
              () ->
                  shelves.isMade()
                      ? null
                      : Writing.Plan.of(List.of(shelves.branch().making(Said.made()))));
        });
  }

  @Override
  public Listing list(Predicate<PartName> parts) throws StoreException {
    return alone(
        () -> {
          session.refs();
          checkMade();
          return shelves.listing();
        });
  }

  @Override
  public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
    return alone(
        () -> {
          session.refsToWrite(); // Who asks by name is mostly about to write.
          checkMade();
          Map<Entry, @Nullable Version> found = new HashMap<>();
          for (Entry entry : entries) {
            Version version = shelves.version(entry);
            if (version != null) {
              found.put(entry, version);
            }
          }
          return found;
        });
  }

  private void checkMade() throws IOException, StoreException {
    if (!shelves.isMade()) {
      throw GitMessages.unmade(name());
    }
  }

  @Override
  public void load(Collection<Entry> entries, Reader reader) throws StoreException {
    Map<Entry, Loaded> loaded = alone(() -> shelves.load(entries));
    for (Map.Entry<Entry, Loaded> one : loaded.entrySet()) {
      reader.take(one.getKey(), one.getValue());
    }
  }

  @Override
  public Receipt put(Announcement announcement, @Nullable Version replaces) throws StoreException {
    NodeRecord record = announcement.record();
    byte[] bytes = null;
    try {
      bytes = record == null ? null : RecordFormat.printChecked(record);
    } catch (UnreadableException e) {
      throw new StoreException(
          "the record of %s %s".formatted(announcement.id(), e.getMessage()), e);
    }
    Beat beat = address.beats() ? announcement.beat() : null;
    byte[] beating = beat == null ? null : BeatFormat.print(beat);
    Putting putting =
        new Putting(
            shelves,
            name(),
            Entry.of(Entry.Kind.RECORD, announcement.id()),
            bytes,
            replaces,
            record,
            beating);
    return put(putting);
  }

  @Override
  public Receipt put(Order order, @Nullable Version replaces) throws StoreException {
    try {
      return put(
          new Putting(
              shelves,
              name(),
              Entry.of(Entry.Kind.ORDER, order.id()),
              OrderFormat.print(order),
              replaces,
              order));
    } catch (UnreadableException e) {
      throw new StoreException("the order for %s %s".formatted(order.id(), e.getMessage()), e);
    }
  }

  private Receipt put(Putting putting) throws StoreException {
    return alone(
        () -> {
          writing(putting);
          return putting.receipt();
        });
  }

  @Override
  public boolean delete(Entry entry, Version version) throws StoreException {
    return alone(
        () -> {
          Deleting deleting = new Deleting(shelves, name(), entry, version);
          writing(deleting);
          return deleting.isDone();
        });
  }

  /** Tries the branch; in the refs layout a ref that is gone again. */
  @Override
  public @Nullable Duration tryWriting() throws StoreException {
    alone(
        () -> {
          if (address.layout() == GitAddress.Layout.BRANCH) {
            return writing(
                () -> {
                  checkMade();
                  return Writing.Plan.of(List.of(shelves.branch().trying()));
                });
          }
          String ref = Refs.TRY + writer;
          ObjectId blob = shelves.objects().insertBlob(new byte[0]);
          writing(
              () -> {
                session.beginPush();
                checkMade();
                return session.at(ref).equals(blob)
                    ? null
                    : Writing.Plan.of(List.of(new Update(ref, session.at(ref), blob)));
              });
          return writing(
              () -> {
                session.beginPush();
                return session.at(ref).equals(ObjectId.zeroId())
                    ? null
                    : Writing.Plan.of(List.of(new Update(ref, session.at(ref), ObjectId.zeroId())));
              });
        });
    return null; // A Git server tells no time.
  }

  private boolean writing(Writing.Step step) throws IOException, StoreException {
    new Writing(session, shelves.branch(), name(), deadline.threeQuarters()).until(step);
    return true;
  }

  private Past past() throws IOException {
    if (past == null) {
      past = Past.fetch(address, deadline, cache, clock);
    }
    return past;
  }

  @Override
  public Store at(Instant moment) {
    return new PastView(Past.name(address, moment), () -> alone(() -> past().at(moment)));
  }

  @Override
  public @Nullable Instant came(String change) throws StoreException {
    return alone(() -> Optional.ofNullable(past().came(change))).orElse(null);
  }

  @Override
  public List<Change> history(@Nullable NodeName id) throws StoreException {
    return alone(() -> past().changes(id));
  }

  @Override
  public @Nullable String wants() throws StoreException {
    return alone(() -> Optional.ofNullable(neglect())).orElse(null);
  }

  /** By the files where they can be reached, else by how long the server takes. */
  private @Nullable String neglect() throws IOException {
    if (!address.url().isRemote()) {
      Path folder = address.folder();
      return folder == null ? null : Housekeeping.byFiles(folder, clock.instant());
    }
    session.forget();
    Instant asked = clock.instant();
    session.refs();
    return Housekeeping.byTime(Duration.between(asked, clock.instant()));
  }

  @Override
  public void close() {
    if (lock.tryLock()) {
      try {
        session.close();
      } finally {
        lock.unlock();
      }
    }
  }
}
