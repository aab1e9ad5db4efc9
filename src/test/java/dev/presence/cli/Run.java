package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** How a command line ended, and what it printed. */
record Run(int status, String out, String err) {
  /** This run, when it ended so; else the test fails with all that it printed. */
  Run ended(int expected) {
    assertThat(status).as("%s", this).isEqualTo(expected);
    return this;
  }

  /** This run, when it ended well and had nothing to say to people. */
  Run quietly() {
    assertThat(err).as("%s", this).isEmpty();
    return ended(0);
  }

  /** This run, when it failed with one printable line that has these words, and no data. */
  Run failed(int expected, String... words) {
    ended(expected);
    assertThat(out).as("%s", this).isEmpty();
    assertThat(err).startsWith("presence: ").matches("(?U)\\p{Print}+\n");
    for (String word : words) {
      assertThat(err).contains(word);
    }
    return this;
  }

  /** Its stdout as JSON, which it has to be to the last byte. */
  JsonNode json() {
    return json(out);
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** The ids of the peers of that part in the answer on stdout. */
  List<String> peers(String part) {
    return ids("peers", part);
  }

  List<String> draining(String part) {
    return ids("draining", part);
  }

  private List<String> ids(String standing, String part) {
    JsonNode nodes = json().at("/presence/" + standing + "/" + part);
    assertThat(nodes.isArray()).as("%s of %s in %s", standing, part, this).isTrue();
    List<String> ids = new ArrayList<>();
    nodes.forEach(node -> ids.add(node.path("id").asText()));
    return ids;
  }
}
