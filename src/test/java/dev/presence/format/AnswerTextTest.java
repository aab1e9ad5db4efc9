package dev.presence.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
  private static final Peer FULL = peer("i-0a", "10.0.0.1", Map.of("https", 443, "http", 80));
  private static final Peer PLAIN = peer("i-0b", "10.0.0.2", Map.of());
  private static final Peer THIRD = peer("i-0c", "10.0.0.3", Map.of());

  @Test
  void lines_areOneANodeWithTabs() {
    assertThat(AnswerText.lines(apps(List.of(FULL, PLAIN), List.of(THIRD))))
        .isEqualTo(
            """
            app\tpeer\ti-0a\t10.0.0.1\thttp=80,https=443
            app\tpeer\ti-0b\t10.0.0.2\t-
            app\tdraining\ti-0c\t10.0.0.3\t-
            """);
  }

  @Test
  void lines_ofSeveralParts_areThePeersOfAllAndThenTheDraining() {
    Answer answer =
        new Answer(
            new TreeMap<>(
                Map.of(
                    "db", new Answer.Part(List.of(PLAIN), List.of()),
                    "app", new Answer.Part(List.of(FULL), List.of(THIRD)),
                    "lb", new Answer.Part(List.of(), List.of()))));
    assertThat(AnswerText.lines(answer))
        .isEqualTo(
            """
            app\tpeer\ti-0a\t10.0.0.1\thttp=80,https=443
            db\tpeer\ti-0b\t10.0.0.2\t-
            app\tdraining\ti-0c\t10.0.0.3\t-
            """);
  }

  @Test
  void lines_ofANodeWithoutAddress_haveADash() {
    assertThat(AnswerText.lines(apps(List.of(peer("i-0a", null, Map.of())), List.of())))
        .isEqualTo("app\tpeer\ti-0a\t-\t-\n");
  }

  @Test
  void lines_ofAThousandNodes_areAThousand() {
    List<Peer> fleet = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      fleet.add(peer("i-" + i, "10.0." + i / 250 + "." + i % 250, Map.of()));
    }
    assertThat(AnswerText.lines(apps(fleet, List.of())).lines()).hasSize(1000);
  }

  @Test
  void noAnswer_hasNoLines() {
    assertThat(AnswerText.lines(new Answer(new TreeMap<>()))).isEmpty();
    assertThat(AnswerText.lines(apps(List.of(), List.of()))).isEmpty();
  }

  @Test
  void ports_areSortedByName() {
    assertThat(AnswerText.ports(Map.of("b", 2, "a", 1, "B", 3))).isEqualTo("B=3,a=1,b=2");
    assertThat(AnswerText.ports(Map.of())).isEqualTo("-");
  }

  @Test
  void difference_ofTheSameAnswer_isNothing() {
    Answer answer = apps(List.of(FULL, PLAIN), List.of(THIRD));
    assertThat(AnswerText.difference(answer, answer)).isEmpty();
    assertThat(AnswerText.difference(AnswerText.lines(answer), AnswerText.lines(answer))).isEmpty();
  }

  @Test
  void difference_namesWhatGoesAndWhatComes() {
    assertThat(
            AnswerText.difference(
                apps(List.of(PLAIN), List.of(THIRD)), apps(List.of(FULL), List.of(THIRD))))
        .isEqualTo(
            """
            - app peer {"address":"10.0.0.2","id":"i-0b","part":"app","weight":100}
            + app peer {"address":"10.0.0.1","id":"i-0a","part":"app",\
            "ports":{"http":80,"https":443},"weight":100}
            """);
  }

  @Test
  void difference_ofANodeThatBeginsToDrain_isBoth() {
    assertThat(
            AnswerText.difference(apps(List.of(PLAIN), List.of()), apps(List.of(), List.of(PLAIN))))
        .isEqualTo(
            """
            - app peer {"address":"10.0.0.2","id":"i-0b","part":"app","weight":100}
            + app draining {"address":"10.0.0.2","id":"i-0b","part":"app","weight":100}
            """);
  }

  /** All that the answer holds of a node counts, and what strangers wrote is escaped. */
  @Test
  void difference_ofAFact_isBothInHarmlessLines() {
    String difference =
        AnswerText.difference(
            apps(List.of(withFact("a")), List.of()),
            apps(List.of(withFact("\u001b[2J\n\u202e")), List.of()));
    assertThat(difference)
        .isEqualTo(
            """
            - app peer {"facts":{"note":"a"},"id":"i-0a","part":"app","weight":100}
            + app peer {"facts":{"note":"\\u001b[2J\\n\\u202e"},"id":"i-0a","part":"app",\
            "weight":100}
            """);
    assertThat(US_ASCII.newEncoder().canEncode(difference)).isTrue();
  }

  @Test
  void difference_toNoAnswer_isAllOfIt() {
    Answer none = new Answer(new TreeMap<>());
    assertThat(AnswerText.difference(none, apps(List.of(PLAIN), List.of(THIRD))).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("+ app "));
    assertThat(AnswerText.difference(apps(List.of(PLAIN), List.of(THIRD)), none).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("- app "));
  }

  @Test
  void difference_ofLines_isByLine() {
    assertThat(
            AnswerText.difference(
                AnswerText.lines(apps(List.of(PLAIN, THIRD), List.of())),
                AnswerText.lines(apps(List.of(FULL, PLAIN), List.of()))))
        .isEqualTo(
            """
            - app\tpeer\ti-0c\t10.0.0.3\t-
            + app\tpeer\ti-0a\t10.0.0.1\thttp=80,https=443
            """);
  }

  private static Answer apps(List<Peer> peers, List<Peer> draining) {
    return new Answer(new TreeMap<>(Map.of("app", new Answer.Part(peers, draining))));
  }

  private static Peer peer(String id, @Nullable String address, Map<String, Integer> ports) {
    return new Peer(
        new NodeName(id),
        new PartName("app"),
        address == null ? null : new Address(address),
        ports,
        new Scope(null, null),
        100,
        null,
        Map.of());
  }

  private static Peer withFact(String note) {
    return new Peer(
        new NodeName("i-0a"),
        new PartName("app"),
        null,
        Map.of(),
        new Scope(null, null),
        100,
        null,
        Map.of("note", note));
  }
}
