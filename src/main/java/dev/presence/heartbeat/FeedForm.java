package dev.presence.heartbeat;

import dev.presence.feed.Feed;
import dev.presence.feed.Rendered;
import dev.presence.feed.Wishes;
import dev.presence.model.Answer;
import java.util.ArrayList;
import java.util.List;

/** An answer as another tool reads it. */
public final class FeedForm implements AnswerFile.Form {
  private final String name;
  private final Feed feed;
  private final Wishes wishes;

  /**
   * In that format.
   *
   * @param name the format's
   */
  public FeedForm(String name, Feed feed, Wishes wishes) {
    this.name = name;
    this.feed = feed;
    this.wishes = wishes;
  }

  @Override
  public String of(Answer answer, String json) {
    return feed.render(answer, wishes).text();
  }

  @Override
  public List<String> leftOut(Answer answer) {
    return sentences(name, feed.render(answer, wishes));
  }

  /** A sentence for each peer that could not be carried. */
  static List<String> sentences(String name, Rendered rendered) {
    List<String> sentences = new ArrayList<>();
    for (Rendered.LeftOut peer : rendered.leftOut()) {
      sentences.add(peer.sentence(name));
    }
    return sentences;
  }
}
