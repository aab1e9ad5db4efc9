package dev.presence.feed;

import dev.presence.model.Answer;

/**
 * Renders an answer to the text that another tool reads: the same answer, the same bytes. What was
 * said by nodes stays data there; a peer that the format cannot carry is left out and named.
 */
public interface Feed {
  /** The answer in this format; a part without peers makes a valid file too. */
  Rendered render(Answer answer, Wishes wishes);
}
