package dev.presence.memory;

import dev.presence.files.BoundedFile;
import dev.presence.format.AnswerFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The last good answer to each question, served when no store can be read. */
public final class LastAnswers {
  private final StateFolder state;

  public LastAnswers(StateFolder state) {
    this.state = state;
  }

  /**
   * The last answer's bytes; null when there is none.
   *
   * @param question all that the answer depends on, in words
   */
  public byte @Nullable [] recall(String question) {
    Path file = file(question);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return null; // Lost, or never there: the same to the caller.
    }
  }

  /** Keeps an answer; the same one again touches nothing. */
  public void remember(String question, byte[] answer) {
    Path file = file(question);
    if (!BoundedFile.hasBytes(file.toFile(), answer)) {
      state.change(() -> StateFolder.write(file, answer));
    }
  }

  private Path file(String question) {
    String key = AnswerFormat.sha256(question.getBytes(StandardCharsets.UTF_8));
    return state.file("answers", key.substring(0, 32) + ".json");
  }
}
