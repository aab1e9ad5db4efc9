package dev.presence.doctor;

import dev.presence.store.Outcome;
import dev.presence.store.Store;
import dev.presence.store.StoreException;
import dev.presence.store.Stores;
import dev.presence.store.TendedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the servers of the lists want housekeeping; one that shows nothing is not spoken of. */
public final class HousekeepingCheck implements Check {
  private final Stores stores;

  public HousekeepingCheck(Stores stores) {
    this.stores = stores;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Outcome<Optional<String>> outcome : stores.each(HousekeepingCheck::wants)) {
      // One that cannot be reached is told by the other checks.
      if (outcome.result() != null && outcome.result().isPresent()) {
        findings.add(
            Finding.hint("housekeeping", outcome.store().name() + ": " + outcome.result().get()));
      }
    }
    return findings;
  }

  private static Optional<String> wants(Store store) throws StoreException {
    return store instanceof TendedStore tended
        ? Optional.ofNullable(tended.wants())
        : Optional.empty();
  }
}
