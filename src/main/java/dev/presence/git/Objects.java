package dev.presence.git;

import dev.presence.format.JsonReader;
import dev.presence.store.Loaded;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * The objects that this command has, in memory: what it fetched and what it made. No clone on disk
 * means none that a kill leaves locked.
 */
final class Objects {
  /**
   * Of all that is fetched at once; it is held in memory. The past of 1,000 nodes has 8 MB for
   * 10,000 changes.
   */
  private static final int LARGEST_PACK = 128 << 20;

  /** Of one object; a folder of 100,000 files has 5 MB. */
  private static final int LARGEST_OBJECT = 16 << 20;

  /** A clock that is further ahead, in seconds, is wrong, and not followed. */
  static final long MOST_AHEAD = 86_400;

  private final InMemoryRepository repository = new Local();

  /**
   * JGit's own forgets, when it reads, which commits it was given without what was before them, and
   * takes whatever a server sends.
   */
  private static final class Local extends InMemoryRepository {
    private Local() {
      super(new DfsRepositoryDescription("presence"));
    }

    /** A repository that is reached by its path is opened with it. */
    @Override
    public FS getFS() {
      return FS.DETECTED;
    }

    @Override
    public ObjectReader newObjectReader() {
      return new ShallowReader(super.newObjectReader(), getObjectDatabase());
    }

    @Override
    public ObjectInserter newObjectInserter() {
      return new BoundedInserter(super.newObjectInserter());
    }
  }

  private static final class BoundedInserter extends ObjectInserter.Filter {
    private final ObjectInserter inserter;

    private BoundedInserter(ObjectInserter inserter) {
      this.inserter = inserter;
    }

    @Override
    protected ObjectInserter delegate() {
      return inserter;
    }

    @Override
    public PackParser newPackParser(InputStream in) throws IOException {
      PackParser parser = inserter.newPackParser(new BoundedStream(in));
      parser.setMaxObjectSizeLimit(LARGEST_OBJECT);
      return parser;
    }
  }

  private static final class BoundedStream extends FilterInputStream {
    private long left = LARGEST_PACK;

    private BoundedStream(InputStream in) {
      super(in);
    }

    private int counted(int read) throws IOException {
      left -= Math.max(0, read);
      if (left < 0) {
        throw new TooLargeException(LARGEST_PACK >> 20);
      }
      return read;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      counted(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      return counted(super.read(bytes, from, most));
    }
  }

  private static final class ShallowReader extends ObjectReader.Filter {
    private final ObjectReader reader;
    private final InMemoryRepository.MemObjDatabase database;

    private ShallowReader(ObjectReader reader, InMemoryRepository.MemObjDatabase database) {
      this.reader = reader;
      this.database = database;
    }

    @Override
    protected ObjectReader delegate() {
      return reader;
    }

    @Override
    public ObjectReader newReader() {
      return new ShallowReader(reader.newReader(), database);
    }

    @Override
    public Set<ObjectId> getShallowCommits() throws IOException {
      return database.getShallowCommits();
    }
  }

  InMemoryRepository repository() {
    return repository;
  }

  boolean has(ObjectId id) throws IOException {
    return repository.getObjectDatabase().has(id);
  }

  ObjectReader reader() {
    return repository.newObjectReader();
  }

  ObjectInserter inserter() {
    return repository.newObjectInserter();
  }

  /** The id that these bytes have, here and on any server. */
  static ObjectId blob(byte[] bytes) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, bytes);
    }
  }

  ObjectId insertBlob(byte[] bytes) throws IOException {
    try (ObjectInserter inserter = inserter()) {
      ObjectId id = inserter.insert(Constants.OBJ_BLOB, bytes);
      inserter.flush();
      return id;
    }
  }

  /** Makes a commit of which the parent is known to the server, if not here. */
  ObjectId insertCommit(CommitBuilder commit) throws IOException {
    try (ObjectInserter inserter = inserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  /**
   * Makes a push stop at this commit, and ask for nothing behind it: without its parent a pack
   * could not be built, and a push whose pack is not built never ends.
   */
  void endAt(ObjectId commit) throws IOException {
    Set<ObjectId> ends = new HashSet<>(repository.getObjectDatabase().getShallowCommits());
    ends.add(commit);
    repository.getObjectDatabase().setShallowCommits(ends);
  }

  /**
   * Fails when no pack can be built of these for one who has those. A push finds that out when the
   * server already waits for the pack, and then both wait.
   */
  void checkPack(Set<ObjectId> wanted, Collection<ObjectId> had) throws IOException {
    Set<ObjectId> here = new HashSet<>();
    for (ObjectId id : had) {
      if (has(id)) {
        here.add(id);
      }
    }
    try (PackWriter writer = new PackWriter(new PackConfig(), reader())) {
      writer.preparePack(NullProgressMonitor.INSTANCE, wanted, here);
    }
  }

  RevCommit commit(ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(id);
    }
  }

  /** A commit as it is written. */
  String text(ObjectId commit) throws IOException {
    try (ObjectReader reader = reader()) {
      return RawParseUtils.decode(reader.open(commit, Constants.OBJ_COMMIT).getCachedBytes());
    }
  }

  /** The second for a commit after that one, so that the past is in order. */
  static long after(long seconds, Clock clock) {
    long now = clock.instant().getEpochSecond();
    return seconds > now + MOST_AHEAD ? now : Math.max(now, seconds + 1);
  }

  /** When it was made, in seconds since 1970; JGit's own number turns negative in 2038. */
  static long seconds(RevCommit commit) {
    return Integer.toUnsignedLong(commit.getCommitTime());
  }

  /** What a blob holds, as far as a list's file may be that large. */
  Loaded read(ObjectId id) {
    try (ObjectReader reader = reader()) {
      ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
      if (loader.getSize() > JsonReader.LARGEST) {
        return new Loaded.Broken("is over 64 KiB");
      }
      return new Loaded.Content(loader.getCachedBytes(JsonReader.LARGEST));
    } catch (IncorrectObjectTypeException e) {
      return new Loaded.Broken("is no file");
    } catch (MissingObjectException e) {
      return new Loaded.Unreadable("cannot be read: its content did not arrive");
    } catch (IOException e) {
      return new Loaded.Unreadable("cannot be read: " + GitMessages.reason(e));
    }
  }
}
