package dev.presence.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How often what happened; of several fleets together. */
final class Counts {
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<Premise, Long> premises = new EnumMap<>(Premise.class);
  private double hours;
  private double largeHours;
  private long looks;
  private long announcements;
  private int fleets;

  synchronized void add(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  synchronized void add(Premise premise) {
    premises.merge(premise, 1L, Long::sum);
  }

  synchronized void look() {
    looks++;
  }

  synchronized void announcement() {
    announcements++;
  }

  synchronized void fleet(double nodeHours, boolean large) {
    fleets++;
    hours += nodeHours;
    largeHours += large ? nodeHours : 0;
  }

  synchronized void add(Counts other) {
    other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    other.premises.forEach((premise, count) -> premises.merge(premise, count, Long::sum));
    hours += other.hours;
    largeHours += other.largeHours;
    looks += other.looks;
    announcements += other.announcements;
    fleets += other.fleets;
  }

  long of(Fault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  long of(Premise premise) {
    return premises.getOrDefault(premise, 0L);
  }

  double hours() {
    return hours;
  }

  double largeHours() {
    return largeHours;
  }

  /** For people. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        "simulated: %d fleets, %.0f node-hours, %.0f of them in fleets of 300 and more; %d announcements, %d looks%n"
            .formatted(fleets, hours, largeHours, announcements, looks));
    for (Fault fault : Fault.values()) {
      table.append("  fault    %-38s %8d%n".formatted(words(fault), of(fault)));
    }
    for (Premise premise : Premise.values()) {
      table.append("  premise  %-38s %8d%n".formatted(words(premise), of(premise)));
    }
    return table.toString();
  }

  private static String words(Enum<?> name) {
    return name.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
