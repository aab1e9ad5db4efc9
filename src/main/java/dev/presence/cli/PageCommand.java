package dev.presence.cli;

import dev.presence.files.FileReplacer;
import dev.presence.files.LockFile;
import dev.presence.format.JournalFormat;
import dev.presence.heartbeat.AnswerFile;
import dev.presence.heartbeat.Roll;
import dev.presence.heartbeat.StoreView;
import dev.presence.heartbeat.View;
import dev.presence.model.FailureKind;
import dev.presence.model.NodeName;
import dev.presence.model.PresenceException;
import dev.presence.model.Printable;
import dev.presence.page.Page;
import dev.presence.page.PageText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list as a page for a browser. */
final class PageCommand implements Command {
  private static final Duration EVERY = Duration.ofMinutes(5);

  /** More changes than a person reads at a glance are for {@code history}. */
  private static final int MOST_CHANGES = 40;

  @Override
  public String summary() {
    return "draw the list as one page of HTML: who is there, how they are, who asks for whom";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flags.PAGE_OUT,
        Flags.PAGE_EVERY,
        Flags.LATE_AFTER,
        Flags.DEAD_AFTER,
        Flags.BEAT_STORE,
        Flags.AT);
  }

  @Override
  public List<Flag> common() {
    return Flags.commonButFormat();
  }

  @Override
  public boolean hasTextAndJson() {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    Settings settings = wiring.settings();
    Duration every = wiring.isPast() ? Duration.ZERO : settings.duration(Flags.PAGE_EVERY, EVERY);
    Path out = out(wiring);
    View view = wiring.looker().look(null).view();
    boolean addressNeeded = !settings.on(Flags.NO_ADDRESS_NEEDED);
    Roll roll = Roll.call(wiring.vigil(), view, addressNeeded, wiring.now());
    List<String> notes = new ArrayList<>(view.warnings());
    notes.addAll(roll.crowds());
    if (!view.isReadable()) {
      notes.add(0, "no store could be read, so this is what was last seen");
    }
    List<String> stores = new ArrayList<>();
    for (StoreView store : view.stores()) {
      stores.add(Printable.of(store.store()));
    }
    NodeName node = wiring.nodeInfo().id();
    Page page =
        new Page(
            stores,
            node == null ? null : node.value(),
            wiring.now(),
            every,
            new Cards(wiring, view, roll).all(),
            notes,
            changes(wiring),
            Version.LINE.strip());
    String text = PageText.of(page);
    ExitCode exit = Views.told(view, wiring.console());
    if (out == null) {
      return Printed.raw(exit, text);
    }
    write(wiring, out, text.getBytes(StandardCharsets.UTF_8));
    return Printed.raw(exit, "");
  }

  /** Where it goes; null for stdout. A beat writes other files, and this must be none of them. */
  private static @Nullable Path out(Wiring wiring) {
    Settings settings = wiring.settings();
    String name = settings.one(Flags.PAGE_OUT);
    if (name == null || name.equals("-")) {
      return null;
    }
    Outputs.ofPage(wiring, name);
    return settings.path(Flags.PAGE_OUT, "").normalize();
  }

  /** One at a time, as all write under one name; and not under the lock that beats wait for. */
  private static void write(Wiring wiring, Path out, byte[] bytes) {
    try (LockFile lock = wiring.state().lock("page.lock", wiring.deadline())) {
      if (lock == null) {
        throw new PresenceException(
            FailureKind.TIMEOUT,
            "%s is not written: another page was being written for %s"
                .formatted(Printable.of(out), wiring.deadline().words()));
      }
      deliver(wiring, out, bytes);
    } catch (IOException e) {
      deliver(wiring, out, bytes); // Without a memory each run has a name of its own.
    }
  }

  private static void deliver(Wiring wiring, Path out, byte[] bytes) {
    FileReplacer replacer = new FileReplacer(wiring.state().writer());
    wiring.console().sayAll(AnswerFile.write(out, bytes, replacer));
  }

  private static List<Page.Change> changes(Wiring wiring) {
    List<Page.Change> changes = new ArrayList<>();
    try {
      for (JournalFormat.Change change : RememberedChanges.newestFirst(wiring, null)) {
        if (changes.size() < MOST_CHANGES) {
          changes.add(drawn(change));
        }
      }
    } catch (PresenceException e) {
      wiring.console().say(e.getMessage() + " (the page shows no changes)");
    }
    return changes;
  }

  private static Page.Change drawn(JournalFormat.Change change) {
    boolean isMove = !change.from().isEmpty() || !change.to().isEmpty();
    return new Page.Change(
        change.at().instant(),
        Printable.of(change.id()),
        Printable.of(change.part()),
        Printable.of(isMove ? change.from() + " → " + change.to() : change.rule()),
        Printable.of(change.why()));
  }
}
