package dev.presence.testing;

import dev.presence.model.Notes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what a person would have heard; from any thread. */
public final class Notebook implements Notes {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void say(String line) {
    lines.add(line);
  }

  /** A copy of what was said so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
