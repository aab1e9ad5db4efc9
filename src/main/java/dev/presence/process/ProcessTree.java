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

  // Fields of proc(5)'s stat, counted from the state; PF_KTHREAD of the flags.
  private static final int FLAGS = 6;
  private static final int KERNEL_THREAD = 0x200000;
  private static final int ENVIRONMENT_START = 47;
  private static final int ENVIRONMENT_END = 48;

  private static final int PAUSE_MILLIS = 20;

  /** Forks race with signals, and what hangs in the kernel is ended by none. */
  private static final int MOST_ROUNDS = 200;

  private final Path proc;
  private final String id = UUID.randomUUID().toString();
  private final Set<ProcessHandle> known = new HashSet<>();
  private @Nullable ProcessHandle root;
  private final Set<ProcessHandle> strangers = new HashSet<>();
  private final Set<ProcessHandle> dead = new HashSet<>();
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
    } while (rounds < MOST_ROUNDS && !sure);
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
   * What of the tree runs now. It is {@link #sure} that nothing does when everybody in the list is
   * a stranger, or was found dead before: any other may have forked since, and what he forked is
   * not in the list.
   *
   * @param kill whether to kill what is found at once, before it forks again
   */
  private List<ProcessHandle> living(boolean kill) {
    List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
    sure = true;
    for (ProcessHandle process : all) {
      if (!known.contains(process) && !strangers.contains(process) && isMarked(process)) {
        known.add(process);
        if (kill) {
          process.destroyForcibly();
        }
      }
    }
    addDescendants(all);
    List<ProcessHandle> living = new ArrayList<>();
    for (ProcessHandle process : all) {
      if (!known.contains(process) || dead.contains(process)) {
        continue;
      }
      sure = false;
      if (process.isAlive() && !isZombie(process)) {
        living.add(process);
      } else {
        dead.add(process);
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
      if (new String(environment, StandardCharsets.ISO_8859_1).contains(id)) {
        return true;
      }
      boolean isJudged = environment.length > 0 || hasNoEnvironment(process);
      sure &= isJudged;
      if (isJudged || isZombie(process)) { // What the dead one left is in the next list.
        strangers.add(process);
      }
    } catch (IOException e) {
      if (process.isAlive()) { // Another user's, or there is no /proc.
        strangers.add(process);
      } else {
        sure = false;
      }
    }
    return false;
  }

  /** Whether it is one that has none: in the midst of an exec, a process shows none either. */
  private boolean hasNoEnvironment(ProcessHandle process) {
    String[] stat = stat(process);
    return stat.length > ENVIRONMENT_END
        && ((Long.parseLong(stat[FLAGS]) & KERNEL_THREAD) != 0
            || (stat[ENVIRONMENT_START].equals(stat[ENVIRONMENT_END])
                && !stat[ENVIRONMENT_END].equals("0")));
  }

  /** Dead, and waiting for a parent that may never ask. */
  private boolean isZombie(ProcessHandle process) {
    String[] stat = stat(process);
    return stat.length > 0 && stat[0].equals("Z");
  }

  /** Its state and what follows in proc(5)'s stat; nothing when it is gone. */
  private String[] stat(ProcessHandle process) {
    try {
      String stat = Files.readString(file(process, "stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" "); // A name may have blanks.
    } catch (IOException e) {
      return new String[0];
    }
  }

  private Path file(ProcessHandle process, String name) {
    return proc.resolve(Long.toString(process.pid())).resolve(name);
  }
}
