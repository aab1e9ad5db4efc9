package dev.presence.store;

import dev.presence.model.BadTextException;
import dev.presence.model.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands behind the question mark of a store's address: {@code NAME=VALUE} joined by {@code
 * &}. No message repeats a value, which may be a secret in the wrong place.
 */
public final class StoreOptions {
  /**
   * Takes them apart.
   *
   * @param store what it is, as in {@code a Git store}
   * @param text without the question mark; empty for none
   * @param forms one of each option that there is, as people write it: {@code session=10s}
   * @return name to value, which may be empty
   */
  public static Map<String, String> parse(String store, String text, List<String> forms)
      throws BadTextException {
    List<String> names = new ArrayList<>();
    for (String form : forms) {
      String name = form.substring(0, form.indexOf('='));
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (equals < 0 || !names.contains(name)) {
        throw new BadTextException(
            "%s has no option \"%s\": there are %s"
                .formatted(
                    store,
                    Printable.of(equals < 0 ? name : name + "=..."),
                    String.join(", ", forms)));
      }
      if (options.put(name, option.substring(equals + 1)) != null) {
        throw new BadTextException("%s has %s twice: say it once".formatted(store, name));
      }
    }
    return options;
  }

  /** The error of a value that is none; {@code says} is what it may be. */
  public static BadTextException bad(String store, String name, String says) {
    return new BadTextException("%s of %s is %s".formatted(name, store, says));
  }

  /** Of an option that is {@code yes} or {@code no}. */
  public static boolean isYes(String store, String name, String value) throws BadTextException {
    if (!value.equals("yes") && !value.equals("no")) {
      throw bad(store, name, "yes or no");
    }
    return value.equals("yes");
  }

  private StoreOptions() {}
}
