package dev.presence.model;

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

  /** Before all that is said. */
  public static final Stamp FIRST = new Stamp("00010101-000000");

  /** From the day before March 1 of the year 0 to January 1, 1970. */
  private static final int DAYS_TO_1970 = 719_469;

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
    int year = number(text, 0, 4);
    int month = number(text, 4, 6);
    int day = number(text, 6, 8);
    return year > 0
        && in(month, 1, 12)
        && in(day, 1, daysOf(year, month))
        && in(number(text, 9, 11), 0, 23)
        && in(number(text, 11, 13), 0, 59)
        && in(number(text, 13, 15), 0, 59);
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
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
    text.append("0000", 0, digits - Integer.toString(number).length()).append(number);
  }

  /**
   * Reckoned here: the JDK 25 asks {@code java.time.Year} for leap years, which compiles patterns
   * as it is loaded.
   */
  public Instant instant() {
    long seconds = number(value, 9, 11) * 3600L + number(value, 11, 13) * 60L;
    return Instant.ofEpochSecond(epochDay() * 86_400 + seconds + number(value, 13, 15));
  }

  private long epochDay() {
    int month = number(value, 4, 6);
    // Years that begin in March have their leap day last.
    int year = number(value, 0, 4) - (month < 3 ? 1 : 0);
    int march = (month + 9) % 12;
    int leapDays = year / 4 - year / 100 + year / 400;
    int days = (153 * march + 2) / 5 + number(value, 6, 8);
    return 365L * year + leapDays + days - DAYS_TO_1970;
  }

  /** One second later; the last second of the year 9999 stays. */
  public Stamp next() {
    return of(instant().plusSeconds(1));
  }

  /** The stamp of what is said now: now, or a second after the last one where that is later. */
  public static Stamp after(@Nullable Stamp last, Instant now) {
    Stamp stamp = of(now);
    return last == null || stamp.compareTo(last) > 0 ? stamp : last.next();
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

  @Override
  public String toString() {
    return value;
  }
}
