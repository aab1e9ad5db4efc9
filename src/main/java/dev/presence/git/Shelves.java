package dev.presence.git;

import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Loaded;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Where each kind of entry is in the repository, and what it holds there. */
final class Shelves {
  /** Fewer entries than this, asked for at once, are one node's own, and worth keeping. */
  private static final int FEW = 4;

  private final GitAddress address;
  private final Session session;
  private final Objects objects;
  private final Branch branch;
  private final Chains chains;
  private final Kept kept;

  Shelves(GitAddress address, Session session, Objects objects, GitCache cache, Clock clock) {
    this.address = address;
    this.session = session;
    this.objects = objects;
    this.branch = new Branch(address, session, objects, cache, clock);
    this.chains = new Chains(session, objects, clock);
    this.kept = new Kept(cache);
  }

  Session session() {
    return session;
  }

  Objects objects() {
    return objects;
  }

  Branch branch() {
    return branch;
  }

  Chains chains() {
    return chains;
  }

  boolean isMade() throws IOException, StoreException {
    return branch.tip().isMade();
  }

  /** Whether the entry is a commit of its own. */
  boolean isChain(Entry entry) {
    return entry.kind() == Entry.Kind.RECORD && address.layout() == GitAddress.Layout.REFS;
  }

  /** Null for an entry that is not there. */
  @Nullable Version version(Entry entry) throws IOException, StoreException {
    if (isChain(entry)) {
      return chains.version(entry);
    }
    if (entry.kind() == Entry.Kind.BEAT) {
      ObjectId id = address.beats() ? session.at(Refs.of(entry)) : ObjectId.zeroId();
      return id.equals(ObjectId.zeroId()) ? null : new Version(id.name());
    }
    return branch.tip().version(entry);
  }

  /** Every record and order. */
  Listing listing() throws IOException, StoreException {
    Listing files = branch.tip().listing();
    if (address.layout() == GitAddress.Layout.BRANCH) {
      return files;
    }
    StringBuilder lines = new StringBuilder();
    Map<String, ObjectId> refs = session.refs();
    Set<String> names = new TreeSet<>();
    for (String name : refs.keySet()) {
      if (name.startsWith(Refs.ALL)) {
        names.add(name);
      }
    }
    for (String name : names) {
      ObjectId id = refs.get(name);
      String path = Entry.Kind.RECORD.folder() + name.substring(Refs.ALL.length()) + Entry.SUFFIX;
      Listing.append(lines, path, id == null ? "" : id.name());
    }
    for (String line : files.lines().split("(?<=\n)", 0)) {
      if (!line.startsWith(Entry.Kind.RECORD.folder())) {
        lines.append(line);
      }
    }
    return new Listing(lines.toString(), Listing.ALL_PARTS);
  }

  /** What these hold; all that is not here is fetched at once. */
  Map<Entry, Loaded> load(Collection<Entry> entries) throws IOException, StoreException {
    Map<Entry, Loaded> loaded = new HashMap<>();
    Map<Entry, Version> open = new HashMap<>();
    Set<ObjectId> wanted = new LinkedHashSet<>();
    boolean commits = false;
    for (Entry entry : entries) {
      Version version;
      try {
        version = version(entry);
      } catch (IOException e) {
        loaded.put(entry, new Loaded.Unreadable("cannot be read: " + GitMessages.reason(e)));
        continue;
      }
      if (version == null) {
        loaded.put(entry, new Loaded.Vanished());
        continue;
      }
      Kept.Content content = kept.of(entry.path(), version.token());
      ObjectId id = Tip.blob(version);
      if (content != null) {
        loaded.put(entry, new Loaded.Content(content.bytes()));
      } else if (id == null) {
        loaded.put(entry, new Loaded.Broken("is a link or a folder, and no file"));
      } else {
        open.put(entry, version);
        if (!objects.has(id)) {
          wanted.add(source(entry, version));
          commits |= entry.kind() != Entry.Kind.BEAT;
        }
      }
    }
    Map<ObjectId, Loaded> failures = new HashMap<>();
    fetch(new ArrayList<>(wanted), commits, failures);
    for (Map.Entry<Entry, Version> one : open.entrySet()) {
      Loaded what = read(one.getKey(), one.getValue());
      if (what instanceof Loaded.Unreadable) {
        what = failures.getOrDefault(source(one.getKey(), one.getValue()), what);
      }
      loaded.put(one.getKey(), what);
      if (entries.size() < FEW && what instanceof Loaded.Content content) {
        keep(one.getKey(), one.getValue(), content.bytes());
      }
    }
    return loaded;
  }

  /** What brings it: a file comes with its commit, as not every server gives what no ref is at. */
  private ObjectId source(Entry entry, Version version) throws IOException, StoreException {
    boolean isFile = !isChain(entry) && entry.kind() != Entry.Kind.BEAT;
    return isFile ? branch.tip().commit() : ObjectId.fromString(version.token());
  }

  /** Fetches all at once; one that is too large costs the others a connection, and no more. */
  private void fetch(List<ObjectId> wanted, boolean commits, Map<ObjectId, Loaded> failures) {
    if (wanted.isEmpty()) {
      return;
    }
    try {
      session.fetch(wanted, commits);
    } catch (IOException e) {
      boolean isTooLarge = TooLargeException.isBehind(e);
      if (isTooLarge && wanted.size() > 1) {
        int half = wanted.size() / 2;
        fetch(wanted.subList(0, half), commits, failures);
        fetch(wanted.subList(half, wanted.size()), commits, failures);
        return;
      }
      String reason = GitMessages.reason(e);
      Loaded failure =
          isTooLarge
              ? new Loaded.Broken("is too large: " + reason)
              : new Loaded.Unreadable("cannot be read: " + reason);
      wanted.forEach(id -> failures.put(id, failure));
    }
  }

  private Loaded read(Entry entry, Version version) {
    ObjectId id = ObjectId.fromString(version.token());
    return isChain(entry) ? chains.read(entry, id) : objects.read(id);
  }

  /** Keeps what this node holds, so that the next command need not fetch it. */
  void keep(Entry entry, Version version, byte[] bytes) throws IOException {
    long seconds = isChain(entry) ? chains.seconds(ObjectId.fromString(version.token())) : 0;
    kept.keep(entry.path(), new Kept.Content(version.token(), seconds, bytes));
  }

  /** What an entry holds in that version, and since when; null when it cannot be read. */
  Kept.@Nullable Content content(Entry entry, Version version) throws IOException, StoreException {
    Kept.Content content = kept.of(entry.path(), version.token());
    if (content == null && load(List.of(entry)).get(entry) instanceof Loaded.Content read) {
      keep(entry, version, read.bytes());
      content = kept.of(entry.path(), version.token());
    }
    return content;
  }
}
