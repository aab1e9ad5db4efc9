package dev.presence.zk;

import dev.presence.store.Version;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** The version of an entry: the number of the ensemble's last change of it, which no other has. */
final class Versions {
  static Version of(Stat stat) {
    return new Version(Long.toHexString(stat.getMzxid()));
  }

  /** That of what was asked for; null when it is not there. */
  static @Nullable Version of(Batch.Reply reply) {
    Stat stat = reply.stat();
    return stat == null || !reply.isThere() ? null : of(stat);
  }

  private Versions() {}
}
