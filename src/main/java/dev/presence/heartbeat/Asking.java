package dev.presence.heartbeat;

/** Whose beats a look asks for. */
public enum Asking {
  /** Those of everybody who may be in the answer. */
  ALL,
  /**
   * Those of whom the last look did not hear, or whose mark went since. Of the others the beat that
   * is remembered is their sign, which is no advance and lets no silence count. It is for what a
   * process that stays does between two beats of its time: before the others beat anew theirs say
   * nothing new.
   */
  UNHEARD
}
