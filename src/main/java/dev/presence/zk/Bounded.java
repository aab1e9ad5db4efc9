package dev.presence.zk;

import java.io.IOException;
import org.apache.jute.InputArchive;
import org.apache.zookeeper.proto.GetDataResponse;

/**
 * An answer with content, of which no more is kept than it may hold: what is larger is dropped in
 * the thread that reads it, before the next one comes. However much is asked for at once, strangers
 * take no more memory than a packet.
 */
final class Bounded extends GetDataResponse {
  private final int most;

  Bounded(int most) {
    this.most = most;
  }

  @Override
  public void deserialize(InputArchive archive, String tag) throws IOException {
    super.deserialize(archive, tag);
    if (getData() != null && getData().length > most) {
      setData(null);
    }
  }
}
