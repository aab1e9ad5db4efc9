package dev.presence.page;

import dev.presence.model.Stamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Moments as a person reads them, in UTC as everything on a list. */
final class Moments {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final Pattern STAMP = Pattern.compile("\\b\\d{8}-\\d{6}\\b");

  /** {@code 29 Nov 2026, 15:45:10}. */
  static String words(Instant moment) {
    return DAY.format(moment);
  }

  /** {@code 29 Nov 2026, 15:45}. */
  static String minute(Instant moment) {
    return MINUTE.format(moment);
  }

  /** {@code 2026-11-29T15:45:10Z}. */
  static String machine(Instant moment) {
    return Instant.ofEpochSecond(moment.getEpochSecond()).toString();
  }

  /** A sentence in which stamps are moments. */
  static String readable(String sentence) {
    return STAMP
        .matcher(sentence)
        .replaceAll(
            found ->
                Stamp.isValid(found.group())
                    ? words(new Stamp(found.group()).instant())
                    : found.group());
  }

  private Moments() {}
}
