package dev.presence.process;

import java.time.Duration;
import java.util.List;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process and all it started. The library's own watchdog ends the process alone, and then
 * waits for whoever still holds its output: a limit of one second took six.
 */
final class TreeWatchdog extends ExecuteWatchdog {
  private @Nullable Process process;

  @SuppressWarnings("deprecation") // The builder makes no subclasses.
  TreeWatchdog(Duration limit) {
    super(limit.toMillis());
  }

  @Override
  public synchronized void start(Process processToMonitor) {
    this.process = processToMonitor;
    super.start(processToMonitor);
  }

  @Override
  public synchronized void timeoutOccured(Watchdog watchdog) {
    if (process != null) {
      // The list first: once the parent is gone, its children are nobody's.
      List<ProcessHandle> tree = process.descendants().toList();
      super.timeoutOccured(watchdog);
      process.destroyForcibly();
      tree.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
