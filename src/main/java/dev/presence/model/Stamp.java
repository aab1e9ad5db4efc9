package dev.presence.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A moment in UTC to the second as lists write it, {@code yyyyMMdd-HHmmss}. The order of the texts
 * is the order of the moments.
 */
public record Stamp(String value) implements Comparable<Stamp> {
  /** The rule in words, for messages. */
  public static final String RULE = "a time is yyyyMMdd-HHmmss in UTC";

  private static final Stamp FIRST = new Stamp("00010101-000000");
  private static final Stamp LAST = new Stamp("99991231-235959");

  public Stamp {
    if (!isValid(value)) {
      throw new IllegalArgumentException("\"" + Printable.of(value) + "\": " + RULE);
    }
  }

  public static boolean isValid(String text) {
    if (text.length() != 15 || text.charAt(8) != '-') {
      return false;
    }
    for (int i = 0; i < 15; i++) {
      if (i != 8 && !Names.isDigit(text.charAt(i))) {
        return false;
      }
    }
    int day = number(text, 6, 8);
    return number(text, 0, 4) > 0
        && in(number(text, 4, 6), 1, 12)
        && in(day, 1, 31)
        && (day <= 28 || exists(text))
        && in(number(text, 9, 11), 0, 23)
        && in(number(text, 11, 13), 0, 59)
        && in(number(text, 13, 15), 0, 59);
  }

  /** Whether the month has that day; asked for the last three days of a month only. */
  private static boolean exists(String text) {
    try {
      return dateTime(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean in(int number, int lowest, int highest) {
    return number >= lowest && number <= highest;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  /** The moment, to the second; beyond the years 1 to 9999 their first or last second. */
  public static Stamp of(Instant instant) {
    if (instant.isBefore(FIRST.instant()) || instant.isAfter(LAST.instant())) {
      return instant.isBefore(FIRST.instant()) ? FIRST : LAST;
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(15);
    append(text, time.getYear(), 4);
    append(text, time.getMonthValue(), 2);
    append(text, time.getDayOfMonth(), 2);
    text.append('-');
    append(text, time.getHour(), 2);
    append(text, time.getMinute(), 2);
    append(text, time.getSecond(), 2);
    return new Stamp(text.toString());
  }

  private static void append(StringBuilder text, int number, int digits) {
    String plain = Integer.toString(number);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    text.append(plain);
  }

  public Instant instant() {
    return dateTime(value).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime dateTime(String text) {
    return LocalDateTime.of(
        number(text, 0, 4),
        number(text, 4, 6),
        number(text, 6, 8),
        number(text, 9, 11),
        number(text, 11, 13),
        number(text, 13, 15));
  }

  /** One second later; the last second of the year 9999 stays. */
  public Stamp next() {
    return of(instant().plusSeconds(1));
  }

  /** The order of two moments; null is before all. */
  public static int compare(@Nullable Stamp one, @Nullable Stamp other) {
    if (one == null || other == null) {
      return (one == null ? 0 : 1) - (other == null ? 0 : 1);
    }
    return one.compareTo(other);
  }

  @Override
  public int compareTo(Stamp other) {
    return value.compareTo(other.value);
  }

  // Written out for a cold start, as in NodeName.
  @Override
  public boolean equals(Object other) {
    return other instanceof Stamp stamp && stamp.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
