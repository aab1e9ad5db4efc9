package dev.presence.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A child and all that came of it, wherever it went: what carries the tree's mark in its
 * environment, as daemons in a session of their own do, and what descends from such a one, as
 * programs with an environment made clean do. Only what did both, and whose parent was gone before
 * anybody looked, gets away. Where there is no {@code /proc}, descent alone is known.
 */
final class ProcessTree {
  /**
   * The environment variable of the mark: the random ids of this tree and of those it is part of.
   */
  static final String MARK = "PRESENCE_CHANGE";

  private static final Path PROC = Path.of("/proc");

  /** Linux lets a program have 6 MiB of arguments and environment (execve(2)). */
  private static final int MOST_ENVIRONMENT = 8 << 20;

  private static final int PAUSE_MILLIS = 20;

  /** Forks race with signals, and what hangs in the kernel is ended by none. */
  private static final int MOST_ROUNDS = 200;

  private final Path proc;
  private final String id = UUID.randomUUID().toString();
  private final Set<ProcessHandle> known = new HashSet<>();
  private @Nullable ProcessHandle root;
  private Set<ProcessHandle> seen = new HashSet<>();
  private boolean sure;
  private boolean over;

  ProcessTree() {
    this(PROC);
  }

  ProcessTree(Path proc) {
    this.proc = proc;
  }

  /** Starts the child that the tree grows from. */
  synchronized Process start(ProcessBuilder builder, byte @Nullable [] input) throws IOException {
    if (over) {
      throw new IOException("this process itself is being ended");
    }
    Map<String, String> environment = builder.environment();
    String outer = environment.get(MARK);
    environment.put(MARK, outer == null ? id : outer + "," + id);
    Process process = Input.start(builder, input);
    root = process.toHandle();
    known.add(root);
    return process;
  }

  /**
   * Ends all that is left: what is there is asked by SIGTERM, what is there after the grace is
   * killed. Nothing can be started afterwards.
   *
   * @return how many were still there and are gone now, the first child not counted
   */
  synchronized int end(Duration grace) {
    over = true;
    long start = System.nanoTime();
    Set<ProcessHandle> met = new HashSet<>();
    List<ProcessHandle> living;
    boolean interrupted = false;
    boolean first = true;
    int rounds = 0;
    do {
      boolean kill = System.nanoTime() - start >= grace.toNanos();
      living = living(kill);
      met.addAll(living);
      for (ProcessHandle process : living) {
        if (kill) {
          process.destroyForcibly();
        } else if (first) {
          process.destroy(); // Once: what is started from here on may be tidying up.
        }
      }
      first = false;
      if (kill || living.isEmpty()) {
        rounds++;
      }
      if (!living.isEmpty()) {
        interrupted |= !pause();
      }
    } while (rounds < MOST_ROUNDS && !(living.isEmpty() && sure));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    met.remove(root);
    met.removeAll(new HashSet<>(living));
    return met.size();
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      return false; // It is ended all the same; the caller hears of it afterwards.
    }
  }

  /**
   * What of the tree runs now. It is {@link #sure} when nobody new was gone before it was looked
   * at: one that forks and ends hands the tree on to a process that is not in the list.
   *
   * @param kill whether to kill what is found at once, before it forks again
   */
  private List<ProcessHandle> living(boolean kill) {
    List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
    sure = true;
    for (ProcessHandle process : all) {
      if (!known.contains(process) && isMarked(process)) {
        known.add(process);
        if (kill) {
          process.destroyForcibly();
        }
      }
    }
    seen = new HashSet<>(all);
    addDescendants(all);
    List<ProcessHandle> living = new ArrayList<>();
    for (ProcessHandle process : all) {
      if (known.contains(process) && process.isAlive() && !isZombie(process)) {
        living.add(process);
      }
    }
    return living;
  }

  private void addDescendants(List<ProcessHandle> all) {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (ProcessHandle process : all) {
        Optional<ProcessHandle> parent = process.parent();
        if (parent.isPresent() && known.contains(parent.get())) {
          grown |= known.add(process);
        }
      }
    }
  }

  private boolean isMarked(ProcessHandle process) {
    try (InputStream in = Files.newInputStream(file(process, "environ"))) {
      byte[] environment = in.readNBytes(MOST_ENVIRONMENT);
      sure &= environment.length > 0 || seen.contains(process); // Empty is what the dead have left.
      return new String(environment, StandardCharsets.ISO_8859_1).contains(id);
    } catch (IOException e) {
      sure &= process.isAlive() || seen.contains(process); // Else another user's, or no /proc.
      return false;
    }
  }

  /** Dead, and waiting for a parent that may never ask. */
  private boolean isZombie(ProcessHandle process) {
    try {
      String stat = Files.readString(file(process, "stat"), StandardCharsets.ISO_8859_1);
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2); // proc(5): pid (comm) state
    } catch (IOException e) {
      return false;
    }
  }

  private Path file(ProcessHandle process, String name) {
    return proc.resolve(Long.toString(process.pid())).resolve(name);
  }
}
