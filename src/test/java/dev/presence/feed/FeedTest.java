package dev.presence.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Address;
import dev.presence.model.Answer;
import dev.presence.model.NodeName;
import dev.presence.model.PartName;
import dev.presence.model.Peer;
import dev.presence.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whom each format carries, and docs/feeds.md; what it looks like is in the transcript feeds.txt.
 */
class FeedTest {
  static final List<String> FORMATS = Formats.NAMES;

  private static final Wishes NONE = new Wishes(Map.of(), List.of());

  private static Peer peer(
      String id, Map<String, Integer> ports, Map<String, @Nullable Object> facts) {
    return new Peer(
        new NodeName(id),
        new PartName("app"),
        new Address("10.0.3.61"),
        ports,
        new Scope("fed1", "lamp"),
        50,
        "a",
        facts);
  }

  private static Peer peer(String id) {
    return peer(id, Map.of("http", 80), Map.of());
  }

  private static Answer answer(String part, Peer... peers) {
    SortedMap<String, Answer.Part> parts = new TreeMap<>();
    parts.put(part, new Answer.Part(List.of(peers), List.of()));
    return new Answer(parts);
  }

  private static Rendered render(String format, Answer answer, Wishes wishes) {
    return Objects.requireNonNull(Formats.named(format)).render(answer, wishes);
  }

  private static List<String> leftOut(String format, Answer answer, Wishes wishes) {
    return render(format, answer, wishes).leftOut().stream()
        .map(peer -> peer.sentence(format))
        .toList();
  }

  @ParameterizedTest
  @FieldSource("FORMATS")
  void page_ofAFormat_hasWhatItPrints(String format) throws IOException {
    String page = Files.readString(Path.of("docs/feeds.md"));
    String text = render(format, answer("app", peer("i-0a")), NONE).text();

    assertThat(page).contains("\n## " + format + "\n");
    assertThat(page).contains(text.replace(Draft.HEAD, "").replace("\r\n", "\n").strip());
  }

  @ParameterizedTest
  @FieldSource("FORMATS")
  void feed_ofTheSameAnswer_isTheSameText(String format) {
    Wishes wishes = new Wishes(Map.of("app", "http"), List.of("x", "y"));
    Map<String, @Nullable Object> facts = Map.of("x", "1", "y", Map.of("a", 1L, "b", "2"));
    Answer one = answer("app", peer("i-0a", Map.of("http", 80, "x", 81), facts), peer("i-0b"));
    Answer same =
        answer(
            "app",
            peer("i-0a", new TreeMap<>(Map.of("x", 81, "http", 80)), new TreeMap<>(facts)),
            peer("i-0b"));

    assertThat(render(format, same, wishes)).isEqualTo(render(format, one, wishes));
  }

  /** With globs a node may play two of the asked parts. */
  @ParameterizedTest
  @FieldSource("FORMATS")
  void node_ofTwoParts_isInBothAndDefinedOnce(String format) {
    SortedMap<String, Answer.Part> parts = new TreeMap<>(answer("all", peer("i-0a")).parts());
    parts.putAll(answer("app", peer("i-0a")).parts());

    Rendered rendered = render(format, new Answer(parts), NONE);

    assertThat(rendered.leftOut()).isEmpty();
    assertThat(rendered.text())
        .containsOnlyOnce(
            switch (format) {
              case "nagios" -> "host_name i-0a\n";
              case "icinga2" -> "object Host \"i-0a\"";
              case "hosts" -> "10.0.3.61\ti-0a\n";
              case "haproxy" -> "backend app\n    server i-0a";
              case "haproxy-map" -> "app1 ";
              case "prometheus" -> "\"presence_part\": \"app\"";
              case "env" -> "presence_app_1_id='i-0a'";
              case "csv" -> "app,peer,i-0a";
              default -> "\"presence_app\": {";
            });
  }

  @Test
  void nagiosAndIcinga_ofANodeOfTwoParts_nameBothGroups() {
    SortedMap<String, Answer.Part> parts = new TreeMap<>(answer("all", peer("i-0a")).parts());
    parts.putAll(answer("app", peer("i-0a")).parts());

    assertThat(render("nagios", new Answer(parts), NONE).text())
        .contains("hostgroups presence-all,presence-app\n");
    assertThat(render("icinga2", new Answer(parts), NONE).text())
        .contains("groups = [ \"presence-all\", \"presence-app\" ]");
  }

