package dev.presence.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.Connection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.jspecify.annotations.Nullable;

/**
 * One command's dealings with a repository. What it shows is seen once, by the first connection,
 * and that connection is kept for the first fetch or push: look, beat and changed record are one.
 * What this command itself changes is seen from then on; {@link #forget} sees all anew.
 */
final class Session {
  /** A listing that shows nothing, for a connection that is to fetch by id. */
  private static final List<String> NOTHING = List.of("refs/presence/none");

  private final Remote remote;
  private final Objects objects;
  private final List<String> prefixes;
  private @Nullable Connection connection;
  private @Nullable Map<String, ObjectId> refs;
  private @Nullable String head;

  /**
   * Deals with it.
   *
   * @param branch the only one that is looked at beside HEAD
   */
  Session(Remote remote, Objects objects, String branch) {
    this.remote = remote;
    this.objects = objects;
    this.prefixes =
        new ArrayList<>(List.of(Constants.HEAD, Refs.ALL, Refs.BEAT, Refs.HEADS + branch));
  }

  /** The same, with the chains that are over. */
  static Session withPast(Remote remote, Objects objects, String branch) {
    Session session = new Session(remote, objects, branch);
    session.prefixes.add(Refs.GONE);
    return session;
  }

  /** What JGit does with what a server sends; whatever it throws is the server's fault. */
  private interface Call<T> {
    T make() throws IOException;
  }

  private static <T> T guarded(Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (RuntimeException e) {
      throw new IOException("what it sends is not understood: " + e, e);
    }
  }

  /** The refs by name, as seen first: every one by who may write, else those of the list. */
  Map<String, ObjectId> refs() throws IOException {
    if (refs == null) {
      openFetch(prefixes, true);
    }
    return known();
  }

  /**
   * The same for one that is probably about to write; who may not write sees it as a reader does.
   */
  Map<String, ObjectId> refsToWrite() throws IOException {
    if (refs == null) {
      try {
        openPush();
      } catch (TransportException e) {
        openFetch(prefixes, true);
      }
    }
    return known();
  }

  /** Opens a connection that pushes, unless one is open; it shows every ref anew. */
  void beginPush() throws IOException {
    if (!(connection instanceof PushConnection)) {
      close();
      openPush();
    }
  }

  private Map<String, ObjectId> known() {
    return refs == null ? Map.of() : refs;
  }

  /** The ref that HEAD names; null where that is not known. */
  @Nullable String head() throws IOException {
    if (head == null) {
      Connection pushing = connection;
      Map<String, ObjectId> shown = refs;
      openFetch(prefixes, true);
      if (pushing != null) {
        close();
        connection = pushing;
        refs = shown; // It shows more.
      }
    }
    return head == null || head.isEmpty() ? null : head;
  }

  /** The id of a ref; zero for one that is not there. */
  ObjectId at(String ref) throws IOException {
    ObjectId id = refs().get(ref);
    return id == null ? ObjectId.zeroId() : id;
  }

  /** What was seen is old. */
  void forget() {
    close();
    refs = null;
  }

  private void openFetch(Collection<String> shown, boolean commits) throws IOException {
    FetchConnection opened = guarded(() -> remote.openFetch(shown, commits));
    connection = opened;
    if (shown == prefixes) {
      Ref seen = opened.getRefsMap().get(Constants.HEAD);
      head = seen == null || !seen.isSymbolic() ? "" : seen.getTarget().getName();
      refs = map(opened);
      ObjectId id = refs.get(Constants.HEAD);
      if (!head.isEmpty() && id != null) {
        refs.put(head, id);
      }
    }
  }

  private void openPush() throws IOException {
    PushConnection opened = guarded(remote::openPush);
    connection = opened;
    refs = map(opened);
  }

  private static Map<String, ObjectId> map(Connection opened) {
    Map<String, ObjectId> map = new HashMap<>();
    for (Map.Entry<String, Ref> ref : opened.getRefsMap().entrySet()) {
      ObjectId id = ref.getValue().getObjectId();
      if (id != null) {
        map.put(ref.getKey(), id);
      }
    }
    return map;
  }

  /**
   * Brings these objects here.
   *
   * @param commits whether there is any commit among them; each comes without what was before it
   */
  void fetch(Collection<ObjectId> ids, boolean commits) throws IOException {
    if (commits && connection instanceof FetchConnection) {
      fetchNow(ids);
      return;
    }
    Connection other = connection; // It stays for what it was opened for.
    openFetch(NOTHING, commits);
    try {
      fetchNow(ids);
    } finally {
      connection = other;
    }
  }

  /** Brings a commit with all its files here, unless it is. */
  void bring(ObjectId commit) throws IOException {
    if (!objects.has(commit)) {
      fetch(List.of(commit), true);
    }
  }

