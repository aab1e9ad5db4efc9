package dev.presence.git;

import dev.presence.files.Deadline;
import dev.presence.model.NodeName;
import dev.presence.model.Printable;
import dev.presence.model.Stamp;
import dev.presence.store.Entry;
import dev.presence.store.Loaded;
import dev.presence.store.PastStore;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** What the commits of a list tell of its past: of the branch, and of each chain. */
final class Past {
  /** Of each of the two; more is for {@code git log}. */
  private static final int MOST = 10_000;

  private final GitAddress address;
  private final Objects objects;
  private final Chains chains;
  private final ObjectId tip;
  private final Map<String, ObjectId> refs;
  private final long latest;

  private Past(
      GitAddress address,
      Objects objects,
      Chains chains,
      ObjectId tip,
      Map<String, ObjectId> refs,
      Instant now) {
    this.address = address;
    this.objects = objects;
    this.chains = chains;
    this.tip = tip;
    this.refs = refs;
    this.latest = now.getEpochSecond() + Objects.MOST_AHEAD;
  }

  /**
   * Fetches all of it into memory. It is asked for seldom and by people, and what is not on disk is
   * neither broken nor locked there.
   */
  static Past fetch(GitAddress address, Deadline deadline, GitCache cache, Clock clock)
      throws IOException {
    Objects objects = new Objects();
    Session session =
        Session.withPast(
            new Remote(address, deadline, objects.repository()), objects, address.branchOrUsual());
    try {
      Map<String, ObjectId> refs = new TreeMap<>(session.refs());
      ObjectId tip = session.at(new Branch(address, session, objects, cache, clock).ref());
      if (address.layout() == GitAddress.Layout.REFS) {
        refs.keySet().removeIf(name -> !name.startsWith(Refs.ALL) && !name.startsWith(Refs.GONE));
      } else {
        refs.clear();
      }
      Set<ObjectId> wanted = new HashSet<>(refs.values());
      if (!tip.equals(ObjectId.zeroId())) {
        wanted.add(tip);
      }
      if (!wanted.isEmpty()) {
        session.fetch(wanted, false); // Not shortened.
      }
      return new Past(
          address, objects, new Chains(session, objects, clock), tip, refs, clock.instant());
    } finally {
      session.close();
    }
  }

  static String name(GitAddress address, Instant moment) {
    return address.name() + " at " + Stamp.of(moment);
  }

  /**
   * The list as it was.
   *
   * @throws StoreException when there was none yet
   */
  PastView.Held at(Instant moment) throws IOException, StoreException {
    Map<Entry, Loaded> contents = new HashMap<>();
    Map<Entry, @Nullable Version> versions = new HashMap<>();
    ObjectId then = last(tip, moment);
    Tip list = then == null ? Tip.none() : Tip.read(objects, then, address.path(), address.name());
    if (!list.isMade()) {
      throw new StoreException(name(address, moment) + " was no list yet");
    }
    boolean isChains = address.layout() == GitAddress.Layout.REFS;
    for (Map.Entry<Entry, @Nullable Version> file : list.listing().entries().entrySet()) {
      Version version = file.getValue();
      if (version == null || (isChains && file.getKey().kind() == Entry.Kind.RECORD)) {
        continue;
      }
      ObjectId blob = Tip.blob(version);
      versions.put(file.getKey(), version);
      contents.put(
          file.getKey(),
          blob == null
              ? new Loaded.Broken("is a link or a folder, and no file")
              : objects.read(blob));
    }
    for (Map.Entry<String, ObjectId> ref : refs.entrySet()) {
      boolean gone = ref.getKey().startsWith(Refs.GONE);
      String id = ref.getKey().substring((gone ? Refs.GONE : Refs.ALL).length());
      Entry entry = new Entry(Entry.Kind.RECORD, id);
      ObjectId commit = last(ref.getValue(), moment);
      boolean over =
          gone && refs.containsKey(Refs.ALL + id); // It came back: that chain has it all.
      if (commit != null && !over && !chains.isEnd(commit)) {
        versions.put(entry, new Version(commit.name()));
        contents.put(entry, chains.read(entry, commit));
      }
    }
    return new PastView.Held(contents, versions);
  }

  /** The last commit of a chain that stood there by then; null for none. */
  private @Nullable ObjectId last(ObjectId from, Instant moment) throws IOException {
    ObjectId last = null;
    for (Map.Entry<ObjectId, Long> one : stood(from).entrySet()) {
      if (one.getValue() > moment.getEpochSecond()) {
        return last;
      }
      last = one.getKey();
    }
    return last;
  }

  /**
   * The commits that stood at the tip, and not on their way to it, from the first on, each with the
   * second from which it did: not before the one that it followed, whenever it was written.
   */
  private Map<ObjectId, Long> stood(ObjectId from) throws IOException {
    List<RevCommit> commits = new ArrayList<>();
    try (RevWalk walk = new RevWalk(objects.repository())) {
      if (!from.equals(ObjectId.zeroId()) && walk.parseAny(from) instanceof RevCommit commit) {
        walk.setFirstParent(true);
        walk.markStart(commit);
        walk.forEach(commits::add);
      }
    }
    Map<ObjectId, Long> stood = new LinkedHashMap<>();
    long second = 0;
    Collections.reverse(commits);
    for (RevCommit commit : commits) {
      if (Objects.seconds(commit) <= latest) { // A clock that was ahead would cover all after it.
        second = Math.max(second, Objects.seconds(commit));
      }
      stood.put(commit, second);
    }
    return stood;
  }

