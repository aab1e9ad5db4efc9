package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.format.AnswerFormat;
import dev.presence.format.AnswerNodes;
import dev.presence.format.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The last good answer to one question, served when no store can be read. */
public final class LastAnswer {
  private final StateFolder state;
  private final Path file;

  /**
   * The answer to that question.
   *
   * @param question all that the answer depends on, in words
   */
  public LastAnswer(StateFolder state, String question) {
    this.state = state;
    this.file = state.file("answers", AnswerFormat.key(question) + ".json");
  }

  /** The answer's bytes; null when there is none, or a power cut tore it. */
  public byte @Nullable [] recall() {
    try {
      byte[] answer = Files.readAllBytes(file);
      AnswerNodes.read(answer);
      return answer;
    } catch (IOException | UnreadableException e) {
      return null;
    }
  }

  /** Keeps an answer; the same one again touches nothing. */
  public void remember(byte[] answer) {
    if (!BoundedFile.hasBytes(file.toFile(), answer)) {
      state.change(() -> StateFolder.write(file, answer));
    }
  }
}
