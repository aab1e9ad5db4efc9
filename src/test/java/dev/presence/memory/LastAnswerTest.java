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

class LastAnswerTest {
  private static final byte[] DB = answer("db");
  private static final byte[] APP = answer("app");

  private final Path folder;

  LastAnswerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static byte[] answer(String part) {
    return AnswerFormat.print(
        new Answer(new TreeMap<>(Map.of(part, new Answer.Part(List.of(), List.of())))));
  }

  /** As the next run of the program opens it. */
  private LastAnswer last(String question) {
    return new LastAnswer(new StateFolder(folder, false, new Notebook()), question);
  }

  @Test
  void recall_ofAQuestionAnswered_hasTheAnswersBytes() {
    last("who?").remember(DB);
    last("who?").remember(APP);

    assertThat(last("who?").recall()).isEqualTo(APP);
  }

  @Test
  void recall_ofAnotherQuestion_isNull() {
    last("who?").remember(DB);

    assertThat(last("where?").recall()).isNull();
  }

  @Test
  void remember_ofTheSameAnswer_touchesNothing() throws Exception {
    last("who?").remember(DB);
    Map<String, String> before = Tree.of(folder);

    last("who?").remember(DB);

    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void recall_ofATornAnswer_isNull() throws Exception {
    // It is written without a sync, so a power cut may leave any beginning of it, even none.
    last("who?").remember(DB);
    Path kept = folder.resolve("answers").resolve(Tree.names(folder.resolve("answers")).get(0));

    for (int length = 0; length < DB.length - 1; length++) {
      Files.write(kept, Arrays.copyOf(DB, length));
      assertThat(last("who?").recall()).as("after %s bytes", length).isNull();
    }
    Files.write(kept, new byte[DB.length]);
    assertThat(last("who?").recall()).as("zeros").isNull();
  }
}
