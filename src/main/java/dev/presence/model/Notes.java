package dev.presence.model;

/** Takes what a person should hear and what does not end the command; a line each on stderr. */
public interface Notes {
  /**
   * Says it.
   *
   * @param line one sentence, fit to print
   */
  void say(String line);
}
