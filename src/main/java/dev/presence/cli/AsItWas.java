package dev.presence.cli;

import dev.presence.files.Deadline;
import dev.presence.model.BadTextException;
import dev.presence.model.FailureKind;
import dev.presence.model.PresenceException;
import dev.presence.model.Stamp;
import dev.presence.store.Outcome;
import dev.presence.store.PastStore;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The moment that {@code --at} names, and each store as it was then. */
final class AsItWas {
  /** What Git itself prints is seven digits or more. */
  private static final Pattern CHANGE = Pattern.compile("[0-9a-f]{7,40}");

  private final Settings settings;
  private final Map<String, PastStore> stores = new LinkedHashMap<>();
  private final Deadline deadline;
  private final String change;
  private @Nullable Instant moment;

  /** Opens the stores; only where a change is named they have to be asked for the moment, later. */
  AsItWas(Settings settings, Opener opener, Deadline deadline, Clock clock) {
    this.settings = settings;
    this.deadline = deadline;
    this.change = Objects.requireNonNullElse(settings.one(Flags.AT), "");
    if (!CHANGE.matcher(change).matches()) {
      Stamp stamp = settings.moment(Flags.AT, clock.instant());
      moment = stamp == null ? clock.instant() : stamp.instant();
    }
    for (String address : settings.all(Flags.STORE)) {
      try {
        stores.put(address, past(opener.open(address, deadline)));
      } catch (BadTextException e) {
        throw settings.wrong(Flags.STORE, e.getMessage());
      }
    }
  }

  private PastStore past(Store store) {
    if (store instanceof PastStore past) {
      return past;
    }
    throw settings.wrong(
        Flags.AT,
        "--at needs a store that keeps its past, as one in Git does: %s keeps none"
            .formatted(store.name()));
  }

  private Instant moment() {
    if (moment == null) {
      moment = came();
    }
    return moment;
  }

  private Instant came() {
    String failure = null;
    Stores all = new Stores(List.copyOf(stores.values()), deadline);
    for (Outcome<Optional<Instant>> outcome :
        all.each(
            store -> Optional.ofNullable(((PastStore) store).came(change)),
            deadline.threeQuarters())) {
      if (outcome.result() == null) {
        failure = String.valueOf(outcome.failure());
      } else if (outcome.result().isPresent()) {
        return outcome.result().get();
      }
    }
    if (failure != null) {
      throw new PresenceException(FailureKind.NO_STORE, failure);
    }
    throw settings.wrong(
        Flags.AT, "no list has a change %s: 'presence history' shows them".formatted(change));
  }

  /** It stands still. */
  Clock clock() {
    return new Standing();
  }

  private final class Standing extends Clock {
    @Override
    public Instant instant() {
      return moment();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** The store of that address, as it was. */
  Store store(String address) {
    return Objects.requireNonNull(stores.get(address)).at(moment());
  }
}
