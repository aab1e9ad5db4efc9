package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.BadTextException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "git:https://h/r.git https://h/r.git '' presence git:https://h/r.git",
        "git://h:9419/r.git git://h:9419/r.git '' presence git:git://h:9419/r.git",
        "git:git://h/r git://h/r '' presence git:git://h/r",
        "git:ssh://git@h:22/~a/r#main ssh://git@h:22/~a/r main presence git:ssh://git@h:22/~a/r#main",
        "git:git@h:a/r.git#a/b git@h:a/r.git a/b presence git:git@h:a/r.git#a/b",
        "git:h:r#main:x/y h:r main x/y git:h:r#main:x/y",
        "git:file:///srv/r.git#: file:///srv/r.git '' '' git:file:///srv/r.git#:",
        "git:/srv/a/../r.git /srv/r.git '' presence git:/srv/r.git",
        "git:https://h/a#b#c https://h/a#b c presence git:https://h/a#b#c",
      })
  void parse_ofEachForm_isItsParts(
      String address, String url, String branch, String path, String name) throws Exception {
    GitAddress parsed = GitAddress.parse(address);

    assertThat(parsed.url()).hasToString(url);
    assertThat(parsed.branch()).isEqualTo(branch);
    assertThat(parsed.path()).isEqualTo(path);
    assertThat(parsed.name()).isEqualTo(name);
    assertThat(parsed.layout()).isEqualTo(GitAddress.Layout.BRANCH);
    assertThat(parsed.beats()).isTrue();
  }

  @Test
  void parse_ofOptions_isWhatTheySayAndOnlyTheLayoutIsAnotherList() throws Exception {
    GitAddress parsed = GitAddress.parse("git:https://h/r?layout=refs&beats=no&auth=/etc/t#main");

    assertThat(parsed.layout()).isEqualTo(GitAddress.Layout.REFS);
    assertThat(parsed.beats()).isFalse();
    assertThat(parsed.auth()).isEqualTo(Path.of("/etc/t"));
    assertThat(parsed.name()).isEqualTo("git:https://h/r?layout=refs#main");
  }

  @Test
  void parse_ofARelativePath_isTakenFromTheCurrentFolder() throws Exception {
    assertThat(GitAddress.parse("git:r.git").url().getPath())
        .isEqualTo(Path.of("r.git").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git:https://me:hunter2@h/r",
        "git:https://hunter2@h/r",
        "git:ssh://me:hunter2@h/r",
        "git:https://me:hunter2@h/r?layout=refs#main",
        "git:https://me:hun/ter2@h/r",
        "git:https://me:hun#ter2@h/r",
        "git:https://me:hun?ter2@h/r"
      })
  void parse_ofASecret_isRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> GitAddress.parse(address))
        .isInstanceOf(BadTextException.class)
        .hasMessageContaining("auth=FILE")
        .hasMessageNotContaining("hun")
        .hasMessageNotContaining("ter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git:",
        "git:ftp://h/r",
        "git:https://h/r?x",
        "git:https://h/r#a..b",
        "git:https://h/r#a b",
        "git:https://h/r#main:/x",
        "git:https://h/r#main:x/../y",
        "git:https://h/r#main:.git",
        "git:https://h/r#main:x//y",
      })
  void parse_ofWhatIsNoList_saysWhatIsWrong(String address) {
    assertThatThrownBy(() -> GitAddress.parse(address))
        .isInstanceOf(BadTextException.class)
        .message()
        .matches("\\p{Print}{20,}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "layout=tree|layout of a Git store is branch or refs",
        "beats=none|beats of a Git store is yes or no",
        "auth=|auth of a Git store is a file's path",
        "layout=refs&layout=branch|a Git store has layout twice: say it once",
      })
  void parse_ofAWrongValue_saysWhatItMayBe(String options, String message) {
    assertThatThrownBy(() -> GitAddress.parse("git:https://h/r?" + options)).hasMessage(message);
  }
}
