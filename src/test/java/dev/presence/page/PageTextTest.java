package dev.presence.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.model.Address;
import dev.presence.model.NodeName;
import dev.presence.model.NodeRecord;
import dev.presence.model.PartName;
import dev.presence.model.SaidState;
import dev.presence.model.Scope;
import dev.presence.model.Stamp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the file. */
class PageTextTest {
  private static final Instant NOW = Instant.parse("2026-11-22T17:48:30Z");

  private static Card card(String id, Condition condition, String zone, String... holds)
      throws Exception {
    NodeRecord record =
        new NodeRecord(
            new NodeName(id),
            new PartName("app"),
            new Scope("fed1", "lamp"),
            new Address("10.0.3.61"),
            Map.of("http", 80),
            zone,
            50,
            new SaidState("idle", new Stamp("20261122-104830"), null, null, null, null),
            List.of("db"),
            null,
            Map.of());
    return new Card(id, condition, record, "12s", List.of(holds));
  }

  private static Page page(Card... cards) {
    return page(Duration.ofMinutes(5), List.of("/srv/presence"), cards);
  }

  private static Page page(Duration every, List<String> stores, Card... cards) {
    return new Page(
        stores, "i-mon1", NOW, every, List.of(cards), List.of(), List.of(), "presence 1");
  }

  @Test
  void card_ofANode_hasAllThatIsKnownOfIt() throws Exception {
    String text =
        PageText.of(page(card("i-0a", Condition.LATE, "a", "it is late since 20261122-174630")));

    assertThat(text)
        .contains("<h4><bdi>i-0a</bdi></h4><b class=\"st\">late</b>")
        .contains("<bdi>10.0.3.61</bdi> <i><bdi>http</bdi> 80</i>")
        .contains("beat 12s · zone <bdi>a</bdi> · weight 50 · idle since 22 Nov 2026, 10:48<")
        .contains("<bdi>it is late since 22 Nov 2026, 17:46:30</bdi>")
        .contains("<small>1 node: 1 late</small>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</script><!--",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "&lt;b&gt;",
        "@BODY@ @SCRIPT@ @POLICY@"
      })
  void fact_withMarkup_isText(String hostile) throws Exception {
    String plain = PageText.of(page(card("i-0a", Condition.LATE, "x", "x")));

    String text = PageText.of(page(card("i-0a", Condition.LATE, hostile, hostile)));

    String escaped =
        hostile
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;");
    assertThat(text)
        .isEqualTo(
            plain
                .replace("zone <bdi>x</bdi>", "zone <bdi>" + escaped + "</bdi>")
                .replace("why\"><bdi>x</bdi>", "why\"><bdi>" + escaped + "</bdi>"));
  }

  @Test
  void fact_withLineSeparatorsAndDirections_isNamedAndNotObeyed() throws Exception {
    String text = PageText.of(page(card("i-0a", Condition.LATE, "a\u2028b\u202Ec", "r\u2029s\0t")));

    assertThat(text).contains("a\\u2028b\\u202ec").contains("r\uFFFDs\uFFFDt");
    assertThat(text).doesNotContain("\u2028", "\u2029", "\u202E", "\0");
  }

  @Test
  void policy_namesTheStyleSheetAndTheScriptByWhatTheyHold() throws Exception {
    String text = PageText.of(page());

    for (String element : List.of("style", "script")) {
      Matcher inside =
          Pattern.compile("<" + element + ">(.*)</" + element + ">", Pattern.DOTALL).matcher(text);
      assertThat(inside.find()).isTrue();
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(inside.group(1).getBytes(StandardCharsets.UTF_8));
      assertThat(text)
          .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';");
    }
    assertThat(text).contains("content=\"default-src 'none';").doesNotContain(" style=\"");
  }

  @Test
  void page_ofTheSame_isTheSameWhateverTheOrder() throws Exception {
    List<Card> cards = new ArrayList<>();
    for (String id : List.of("i-c", "i-a", "i-b")) {
      cards.add(card(id, Condition.SERVING, "a"));
    }
    String one = PageText.of(page(cards.toArray(new Card[0])));
    Collections.reverse(cards);

    assertThat(PageText.of(page(cards.toArray(new Card[0])))).isEqualTo(one);
  }

  @Test
  void nodes_thatSomebodyHasToSeeTo_standFirst() throws Exception {
    String text =
        PageText.of(
            page(
                card("i-a", Condition.SERVING, "a"),
                card("i-b", Condition.LEFT, "a"),
                card("i-c", Condition.HELD, "a"),
                card("i-d", Condition.DEAD, "a")));

    assertThat(text.replace("\n", "")).matches(".*<h4>.*i-d.*<h4>.*i-c.*<h4>.*i-a.*<h4>.*i-b.*");
  }

  @Test
  void head_andTitle_sayWhichListsAndWhoseView() {
    assertThat(PageText.of(page(Duration.ofMinutes(5), List.of("/srv/a", "/srv/<b>"))))
        .contains("<title>Presence: /srv/a, /srv/&lt;b&gt;, as seen by i-mon1</title>")
        .contains("Lists <bdi>/srv/a</bdi>, <bdi>/srv/&lt;b&gt;</bdi>, as seen by i-mon1</p>");
    assertThat(PageText.of(page(Duration.ZERO, List.of("git:/srv/l"))))
        .contains("<title>Presence: git:/srv/l, drawn by i-mon1</title>");
  }

  @Test
  void age_isToldToTheScriptAndToWhoHasNone() {
    assertThat(PageText.of(page()))
        .contains("data-made=\"1795369710\" data-every=\"300\" data-words=\"5m\"")
        .contains("<time id=\"made\" datetime=\"2026-11-22T17:48:30Z\">22 Nov 2026, 17:48:30 UTC")
        .containsPattern("<noscript>[^\n]*Made every 5m;[^\n]*After 15m believe it no more");
  }

  @Test
  void page_ofThePast_neverGrowsOld() {
    Page past = page(Duration.ZERO, List.of("/srv/presence"));

    assertThat(PageText.of(past))
        .contains("as the list was at")
        .contains("Nobody is on the list.")
        .doesNotContain("data-made=", "<noscript>");
  }
}
