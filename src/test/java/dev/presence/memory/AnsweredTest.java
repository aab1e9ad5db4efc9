package dev.presence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnsweredTest extends MemoryTestCase {
  private static final Map<String, Answered.Part> PARTS =
      Map.of(
          "app",
          new Answered.Part("sha256:1", List.of("i-0a@b:1", "i-0b@b:2"), List.of("i-0c@b:3")),
          "db",
          new Answered.Part("sha256:2", List.of(), List.of()));

  AnsweredTest(@TempDir Path folder) {
    super(folder);
  }

  private void remember(String question) {
    assertThat(state().change(soon(), () -> new Answered(state()).remember(question, PARTS)))
        .isNull();
  }

  private Map<String, Answered.Part> recall(String question) {
    return new Answered(state()).recall(question);
  }

  @ParameterizedTest
  @ValueSource(strings = {"who?", "peers of app with größe of /srv/lïst 日本", "a\nb", "a\tb"})
  void recall_ofAQuestionAnswered_hasItsParts(String question) {
    remember(question);

    assertThat(recall(question)).isEqualTo(PARTS);
  }

  @Test
  void recall_ofAnotherQuestion_isNothing() throws Exception {
    remember("who?");
    assertThat(recall("where?")).isEmpty();
    Files.copy(file("answered"), folder.resolve("answered").resolve(Key.of("where?")));

    assertThat(recall("where?")).isEmpty();
  }

  @Test
  void recall_ofATornFile_hasNoPartThatIsNotWhole() throws Exception {
    remember("who?");
    byte[] bytes = Files.readAllBytes(file("answered"));

    for (int length = 0; length < bytes.length; length++) {
      Files.write(file("answered"), Arrays.copyOf(bytes, length));
      assertThat(PARTS.entrySet()).as("after %s", length).containsAll(recall("who?").entrySet());
    }
    Files.write(file("answered"), new byte[bytes.length]);
    assertThat(recall("who?")).isEmpty();
  }
}