  @Test
  void env_ofPortsThatAreOneVariable_leavesThatNodeOut() {
    Answer answer = answer("app", peer("i-0a", Map.of("a-b", 1, "a_b", 2), Map.of()), peer("i-0b"));

    assertThat(leftOut("env", answer, NONE))
        .containsExactly(
            "i-0a of app is left out of env: it has ports or facts that make one variable");
    assertThat(render("env", answer, NONE).text())
        .contains("presence_app_count=1\n", "presence_app_1_id='i-0b'\n");
  }

  @Test
  void env_ofPartsThatAreOneVariable_leavesTheNodesOfTheSecondOut() {
    SortedMap<String, Answer.Part> parts = new TreeMap<>(answer("a-b", peer("i-0a")).parts());
    parts.putAll(answer("a_b", peer("i-0b")).parts());

    assertThat(leftOut("env", new Answer(parts), NONE)).singleElement().asString().contains("i-0b");
  }

  /** {@code presence_app_1_port_count} would be both the count of a part and a port's. */
  @Test
  void env_ofAPortThatIsAnotherPartsVariable_leavesThatNodeOut() {
    SortedMap<String, Answer.Part> parts =
        new TreeMap<>(answer("app", peer("i-0a", Map.of("count", 7), Map.of())).parts());
    parts.putAll(answer("app_1_port").parts());

    assertThat(leftOut("env", new Answer(parts), NONE)).hasSize(1);
    assertThat(render("env", new Answer(parts), NONE).text())
        .containsOnlyOnce("presence_app_1_port_count=");
  }

  @Test
  void prometheus_ofFactsThatAreOneLabel_leavesThatNodeOut() {
    Wishes wishes = new Wishes(Map.of(), List.of("a.b", "a-b"));
    Answer answer =
        answer("app", peer("i-0a", Map.of("p", 1), Map.of("a.b", "1", "a-b", "2")), peer("i-0b"));

    assertThat(leftOut("prometheus", answer, wishes))
        .singleElement()
        .asString()
        .contains("i-0a", "one label", "a-b");
  }

  @Test
  void ansible_ofAFactWithAKeyOfItsOwn_leavesThatNodeOutOfAllParts() {
    Map<String, @Nullable Object> facts =
        Map.of("x", List.of(Map.of("__ansible_unsafe", "{{ x }}")));
    Wishes wishes = new Wishes(Map.of(), List.of("x"));
    SortedMap<String, Answer.Part> parts =
        new TreeMap<>(answer("all", peer("i-0a", Map.of(), facts)).parts());
    parts.putAll(answer("app", peer("i-0a", Map.of(), facts), peer("i-0b")).parts());

    assertThat(leftOut("ansible", new Answer(parts), wishes)).hasSize(1);
    assertThat(render("ansible", new Answer(parts), wishes).text()).doesNotContain("i-0a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"all", "ungrouped", "localhost", "127.0.0.1", "presence_app", "presence_db"})
  void ansible_ofAnIdThatIsAGroupOrThisMachine_leavesItOut(String id) {
    Answer answer = answer("app", peer(id), peer("i-0b"));

    assertThat(leftOut("ansible", answer, NONE)).singleElement().asString().startsWith(id + " of");
    assertThat(render("ansible", answer, NONE).text())
        .doesNotContain("\"presence_id\": \"" + id + "\"");
  }

  @Test
  void haproxyMap_ofPartsWithOneSlot_leavesTheSecondOut() {
    Peer[] eleven = new Peer[11];
    for (int i = 0; i < eleven.length; i++) {
      eleven[i] = peer("i-%02d".formatted(i));
    }
    SortedMap<String, Answer.Part> parts = new TreeMap<>(answer("app", eleven).parts());
    parts.putAll(answer("app1", peer("i-x")).parts());

    assertThat(leftOut("haproxy-map", new Answer(parts), NONE))
        .singleElement()
        .asString()
        .contains("i-x of app1", "a file of its own");
    assertThat(render("haproxy-map", new Answer(parts), NONE).text()).containsOnlyOnce("app11 ");
  }

  @Test
  void wishes_inWords_areTheSameForTheSame() {
    assertThat(new Wishes(new TreeMap<>(Map.of("b", "x", "a", "y")), List.of("f")).words())
        .isEqualTo("ports {a=y, b=x} facts [f]");
  }
}
