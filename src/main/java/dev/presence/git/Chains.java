package dev.presence.git;

import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.Version;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The records that are a ref a node each: the ref is at a commit with the record as its only file,
 * and the commits before it are its past. The version of a record is its commit.
 */
final class Chains {
  private final Session session;
  private final Objects objects;
  private final Clock clock;

  Chains(Session session, Objects objects, Clock clock) {
    this.session = session;
    this.objects = objects;
    this.clock = clock;
  }

  /** What the commit of a version holds; it must have been fetched. */
  Loaded read(Entry entry, ObjectId id) {
    try {
      RevCommit commit = objects.commit(id);
      try (ObjectReader reader = objects.reader();
          TreeWalk walk = TreeWalk.forPath(reader, file(entry), commit.getTree())) {
        if (walk == null || (walk.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
          return new Loaded.Broken("has no file " + file(entry) + " in its commit");
        }
        return objects.read(walk.getObjectId(0));
      }
    } catch (IncorrectObjectTypeException e) {
      return new Loaded.Broken("is a ref that is at no commit");
    } catch (IOException e) {
      return new Loaded.Unreadable("cannot be read: " + GitMessages.reason(e));
    }
  }

  /** When the commit of a version that was fetched was made, in seconds since 1970. */
  long seconds(ObjectId commit) throws IOException {
    return Objects.seconds(objects.commit(commit));
  }

  private static String file(Entry entry) {
    return entry.id() + Entry.SUFFIX;
  }

  /**
   * The update that puts a record in the place of what is there. A node that comes back goes on
   * where its past ended.
   *
   * @param after the seconds of the commit that is there
   */
  Update changing(Entry entry, byte[] bytes, Said said, long after) throws IOException {
    String ref = Refs.of(entry);
    ObjectId from = session.at(ref);
    ObjectId past = session.at(Refs.GONE + entry.id());
    ObjectId parent = from.equals(ObjectId.zeroId()) ? past : from;
    CommitBuilder commit = new CommitBuilder();
    ObjectId blob = objects.insertBlob(bytes);
    try (ObjectInserter inserter = objects.inserter()) {
      TreeFormatter tree = new TreeFormatter();
      tree.append(file(entry), FileMode.REGULAR_FILE, blob);
      commit.setTreeId(inserter.insert(tree));
      inserter.flush();
    }
    if (!parent.equals(ObjectId.zeroId())) {
      commit.setParentId(parent);
    }
    long before = after;
    if (from.equals(ObjectId.zeroId()) && !past.equals(from)) {
      session.bring(past);
      before = seconds(past);
    }
    said.sign(commit, Objects.after(before, clock));
    ObjectId to = objects.insertCommit(commit);
    objects.endAt(to);
    return new Update(ref, from, to);
  }

  /**
   * The update that takes a record off. Its past goes first, with an empty commit as its end: in
   * one push, a server may do the one and refuse the other.
   */
  Update ending(Entry entry, Version version) throws IOException {
    ObjectId last = ObjectId.fromString(version.token());
    String past = Refs.GONE + entry.id();
    ObjectId gone = session.at(past);
    if (!gone.equals(ObjectId.zeroId()) && isEndOf(gone, last)) {
      return new Update(Refs.of(entry), last, ObjectId.zeroId());
    }
    session.bring(last);
    CommitBuilder commit = new CommitBuilder();
    try (ObjectInserter inserter = objects.inserter()) {
      commit.setTreeId(inserter.insert(new TreeFormatter()));
      inserter.flush();
    }
    commit.setParentId(last);
    Said.pruned(entry.path()).sign(commit, Objects.after(seconds(last), clock));
    ObjectId end = objects.insertCommit(commit);
    objects.endAt(end);
    return new Update(past, gone, end);
  }

  private boolean isEndOf(ObjectId commit, ObjectId last) throws IOException {
    session.bring(commit);
    // By its text, as one that came without what was before it has no parent for JGit.
    return isEnd(commit) && objects.text(commit).contains("\nparent " + last.name() + '\n');
  }

  /** Whether the record was taken off by this commit. */
  boolean isEnd(ObjectId commit) throws IOException {
    return objects.commit(commit).getTree().equals(Constants.EMPTY_TREE_ID);
  }

  /** The version of a record; null when it is not there. */
  @Nullable Version version(Entry entry) throws IOException {
    ObjectId id = session.at(Refs.of(entry));
    return id.equals(ObjectId.zeroId()) ? null : new Version(id.name());
  }
}
