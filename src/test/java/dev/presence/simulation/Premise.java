package dev.presence.simulation;

/** When an invariant had something to say: one whose premise never came true shows nothing. */
enum Premise {
  /** A peer that beats stays. */
  BEATS_AND_STAYS,
  /** The same with a silence that is counted and is no death yet. */
  PAUSES_AND_STAYS,
  /** The same without a sign for longer than death takes, the reader's evidence taken away. */
  UNSEEN_AND_STAYS,
  /** A clock in the fleet is wrong by an hour, and who beats stays. */
  CLOCK_WRONG_AND_STAYS,
  /** Its own clock is wrong, it beats late, and stays. */
  OWN_CLOCK_WRONG_AND_STAYS,
  /** The reader's own clock was set by an hour, and who beats stays. */
  READERS_CLOCK_SET_AND_STAYS,
  /** The memory was lost and the answer not, and who is in it and beats stays. */
  FORGOTTEN_AND_STAYS,
  /** The same with a clock of its own that is wrong. */
  FORGOTTEN_WITH_WRONG_CLOCK_AND_STAYS,
  /** It must be dead by now, and is. */
  DEAD_IN_TIME,
  /** It crashed, the reader saw all, seven of its beats passed, and it is gone or held. */
  GONE_IN_SEVEN,
  /** A dead one is kept, as half of the part went within the hold. */
  HELD_BY_CAP,
  /** The last one is kept. */
  HELD_AS_LAST,
  /** Kept, as the list is at fault. */
  LIST_AT_FAULT,
  /** A dead one was seen to advance twice and is back. */
  BACK_AFTER_TWO,
  /** A dead one was seen to advance once, by a backup or by itself, and is not back yet. */
  NOT_BACK_AFTER_ONE,
  /** A newer record of a dead one, and it is back. */
  BACK_BY_RECORD,
  /** A part had peers and all of them are silent. */
  NEVER_EMPTY,
  /** Spoken, and followed in that very look. */
  SPOKEN_AT_ONCE,
  /** New, and taken in by the first look that could see it. */
  ADDED_AT_ONCE,
  /** The facts of a peer are those that it said last, as far as this reader could see. */
  FACTS_ARE_THE_NEWEST,

  /** A restored backup shows an older record of one that is in the answer. */
  OLDER_IS_NO_NEWS,
  /** What was announced stands in each store that the node reached. */
  ANNOUNCED_STANDS,
  /** A dead one gives its place to whoever has its address now. */
  PLACE_TAKEN,
  /** A look from a copy of the memory and with the stores in another order gave the same bytes. */
  SAME_BYTES,
  /** A store held what is no record, no beat or no order, and everybody else was answered. */
  READ_DESPITE_GARBAGE,
  /** No store was readable, and the file was not touched. */
  FILE_UNTOUCHED,
  /** Its mark is gone, and one more session is not over. */
  MARK_GONE_AND_STAYS,
  /** The store lost most of its marks at one time. */
  MARKS_LOST_AND_STAYS,
  /** The reader may have missed something of the marks, and who lost his stays. */
  BROKEN_VIEW_AND_STAYS,
  /** Its mark stands, and its beats are missing for longer than death takes. */
  MARKED_WITHOUT_BEATS_AND_STAYS,
  /** It says that it holds a mark no more, and is judged by its beats. */
  RELEASED_AND_STAYS,
  /** One session more is over, and it is gone or held. */
  DEAD_BY_ITS_MARK,
  /** A mark of a dead one stood for two sessions, and it is back. */
  BACK_BY_ITS_MARK,
}