  /** When a change came; of one that was merged with others, when it was written. */
  @Nullable Instant came(String change) throws IOException, StoreException {
    try (ObjectReader reader = objects.reader();
        RevWalk walk = new RevWalk(reader)) {
      List<RevCommit> found = new ArrayList<>();
      for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(change))) {
        if (walk.parseAny(id) instanceof RevCommit commit) {
          found.add(commit);
        }
      }
      if (found.size() > 1) {
        throw new StoreException(
            "%s has several changes that begin with %s: write more of it"
                .formatted(address.name(), change));
      }
      if (found.isEmpty()) {
        return null;
      }
      RevCommit commit = found.get(0);
      Long second = stood(tip).get(commit);
      return Instant.ofEpochSecond(second == null ? Objects.seconds(commit) : second);
    }
  }

  /**
   * Every change, the newest first.
   *
   * @param id of that node alone; null for all
   */
  List<PastStore.Change> changes(@Nullable NodeName id) throws IOException {
    List<PastStore.Change> changes = new ArrayList<>();
    if (!tip.equals(ObjectId.zeroId())) {
      ofBranch(id, changes);
    }
    ofChains(id, changes);
    changes.sort(Comparator.comparing(PastStore.Change::when).reversed());
    return changes;
  }

  private void ofBranch(@Nullable NodeName id, List<PastStore.Change> changes) throws IOException {
    int most = changes.size() + MOST;
    try (RevWalk walk = new RevWalk(objects.repository())) {
      walk.markStart(walk.parseCommit(tip));
      walk.sort(RevSort.COMMIT_TIME_DESC);
      for (RevCommit commit : walk) {
        if (changes.size() >= most) {
          return;
        }
        if (commit.getParentCount() <= 1) { // A merge says again what was said.
          addFiles(walk, commit, id, changes);
        }
      }
    }
  }

  private void addFiles(
      RevWalk walk, RevCommit commit, @Nullable NodeName id, List<PastStore.Change> changes)
      throws IOException {
    String root = address.path().isEmpty() ? "" : address.path() + '/';
    try (ObjectReader reader = objects.reader();
        TreeWalk files = new TreeWalk(reader)) {
      if (commit.getParentCount() == 0) {
        files.addTree(new EmptyTreeIterator());
      } else {
        files.addTree(walk.parseCommit(commit.getParent(0)).getTree());
      }
      files.addTree(commit.getTree());
      files.setRecursive(true);
      files.setFilter(TreeFilter.ANY_DIFF);
      while (files.next()) {
        String path = files.getPathString();
        Entry entry = path.startsWith(root) ? entry(path.substring(root.length())) : null;
        if (entry != null && (id == null || id.value().equals(entry.id()))) {
          changes.add(change(commit, entry));
        }
      }
    }
  }

  /** Null for a file that is nothing of a list. */
  private static @Nullable Entry entry(String path) {
    if (!path.endsWith(Entry.SUFFIX)) {
      return null;
    }
    try {
      return Entry.ofPath(path);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void ofChains(@Nullable NodeName id, List<PastStore.Change> changes) throws IOException {
    int most = changes.size() + MOST;
    try (RevWalk walk = new RevWalk(objects.repository())) {
      for (Map.Entry<String, ObjectId> ref : refs.entrySet()) {
        String name = ref.getKey().substring(ref.getKey().lastIndexOf('/') + 1);
        if ((id == null || id.value().equals(name))
            && walk.parseAny(ref.getValue()) instanceof RevCommit commit) {
          walk.markStart(commit);
        }
      }
      walk.sort(RevSort.COMMIT_TIME_DESC);
      for (RevCommit commit : walk) {
        if (changes.size() >= most) {
          return;
        }
        addChain(commit, id, changes);
      }
    }
  }

  private void addChain(RevCommit commit, @Nullable NodeName id, List<PastStore.Change> changes)
      throws IOException {
    try (ObjectReader reader = objects.reader();
        TreeWalk files = new TreeWalk(reader)) {
      files.addTree(commit.getTree());
      while (files.next()) {
        String file = files.getPathString();
        Entry entry = entry(Entry.Kind.RECORD.folder() + file);
        if (entry != null && (id == null || id.value().equals(entry.id()))) {
          changes.add(change(commit, entry));
        }
      }
    }
  }

  private static PastStore.Change change(RevCommit commit, Entry entry) {
    return new PastStore.Change(
        commit.name(),
        Instant.ofEpochSecond(Objects.seconds(commit)),
        entry,
        author(commit),
        Printable.of(commit.getShortMessage()));
  }

  /** A commit that a strange hand made may have none. */
  private static String author(RevCommit commit) {
    PersonIdent author = commit.getAuthorIdent();
    return author == null ? "?" : Printable.of(author.getName());
  }
}
