package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.format.AnswerFormat;
import dev.presence.model.Answer;
import dev.presence.testing.Notebook;
import dev.presence.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastAnswersTest {
  private static final byte[] DB = answer("db");
  private static final byte[] APP = answer("app");

  private final Path folder;
  private final LastAnswers answers;

  LastAnswersTest(@TempDir Path folder) {
    this.folder = folder;
    this.answers = answers();
  }

  private static byte[] answer(String part) {
    return AnswerFormat.print(
        new Answer(new TreeMap<>(Map.of(part, new Answer.Part(List.of(), List.of())))));
  }

  /** As the next run of the program opens them. */
  private LastAnswers answers() {
    return new LastAnswers(new StateFolder(folder, false, new Notebook()));
  }

  @Test
  void recall_ofAQuestionAnswered_hasTheAnswersBytes() {
    answers.remember("who?", DB);
    answers.remember("who?", APP);

    assertThat(answers().recall("who?")).isEqualTo(APP);
  }

  @Test
  void recall_ofAnotherQuestion_isNull() {
    answers.remember("who?", DB);

    assertThat(answers.recall("where?")).isNull();
  }

  @Test
  void remember_ofTheSameAnswer_touchesNothing() throws Exception {
    answers.remember("who?", DB);
    Map<String, String> before = Tree.of(folder);

    answers().remember("who?", DB);

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void recall_ofATornAnswer_isNull() throws Exception {
    // It is written without a sync, so a power cut may leave any beginning of it, even none.
    answers.remember("who?", DB);
    Path kept = folder.resolve("answers").resolve(Tree.names(folder.resolve("answers")).get(0));

    for (int length = 0; length < DB.length - 1; length++) {
      Files.write(kept, Arrays.copyOf(DB, length));
      assertThat(answers().recall("who?")).as("after %s bytes", length).isNull();
    }
    Files.write(kept, new byte[DB.length]);
    assertThat(answers().recall("who?")).as("zeros").isNull();
  }
}