  private void fetchNow(Collection<ObjectId> ids) throws IOException {
    FetchConnection open = (FetchConnection) connection;
    if (open == null) {
      throw new IllegalStateException("no connection");
    }
    List<Ref> wants = new ArrayList<>();
    for (ObjectId id : ids) {
      wants.add(new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, "refs/wanted/" + id.name(), id));
    }
    try {
      guarded(
          () -> {
            open.fetch(NullProgressMonitor.INSTANCE, wants, Set.of());
            return true;
          });
    } finally {
      close(); // It fetches once.
    }
  }

  /**
   * Makes these updates, each for itself and none by force. Whatever is not known to be done or
   * refused in the end is an error.
   */
  Map<String, Update.Result> push(Collection<Update> updates) throws IOException {
    beginPush();
    PushConnection open = (PushConnection) connection;
    Map<String, Update.Result> results = new HashMap<>();
    Map<String, RemoteRefUpdate> sent = new HashMap<>();
    for (Update update : updates) {
      if (!at(update.ref()).equals(update.from())) {
        results.put(update.ref(), new Update.Result(Update.Kind.MOVED, ""));
      } else {
        sent.put(
            update.ref(),
            new RemoteRefUpdate(
                null, update.to().name(), update.to(), update.ref(), true, null, update.from()));
      }
    }
    if (sent.isEmpty() || open == null) {
      return results;
    }
    checkPack(sent.values());
    try {
      guarded(
          () -> {
            open.push(NullProgressMonitor.INSTANCE, sent);
            return true;
          });
    } catch (IOException e) {
      String words = open.getMessages().strip();
      judge(updates, results, "", words.isEmpty() ? e : new IOException(words, e));
      return results;
    } finally {
      close(); // It pushes once.
    }
    report(updates, sent, results, open.getMessages().strip());
    return results;
  }

  private void checkPack(Collection<RemoteRefUpdate> updates) throws IOException {
    Set<ObjectId> wanted = new HashSet<>();
    boolean isLinked = false;
    for (RemoteRefUpdate update : updates) {
      if (!update.isDelete()) {
        wanted.add(update.getNewObjectId());
        isLinked |= !update.getRemoteName().startsWith(Refs.BEAT);
      }
    }
    if (isLinked) {
      objects.checkPack(wanted, known().values());
    }
  }

  /**
   * Takes in what the server reported.
   *
   * @param words what hooks of the server have to say; empty where there is nothing
   */
  private void report(
      Collection<Update> updates,
      Map<String, RemoteRefUpdate> sent,
      Map<String, Update.Result> results,
      String words)
      throws IOException {
    String refused = "";
    for (Update update : updates) {
      RemoteRefUpdate done = sent.get(update.ref());
      if (done == null) {
        continue;
      }
      if (done.getStatus() == RemoteRefUpdate.Status.OK) {
        results.put(update.ref(), new Update.Result(Update.Kind.DONE, ""));
        move(update);
      } else {
        refused = done.getMessage() == null ? done.getStatus().toString() : done.getMessage();
      }
    }
    if (results.size() < updates.size()) {
      judge(updates, results, words.isEmpty() ? refused : refused + ": " + words, null);
    }
  }

  private void move(Update update) {
    if (refs != null) {
      if (update.to().equals(ObjectId.zeroId())) {
        refs.remove(update.ref());
      } else {
        refs.put(update.ref(), update.to());
      }
    }
  }

  /**
   * Sees where the refs are whose update was not reported done. Texts of servers differ, the refs
   * do not.
   *
   * @param lost what broke the connection; null when the server did not want them
   */
  private void judge(
      Collection<Update> updates,
      Map<String, Update.Result> results,
      String message,
      @Nullable IOException lost)
      throws IOException {
    forget();
    refsToWrite(); // A reader is not shown every ref that may be written.
    for (Update update : updates) {
      if (results.containsKey(update.ref())) {
        continue;
      }
      ObjectId now = at(update.ref());
      if (now.equals(update.to())) {
        results.put(update.ref(), new Update.Result(Update.Kind.DONE, ""));
      } else if (!now.equals(update.from())) {
        results.put(update.ref(), new Update.Result(Update.Kind.MOVED, ""));
      } else if (lost == null) {
        results.put(update.ref(), unmoved(update, message));
      } else {
        throw lost;
      }
    }
  }

  /** The ref is where it was. */
  private Update.Result unmoved(Update update, String message) {
    Path lock = remote.locks().inTheWay(update);
    return lock == null
        ? new Update.Result(Update.Kind.REFUSED, message)
        : new Update.Result(Update.Kind.LOCKED, GitMessages.inTheWay(lock));
  }

  void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        return; // It is over either way.
      }
    }
  }
}
