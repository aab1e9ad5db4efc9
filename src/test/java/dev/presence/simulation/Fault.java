package dev.presence.simulation;

/** What goes wrong, and what people do. */
enum Fault {
  CRASH,
  MASS_CRASH,
  RESTART,
  RESTART_WITHOUT_MEMORY,
  STUTTER,
  CUT_FROM_ONE_STORE,
  CUT_FROM_ALL_STORES,
  STORE_AWAY,
  ALL_STORES_AWAY,
  STORE_SLOW,
  BEATS_SLOW,
  STORE_FULL,
  UNREADABLE_ENTRIES,
  BROKEN_RECORDS,
  BROKEN_BEATS,
  STRANGERS_BEATS,
  STRANGE_ENTRIES,
  CLOCK_AHEAD,
  CLOCK_BEHIND,
  CLOCK_BACK,
  READER_ASLEEP,
  MEMORY_LOST,
  MEMORY_AND_ANSWER_LOST,
  LOOKS_CROSSING,
  ORDER_DRAIN,
  ORDER_LEFT,
  ORDER_LIFTED,
  LEAVE,
  DRAIN,
  SERVE_AGAIN,
  OTHER_FACTS,
  NEW_NODE,
  REPLACED,
  LIST_EMPTIED,
  LIST_HALF_EMPTIED,
  LIST_RESTORED,
  REMOVALS_ACCEPTED,
  MARKS_EXPIRE_ALL,
  MARKS_EXPIRE_MANY,
  MARKS_EXPIRE_FEW,
  MARKS_EXPIRE_UNSEEN,
  OWN_SESSION_LOST,
  AGENT_RESTARTED,
  AGENT_TO_TIMER,
  TIMER_TO_AGENT,
  AGENT_STOPS_BEATING;

  /** How often it happens at least in a long run; a third of the fleets have marks. */
  int least() {
    return isOfMarks() ? 33 : 100;
  }

  /** Whether it happens where there are marks alone. */
  boolean isOfMarks() {
    return compareTo(MARKS_EXPIRE_ALL) >= 0;
  }
}
