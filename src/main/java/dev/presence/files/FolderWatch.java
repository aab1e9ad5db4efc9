package dev.presence.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls when an entry of some folders comes, goes or changes, as far as this machine hears of it: a
 * file system over the network tells nothing of what others do. A folder that is not there, or
 * another one than before, is looked for again and again, and calls when it is found.
 */
public final class FolderWatch implements AutoCloseable {
  /** A folder that was moved away, or mounted over, tells nothing of it. */
  private static final long LOOK_AGAIN_SECONDS = 5;

  /** A folder's place, and what is watched there now. */
  private static final class Watched {
    private final Path folder;
    private @Nullable Object identity;
    private @Nullable WatchKey key;

    private Watched(Path folder) {
      this.folder = folder;
    }
  }

  private final WatchService service;
  private final List<Watched> folders = new ArrayList<>();
  private final Predicate<Path> entries;
  private final Runnable changed;
  private volatile boolean closed;

  /**
   * Watches from now on.
   *
   * @param folders need not be there
   * @param entries which entries are cared for
   * @param changed returns at once
   * @throws IOException when this machine has no more watches to give
   */
  public FolderWatch(List<Path> folders, Predicate<Path> entries, Runnable changed)
      throws IOException {
    this.entries = entries;
    this.changed = changed;
    for (Path folder : folders) {
      this.folders.add(new Watched(folder));
    }
    this.service = FileSystems.getDefault().newWatchService();
    try {
      register();
    } catch (IOException e) {
      service.close();
      throw e;
    }
    Thread thread = new Thread(this::watch, "watch " + folders.get(0));
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!closed) {
        WatchKey key = service.poll(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
        boolean news = false;
        while (key != null) {
          news |= isNews(key);
          key = service.poll();
        }
        news |= registerAgain();
        if (news && !closed) {
          changed.run();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      return; // It is closed.
    }
  }

  private boolean isNews(WatchKey key) {
    boolean news = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      boolean isKnown = event.context() instanceof Path && key.watchable() instanceof Path;
      news |=
          !isKnown // More happened than could be told.
              || entries.test(((Path) key.watchable()).resolve((Path) event.context()));
    }
    return !key.reset() || news;
  }

  /** What cannot be watched now is left to the next time, and to whoever looks by himself. */
  private boolean registerAgain() {
    try {
      return register();
    } catch (IOException e) {
      return false;
    }
  }

  /** Watches those folders that are others than before; whether there are any. */
  private boolean register() throws IOException {
    boolean any = false;
    for (Watched watched : folders) {
      Object identity = identity(watched.folder);
      boolean isLost = watched.key != null && !watched.key.isValid();
      if (Objects.equals(identity, watched.identity) && !isLost) {
        continue;
      }
      any = true;
      if (watched.key != null) {
        watched.key.cancel();
      }
      watched.key = null;
      watched.identity = null;
      if (identity != null) {
        watched.key =
            watched.folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE,
                StandardWatchEventKinds.ENTRY_MODIFY);
        watched.identity = identity;
      }
    }
    return any;
  }

  private static @Nullable Object identity(Path folder) {
    try {
      BasicFileAttributes found = Files.readAttributes(folder, BasicFileAttributes.class);
      return found.isDirectory() ? found.fileKey() : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      service.close();
    } catch (IOException e) {
      return; // It ends with the process.
    }
  }
}
