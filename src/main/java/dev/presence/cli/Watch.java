package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.presence.files.Deadline;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import dev.presence.process.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a command prints, again and again until a signal ends it. Each look has a deadline of its
 * own; one that fails or hangs is told under what was last seen, and ends nothing.
 */
final class Watch {
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** What ends by itself at the deadline gets so long to say so. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration SIZE_LIMIT = Duration.ofSeconds(1);

  /** What a command prints of one look. */
  interface Look {
    Printed of(Wiring wiring);
  }

  /**
   * What was seen, and what was said beside it.
   *
   * @param isRead whether any store could be read
   */
  private record Seen(String text, List<String> said, boolean isRead) {}

  private final Wiring wiring;
  private final Look look;
  private final Duration every;
  private final Screen screen;
  private String told;
  private Terminal terminal;
  private @Nullable FutureTask<Seen> underWay;
  private Deadline deadline;

  Watch(Wiring wiring, Look look) {
    this.wiring = wiring;
    this.look = look;
    this.every = every(wiring.settings());
    this.screen = new Screen(wiring.console());
    this.terminal = wiring.terminal();
    this.told = String.valueOf(wiring.console().terminal());
    this.deadline = wiring.deadline();
  }

  static boolean isAsked(Settings settings) {
    return settings.one(Flags.WATCH) != null;
  }

  private static Duration every(Settings settings) {
    boolean isNumbered = !"true".equals(settings.one(Flags.WATCH));
    return isNumbered ? settings.duration(Flags.WATCH, EVERY) : EVERY;
  }

  /** Ends by an error of the first look, or when the terminal is gone. */
  Printed run() {
    if (!terminal.canMove()) {
      throw PresenceException.usage(
          "--watch draws on a terminal, and stdout is none, or TERM says that it is dumb: leave --watch out, and call it again when you want to know");
    }
    if (wiring.settings().wantsJson()) {
      throw PresenceException.usage("--watch is for the eye: leave --format json out");
    }
    if (wiring.isPast()) {
      throw PresenceException.usage("--watch has no use with --at: what was does not change");
    }
    Seen seen = first();
    while (screen.show(frame(seen))) {
      pause();
      resize();
      seen = next(seen);
    }
    return Printed.of("", List.of());
  }

  /** What is wrong with the command line shows in the first look, and ends it. */
  private Seen first() {
    try {
      return looked();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failed
          ? failed
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      return new Seen("", List.of(hanging()), false);
    }
  }

  /** Where nothing can be read, what was seen before stands; a memory may know less. */
  private Seen next(Seen before) {
    try {
      Seen seen = looked();
      return seen.isRead() ? seen : new Seen(before.text(), seen.said(), false);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String why = cause instanceof PresenceException ? cause.getMessage() : String.valueOf(cause);
      return new Seen(before.text(), List.of(String.valueOf(why)), false);
    } catch (TimeoutException e) {
      return new Seen(before.text(), List.of(hanging()), false);
    }
  }

  private String hanging() {
    return "no look in %s: the state folder, the facts or a file that an option names hangs, perhaps on a mount that is gone"
        .formatted(deadline.words());
  }

  /** Looks in a thread of its own; one that hangs is waited for again, and no other begun. */
  private Seen looked() throws ExecutionException, TimeoutException {
    FutureTask<Seen> task = underWay;
    if (task == null) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      Wiring anew = wiring.again(console(said));
      deadline = anew.deadline();
      task = new FutureTask<>(() -> seen(anew, said));
      underWay = task;
      Thread thread = new Thread(task, "look");
      thread.setDaemon(true);
      thread.start();
    }
    try {
      Seen seen = task.get(deadline.nanosLeft() + GRACE.toNanos(), TimeUnit.NANOSECONDS);
      underWay = null;
      return seen;
    } catch (ExecutionException e) {
      underWay = null;
      throw e;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private Seen seen(Wiring anew, ByteArrayOutputStream said) {
    try (anew) {
      Printed printed = look.of(anew);
      boolean isRead = printed.exit() != ExitCode.NO_STORE;
      return new Seen(printed.text(), said.toString(UTF_8).lines().toList(), isRead);
    }
  }

  /** Its stdout is nobody's: what it prints is drawn. */
  private Console console(OutputStream said) {
    return new Console(
        new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
        new PrintStream(said, true, UTF_8),
        told);
  }

  private List<String> frame(Seen seen) {
    String head = Stamp.of(wiring.now()) + " UTC, every " + every.toSeconds() + "s; Ctrl-C ends it";
    return new Frame(terminal).lines(head, seen.text(), seen.said());
  }

  private void pause() {
    try {
      Thread.sleep(every.toMillis());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static PresenceException interrupted() {
    Thread.currentThread().interrupt();
    return new PresenceException(FailureKind.TIMEOUT, "interrupted while watching");
  }

  /** People drag their windows. */
  private void resize() {
    String size = TerminalSize.now(SIZE_LIMIT);
    if (!size.isEmpty()) {
      told = size + told.substring(told.lastIndexOf(' '));
      terminal = wiring.again(console(OutputStream.nullOutputStream())).terminal();
    }
  }
}
