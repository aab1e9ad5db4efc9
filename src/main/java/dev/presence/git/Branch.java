package dev.presence.git;

import dev.presence.store.Entry;
import dev.presence.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** The files on the branch, and the commits that change one of them. */
final class Branch {
  private static final String TIP = "tip";
  private static final String HEAD = "head";
  private static final String USUAL = Refs.HEADS + "main";
  private static final int LARGEST = 32 << 20;

  /** So long the repository's default branch is taken to be the same without asking. */
  private static final long HEAD_SECONDS = TimeUnit.HOURS.toSeconds(1);

  /** An empty folder does not exist in Git; this file makes it one. */
  private static final String PLACEHOLDER = "all/.gitkeep";

  private final GitAddress address;
  private final Session session;
  private final Objects objects;
  private final GitCache cache;
  private final Clock clock;
  private @Nullable String ref;
  private @Nullable Tip tip;

  Branch(GitAddress address, Session session, Objects objects, GitCache cache, Clock clock) {
    this.address = address;
    this.session = session;
    this.objects = objects;
    this.cache = cache;
    this.clock = clock;
  }

  /** The branch that is named, else the one of the repository's HEAD, else {@code main}. */
  String ref() throws IOException {
    if (ref == null) {
      ref = address.branch().isEmpty() ? usual() : Refs.HEADS + address.branch();
    }
    return ref;
  }

  private String usual() throws IOException {
    long now = clock.instant().getEpochSecond();
    byte[] bytes = cache.read(HEAD, 1024);
    String[] kept = bytes == null ? new String[0] : text(bytes).split("\n", -1);
    if (kept.length == 3 && session.refs().containsKey(kept[0])) {
      try {
        if (Math.abs(now - Long.parseLong(kept[1])) < HEAD_SECONDS) {
          return kept[0];
        }
      } catch (NumberFormatException e) {
        // It is asked again.
      }
    }
    String head = session.head();
    if (head == null) {
      return USUAL;
    }
    cache.write(HEAD, (head + '\n' + now + '\n').getBytes(StandardCharsets.UTF_8));
    return head;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What stands at its tip; fetched only when the tip is another one than before. */
  Tip tip() throws IOException, StoreException {
    ObjectId commit = session.at(ref());
    if (tip != null && tip.commit().equals(commit)) {
      return tip;
    }
    if (commit.equals(ObjectId.zeroId())) {
      return Tip.none();
    }
    byte[] kept = cache.read(TIP, LARGEST);
    tip = kept == null ? null : Tip.parse(text(kept), commit);
    return tip != null ? tip : fetched(commit);
  }

  private Tip fetched(ObjectId commit) throws IOException, StoreException {
    session.bring(commit);
    Tip read = Tip.read(objects, commit, address.path(), address.name());
    know(read);
    return read;
  }

  private void know(Tip now) {
    tip = now;
    cache.write(TIP, now.text().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The update that puts a file in the place of what is there, and touches no other.
   *
   * @param bytes null to take it off
   */
  Update changing(Entry entry, byte @Nullable [] bytes, Said said)
      throws IOException, StoreException {
    return committed(tip(), entry.path(), bytes, said);
  }

  /** The update that makes it a list, on a branch that is there or not. */
  Update making(Said said) throws IOException, StoreException {
    return committed(tip(), PLACEHOLDER, new byte[0], said);
  }

  /** The update that changes nothing, by which it is tried whether one may write. */
  Update trying() throws IOException, StoreException {
    ObjectId commit = tip().commit();
    session.bring(commit);
    return new Update(ref(), commit, commit);
  }

  private Update committed(Tip parent, String file, byte @Nullable [] bytes, Said said)
      throws IOException, StoreException {
    CommitBuilder commit = new CommitBuilder();
    long seconds = clock.instant().getEpochSecond();
    DirCache index = DirCache.newInCore();
    boolean first = parent.commit().equals(ObjectId.zeroId());
    if (!first) {
      session.bring(parent.commit());
      RevCommit before = objects.commit(parent.commit());
      commit.setParentId(before);
      seconds = Objects.after(Objects.seconds(before), clock);
      try (ObjectReader reader = objects.reader()) {
        DirCacheBuilder builder = index.builder();
        builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, before.getTree());
        builder.finish();
      }
    }
    String path = address.path().isEmpty() ? file : address.path() + '/' + file;
    checkFolders(index, path);
    ObjectId blob = bytes == null ? null : objects.insertBlob(bytes);
    DirCacheEditor editor = index.editor();
    editor.add(blob == null ? new DirCacheEditor.DeletePath(path) : new Placing(path, blob));
    editor.finish();
    try (ObjectInserter inserter = objects.inserter()) {
      commit.setTreeId(index.writeTree(inserter));
      inserter.flush();
    }
    said.sign(commit, seconds);
    return new Update(ref(), parent.commit(), objects.insertCommit(commit));
  }

  /** JGit would put a folder in the place of a file. */
  private void checkFolders(DirCache index, String path) throws StoreException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String folder = path.substring(0, slash);
      if (index.findEntry(folder) >= 0) {
        throw GitMessages.isAFile(address.name(), folder);
      }
    }
  }

  /** That update was made: its commit is the tip, as long as nobody says otherwise. */
  void made(Update update) throws IOException, StoreException {
    know(Tip.read(objects, update.to(), address.path(), address.name()));
  }

  private static final class Placing extends DirCacheEditor.PathEdit {
    private final ObjectId blob;

    private Placing(String path, ObjectId blob) {
      super(path);
      this.blob = blob;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(blob);
    }
  }
}
