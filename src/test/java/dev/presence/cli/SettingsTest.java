package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where options come from; shown by a command that is asked for one of three parts. */
class SettingsTest {
  private final Fleet fleet;

  SettingsTest(@TempDir Path folder) {
    this.fleet = new Fleet(folder);
    fleet.announced("i-flag", "flag");
    fleet.announced("i-variable", "variable");
    fleet.announced("i-config", "config");
    fleet.environment.put("PRESENCE_DEPLOYMENT", "any");
    fleet.environment.put("PRESENCE_STACKTYPE", "any");
  }

  private void config(String json) {
    fleet.write("presence.json", json);
  }

  @Test
  void option_inTheConfiguration_isTaken() {
    config("{\"part\": [\"config\"]}");

    assertThat(fleet.run("resolve").quietly().peers("config")).containsExactly("i-config");
  }

  @Test
  void option_inTheEnvironment_replacesTheConfiguration() {
    config("{\"part\": [\"config\"]}");
    fleet.environment.put("PRESENCE_PART", "variable");

    Run run = fleet.run("resolve").quietly();

    assertThat(run.peers("variable")).containsExactly("i-variable");
    assertThat(run.json().at("/presence/peers")).hasSize(1);
  }

  @Test
  void option_onTheCommandLine_replacesEnvironmentAndConfiguration() {
    config("{\"part\": [\"config\"]}");
    fleet.environment.put("PRESENCE_PART", "variable");

    Run run = fleet.run("resolve", "--part", "flag").quietly();

    assertThat(run.peers("flag")).containsExactly("i-flag");
    assertThat(run.json().at("/presence/peers")).hasSize(1);
  }

  @Test
  void option_thatIsRepeatable_isAnArrayLinesOrGivenAgain() {
    Run expected = fleet.run("resolve", "--part", "flag", "--part", "config").quietly();

    fleet.environment.put("PRESENCE_PART", "flag\n\n config \n");
    assertThat(fleet.run("resolve")).isEqualTo(expected);

    fleet.environment.remove("PRESENCE_PART");
    config("{\"part\": [\"flag\", \"config\"]}");
    assertThat(fleet.run("resolve")).isEqualTo(expected);
  }

  @Test
  void option_thatIsRepeatableAndGivenOnce_needsNoArray() {
    config("{\"part\": \"config\"}");

    assertThat(fleet.run("resolve").quietly().peers("config")).containsExactly("i-config");
  }

  @Test
  void option_thatIsNotRepeatableAndGivenTwice_isTheLast() {
    assertThat(
            fleet
                .run("resolve", "--part", "flag", "--deployment", "x", "--deployment", "fed1")
                .quietly()
                .peers("flag"))
        .containsExactly("i-flag");
  }

  @Test
  void option_thatIsOnOrOff_canBeSetAnywhere() {
    config("{\"part\": \"flag\", \"without-self\": true}");
    assertThat(fleet.as("i-flag", "resolve").quietly().peers("flag")).isEmpty();

    fleet.environment.put("PRESENCE_WITHOUT_SELF", "false");
    assertThat(fleet.as("i-flag", "resolve").quietly().peers("flag")).containsExactly("i-flag");

    assertThat(fleet.as("i-flag", "resolve", "--without-self").quietly().peers("flag")).isEmpty();
  }

  @Test
  void option_thatIsOnOrOffAndNeither_isRefused() {
    fleet.environment.put("PRESENCE_READ_ONLY", "yes");

    fleet.run("resolve", "--part", "flag").failed(2, "--read-only is true or false, not \"yes\"");
  }

  @Test
  void configuration_namedByTheCommandLine_isRead() {
    Path other = fleet.write("other.json", "{\"part\": \"config\"}");
    config("broken");

    assertThat(fleet.run("resolve", "--config", other.toString()).quietly().peers("config"))
        .containsExactly("i-config");
  }

  @Test
  void configuration_thatWasNamedAndIsNotThere_isRefused() {
    Path none = fleet.folder.resolve("none.json");

    fleet.run("list", "--config", none.toString()).failed(10, none.toString(), "is not there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"part\"",
        "{\"part\": \"a\"} x",
        "{\"part\": \"a\", \"part\": \"b\"}",
        "{\"parts\": \"a\"}",
        "{\"config\": \"other.json\"}",
        "{\"part\": {}}",
        "{\"part\": null}",
        "{\"part\": [[\"a\"]]}",
        "{\"deployment\": [\"a\"]}",
        "{\"minimum\": 1.5}",
        "{\"\\u001b[2J\": 1}"
      })
  void configuration_thatIsWrong_endsWithTenAndNamesTheFile(String json) {
    config(json);

    fleet.run("list").failed(10, "the configuration " + fleet.config + " ");
  }

  @Test
  void configuration_thatIsAFolder_endsWithTen() {
    fleet.run("list", "--config", fleet.folder.toString()).failed(10, "is a folder");
  }

  @Test
  void configuration_withABadDuration_endsWithTenAndNamesTheFile() {
    config("{\"timeout\": \"soon\"}");

    fleet.run("list").failed(10, fleet.config.toString(), "soon");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10",
        "s",
        "",
        "0s",
        "-5s",
        "1.5s",
        "10 s",
        "10S",
        "10ms",
        "5w",
        "36501d",
        "9999999999s",
        "+5s",
        "\u0661s"
      })
  void duration_thatIsNone_isAUsageError(String text) {
    fleet.run("list", "--timeout", text).failed(2, "--timeout is a time such as 10s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "5m", "2h", "30d", "36500d"})
  void duration_inEachUnit_isTaken(String text) {
    fleet.run("list", "--timeout", text).quietly();
  }

  /** The cookbook writes one into each configuration, and it is meant for the lists. */
  @Test
  void patience_isWhatTheCommandLineSaysAlone() {
    Duration usual = Duration.ofMinutes(30);
    Map<String, String> environment = Map.of("PRESENCE_TIMEOUT", "10s");
    String[] given = {"--timeout", "2s"};

    assertThat(settings(environment).duration(Flags.TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings(environment).patience(usual)).isEqualTo(usual);
    assertThat(settings(environment, given).patience(usual)).isEqualTo(Duration.ofSeconds(2));
  }

  private static Settings settings(Map<String, String> environment, String... given) {
    return new Settings(Arguments.parse(List.of(Flags.CONFIG, Flags.TIMEOUT), given), environment);
  }
}
