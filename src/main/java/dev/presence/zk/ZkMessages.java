package dev.presence.zk;

import dev.presence.model.Printable;
import dev.presence.store.Entry;
import dev.presence.store.StoreException;
import dev.presence.store.Whereabouts;
import java.time.Duration;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a list in ZooKeeper, and what to do. */
final class ZkMessages {
  static StoreException unmade(String store) {
    return new StoreException(
        "%s is no list: see to the path, or make it one with 'presence init %1$s'"
            .formatted(store));
  }

  /** A folder of the list was deleted. */
  static StoreException half(String store, String folder) {
    return new StoreException(
        "%s has no %s: the list is half there, see who deleted that; 'presence init %1$s' makes it anew, and what was in it is gone"
            .formatted(store, folder));
  }

  /** A node is to make the list. */
  static StoreException forPeople(String store) {
    return new StoreException(
        "%s is made by a person: the user in the file of auth= is none of its people; nothing was made"
            .formatted(store));
  }

  /**
   * No session came about.
   *
   * @param tls what TLS has to say; null when it is not that
   */
  static StoreException unreachable(
      String store, Duration patience, @Nullable String tls, @Nullable Throwable cause) {
    String message =
        tls == null
            ? "%s cannot be reached: none of its servers took a session in %d s; see to server, network and port"
                .formatted(store, seconds(patience))
            : "%s cannot be reached: %s; see to its certificates, and to trust in the file of auth="
                .formatted(store, tls);
    return cause == null ? new StoreException(message) : new StoreException(message, cause);
  }

  static StoreException speaksTls(String store, String server) {
    return new StoreException(
        "%s cannot be reached: %s speaks TLS; say tls=yes in the address, or name its clientPort"
            .formatted(store, server));
  }

  private static long seconds(Duration time) {
    return Math.max(1, time.plusMillis(500).toSeconds());
  }

  static StoreException interrupted(String store, Exception e) {
    return new StoreException(store + " was not waited for: interrupted", e);
  }

  static StoreException closed(String store) {
    return new StoreException(store + " is closed already");
  }

  /** An operation failed. */
  static StoreException failed(String store, KeeperException e) {
    String path = e.getPath() == null ? "it" : Printable.of(e.getPath());
    return new StoreException(
        switch (e.code()) {
          case NOAUTH ->
              "%s refused %s: its rights are others'; see to user, fleet and people in the file of auth= (docs/zookeeper.md)"
                  .formatted(store, path);
          case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT, REQUESTTIMEOUT ->
              "%s does not answer: the connection was lost or is silent; see to server and network"
                  .formatted(store);
          case UNIMPLEMENTED ->
              "%s does not know what is asked of it: ZooKeeper 3.6 or newer is needed"
                  .formatted(store);
          case NONODE -> "%s has no %s: see who deleted it".formatted(store, path);
          default ->
              "%s did not take %s: %s; see the log of the server"
                  .formatted(store, path, e.code().name());
        },
        e);
  }

  /** What a node is to write was made by another user. */
  static StoreException taken(String store, String path, @Nullable Exception cause) {
    String message =
        "%s refused %s: its rights are others', as another user wrote it; see to user in the file of auth=, or a person deletes it: 'deleteall %2$s' in zkCli.sh"
            .formatted(store, Printable.of(path));
    return cause == null ? new StoreException(message) : new StoreException(message, cause);
  }

  /**
   * How a person finds an entry.
   *
   * @param path where it is; null when that is not known
   */
  static Whereabouts whereabouts(ZkAddress address, @Nullable String path, Entry entry) {
    if (path == null) {
      String record = address.name() + ": the record of " + Printable.of(entry.id());
      return new Whereabouts(record, "delete it with zkCli.sh", "see to its rights");
    }
    String node = Printable.of(path);
    return new Whereabouts(
        address.name() + node.substring(address.path().length()),
        "'deleteall %s' in zkCli.sh".formatted(node),
        "see to its rights: 'getAcl %s' in zkCli.sh".formatted(node));
  }

  /** What everybody is to read may not be read. */
  static StoreException hidden(String store, String folder) {
    return new StoreException(
        "%s refused %s: its rights are others'; see to user, fleet and people in the file of auth= (docs/zookeeper.md)"
            .formatted(store, folder));
  }

  /** A part that may not be read, and costs no other. */
  static String hiddenPart(String store, String folder) {
    return "%s refused %s: its rights are others', so nothing is known of that part; who made it may give them, or a person deletes it: 'deleteall %2$s' in zkCli.sh"
        .formatted(store, Printable.of(folder));
  }

  static StoreException tooMany(String store, int most) {
    return new StoreException(
        "%s has more than %d entries: see what is in it, and 'presence prune'"
            .formatted(store, most));
  }

  static StoreException tooManyParts(String store, int most) {
    return new StoreException(
        "%s has more than %d parts: see who made them, and delete those that nobody plays"
            .formatted(store, most));
  }

  static StoreException tooMuch(String store, long bytes) {
    return new StoreException(
        "%s holds more than %d MB of records: see what is in it, and 'presence prune'"
            .formatted(store, bytes >> 20));
  }

  static StoreException othersFaster(String store, String path) {
    return new StoreException(
        "%s: gave up writing %s, as others were faster; what was there stays, and the next one tries again"
            .formatted(store, Printable.of(path)));
  }

  private ZkMessages() {}
}
