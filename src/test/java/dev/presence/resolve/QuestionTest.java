package dev.presence.resolve;

import static dev.presence.resolve.Questions.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.PartName;
import dev.presence.model.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuestionTest {
  /** What is remembered of an answer stands under these words: another question's must not. */
  @Test
  void words_ofQuestionsThatDiffer_differ() {
    Question apps = Questions.APPS;
    List<Question> questions =
        List.of(
            apps,
            Questions.addressOrNot(apps),
            Questions.without("i-0a", apps),
            Questions.without("i-0b", apps),
            Questions.withFacts(apps, "schema"),
            Questions.withFacts(apps, "schema", "note"),
            ask(Scope.ALL, "db"),
            ask(Scope.ALL, "app", "db"),
            ask(Scope.ALL, "app=ap*"),
            ask(new Scope("fed1", Scope.ANY), "app"),
            ask(new Scope(Scope.ANY, "fed1"), "app"),
            ask(new Scope(null, Scope.ANY), "app"),
            ask(new Scope(null, null), "app"));
    Set<String> words = new HashSet<>();
    for (Question question : questions) {
      words.add(question.words());
    }
    assertThat(words).hasSize(questions.size());
    assertThat(ask(Scope.ALL, "app").words()).isEqualTo(apps.words());
  }

  @Test
  void test_takesThePartsOfAnyAskedOne() {
    Question question = ask(Scope.ALL, "app", "data=db*");
    assertThat(question.test(new PartName("app"))).isTrue();
    assertThat(question.test(new PartName("db1"))).isTrue();
    assertThat(question.test(new PartName("data"))).isFalse();
    assertThat(question.test(new PartName("app1"))).isFalse();
  }
}
