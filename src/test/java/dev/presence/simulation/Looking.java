package dev.presence.simulation;

import dev.presence.heartbeat.Asking;
import dev.presence.heartbeat.Served;
import dev.presence.model.PartName;
import dev.presence.store.Entry;
import dev.presence.store.Listing;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Version;
import dev.presence.testing.ForwardingStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks, alone or two at a time, and gives each answer to its judge. */
final class Looking {
  /** Of so many looks one is taken twice, from a copy of the memory. */
  private static final int TWINS = 12;

  private final Fleet fleet;
  private @Nullable AssertionError failed;

  Looking(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * One look, and what is to be true of it.
   *
   * @param asking all at a beat of its time; else an agent looks between two, for news
   */
  void look(Member reader, Asking asking) {
    boolean isForNews = asking == Asking.UNHEARD;
    boolean accepting = reader.acceptsNext && !isForNews;
    reader.acceptsNext &= isForNews;
    String twin = accepting || fleet.random.nextInt(TWINS) > 0 ? null : twin(reader, asking);
    byte[] before = file(reader);
    fleet.counts.look();
    reader.looks();
    Served served =
        isForNews
            ? reader.node.lookForNews(reader.ways, fleet.question)
            : reader.node.look(reader.ways, fleet.question, accepting);
    reader.looked();
    byte[] after = file(reader);
    if (twin != null) {
      if (!twin.equals(text(served))) {
        throw new Violation(
            "SAME_BYTES",
            "%s: of one memory and one view came%n%s%nand%n%s"
                .formatted(reader, twin, text(served)));
      }
      fleet.counts.add(Premise.SAME_BYTES);
    }
    fleet.judgeOf(reader).judge(served, asking, accepting, !Arrays.equals(before, after));
    if (served instanceof Served.Fresh
        && !Arrays.equals(text(served).getBytes(StandardCharsets.UTF_8), after)) {
      throw new Violation("SAME_BYTES", reader + " answered otherwise than its file says");
    }
    if (hasGarbage()) {
      fleet.counts.add(Premise.READ_DESPITE_GARBAGE);
    }
  }

  /** The same look from a copy of the memory, with the stores in another order. */
  private String twin(Member reader, Asking asking) {
    List<Way> reversed = new ArrayList<>(reader.ways);
    Collections.reverse(reversed);
    Path copy = fleet.folder.resolve("twin");
    return text(reader.node.lookAsTwin(reversed, fleet.question, copy, asking));
  }

  private static String text(Served served) {
    return served instanceof Served.Fresh fresh ? fresh.json() : served.getClass().getSimpleName();
  }

  private static byte[] file(Member reader) {
    Path file = reader.node.out();
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasGarbage() {
    for (int store = 0; store < fleet.setting.stores(); store++) {
      for (Member member : fleet.members) {
        if (fleet.truth.at(store, member.number).hasGarbage()) {
          return true;
        }
      }
    }
    return false;
  }

  /** One look begins, others beat, another look of the same memory is whole, the first ends. */
  void cross(Member reader) {
    long until = fleet.time.now() + fleet.random.nextInt((int) (fleet.beat / 3));
    Meeting meeting = new Meeting(reader, until, fleet.random.nextBoolean());
    List<Store> ways = new ArrayList<>();
    for (Way way : reader.ways) {
      ways.add(new MeetingStore(way, meeting, ways.isEmpty()));
    }
    fleet.counts.look();
    reader.looks();
    Served served = reader.node.look(ways, fleet.question, false);
    AssertionError error = failed;
    failed = null;
    if (error != null) {
      throw error;
    }
    if (meeting.isOver()) {
      fleet.judgeOf(reader).judgeLate(served);
    } else {
      fleet
          .judgeOf(reader)
          .judge(served, Asking.ALL, false, false); // There was nobody whose beats to read.
    }
  }

  /** Where the slower of two looks waits for the other. */
  private final class Meeting {
    private final Member reader;
    private final long until;
    private final boolean atBeats;
    private final CountDownLatch gate = new CountDownLatch(1);

    private Meeting(Member reader, long until, boolean atBeats) {
      this.reader = reader;
      this.until = until;
      this.atBeats = atBeats;
    }

    private void hold() {
      if (isOver()) {
        return;
      }
      try {
        fleet.beatUntil(until, reader);
        look(reader, Asking.ALL);
      } catch (AssertionError e) {
        failed = e;
      }
      gate.countDown();
    }

    private boolean isOver() {
      return gate.getCount() == 0;
    }

    private void await() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * The first store is read, and then the others meet; the rest of the stores are read after that,
   * for each seed is to run the same.
   */
  private static final class MeetingStore extends ForwardingStore {
    private final Meeting meeting;
    private final boolean first;

    private MeetingStore(Store store, Meeting meeting, boolean first) {
      super(store);
      this.meeting = meeting;
      this.first = first;
    }

    @Override
    public Listing list(Predicate<PartName> parts) throws StoreException {
      begin(!meeting.atBeats);
      try {
        return super.list(parts);
      } finally {
        end(!meeting.atBeats);
      }
    }

    @Override
    public Map<Entry, @Nullable Version> find(Collection<Entry> entries) throws StoreException {
      begin(meeting.atBeats);
      try {
        return super.find(entries);
      } finally {
        end(meeting.atBeats);
      }
    }

    private void begin(boolean here) {
      if (here && !first) {
        meeting.await();
      }
    }

    private void end(boolean here) {
      if (here && first) {
        meeting.hold();
      }
    }
  }
}
