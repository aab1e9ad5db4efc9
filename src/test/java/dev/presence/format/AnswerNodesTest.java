package dev.presence.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.Answer;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.PartQuery;
import dev.presence.model.Question;
import dev.presence.model.Scope;
import dev.presence.resolve.Resolver;
import dev.presence.testing.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerNodesTest {
  private static final NodeRecord PLAIN = Node.of("i-0b", "app").address("10.0.0.2").record();
  private static final NodeRecord FULL =
      Node.of("i-0a", "app").address("10.0.0.1").port("https", 443).port("http", 80).record();
  private static final NodeRecord DRAINING =
      Node.of("i-0c", "app").state("draining").address("10.0.0.3").record();

  @Test
  void lines_areOneANodeWithTabs() throws Exception {
    assertThat(AnswerNodes.read(answer(PLAIN, FULL, DRAINING)).lines())
        .isEqualTo(
            """
            app\tpeer\ti-0a\t10.0.0.1\thttp=80,https=443
            app\tpeer\ti-0b\t10.0.0.2\t-
            app\tdraining\ti-0c\t10.0.0.3\t-
            """);
  }

  @Test
  void lines_ofANodeWithoutAddress_haveADash() throws Exception {
    assertThat(AnswerNodes.read(answer(Node.of("i-0a", "app").record())).lines())
        .isEqualTo("app\tpeer\ti-0a\t-\t-\n");
  }

  /** In the answer a fact stands deeper than in its record, which may nest to its very bound. */
  @Test
  void lines_ofAFactNestedAsDeepAsARecordMay_areThere() throws Exception {
    Object deep = "leaf";
    for (int depth = 2; depth < 20; depth++) {
      deep = List.of(deep);
    }
    NodeRecord record = Node.of("i-0a", "app").address("10.0.0.1").fact("schema", deep).record();
    byte[] printed = RecordFormat.printChecked(record);
    byte[] answer = answer(RecordFormat.parse(printed, printed.length));
    assertThat(AnswerNodes.read(answer).lines()).isEqualTo("app\tpeer\ti-0a\t10.0.0.1\t-\n");
  }

  @Test
  void lines_ofAThousandNodes_areAThousand() throws Exception {
    List<NodeRecord> fleet = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      fleet.add(Node.of("i-" + i, "app").address("10.0." + i / 250 + "." + i % 250).record());
    }
    assertThat(AnswerNodes.read(answer(fleet.toArray(new NodeRecord[0]))).lines().lines())
        .hasSize(1000);
  }

  @Test
  void difference_ofTheSameAnswer_isNothing() throws Exception {
    AnswerNodes nodes = AnswerNodes.read(answer(PLAIN, FULL));
    assertThat(nodes.difference(nodes)).isEmpty();
  }

  @Test
  void difference_namesWhatGoesAndWhatComes() throws Exception {
    AnswerNodes before = AnswerNodes.read(answer(PLAIN, DRAINING));
    AnswerNodes after = AnswerNodes.read(answer(DRAINING, FULL));
    assertThat(before.difference(after))
        .isEqualTo(
            """
            - app peer {"address":"10.0.0.2","id":"i-0b","part":"app","weight":100}
            + app peer {"address":"10.0.0.1","id":"i-0a","part":"app",\
            "ports":{"http":80,"https":443},"weight":100}
            """);
  }

  @Test
  void difference_ofANodeThatBeginsToDrain_isBoth() throws Exception {
    AnswerNodes before = AnswerNodes.read(answer(PLAIN));
    AnswerNodes after =
        AnswerNodes.read(
            answer(Node.of("i-0b", "app").address("10.0.0.2").state("draining").record()));
    assertThat(before.difference(after))
        .isEqualTo(
            """
            - app peer {"address":"10.0.0.2","id":"i-0b","part":"app","weight":100}
            + app draining {"address":"10.0.0.2","id":"i-0b","part":"app","weight":100}
            """);
  }

  @Test
  void noAnswer_isOneWithoutNodes() throws Exception {
    assertThat(AnswerNodes.read(null).lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"presence\": 1}", "{\"presence\": {}}", "x"})
  void bytes_thatAreNoAnswer_areUnreadable(String text) {
    assertThatThrownBy(() -> AnswerNodes.read(text.getBytes(UTF_8)))
        .isInstanceOf(UnreadableException.class);
  }

  private static byte[] answer(NodeRecord... fleet) {
    Question question =
        new Question(
            List.of(PartQuery.of(new PartName("app"))),
            new Scope(null, null),
            List.of("schema"),
            null,
            false);
    Answer answer = Resolver.resolve(question, List.of(fleet)).answer();
    return AnswerFormat.print(answer);
  }
}
