package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "db-password",
        "PASSWORD",
        "Password2",
        "pass-word",
        "mysql_passwd",
        "secret",
        "client.secret",
        "token",
        "API_TOKEN",
        "private-key",
        "private_key",
        "privateKey",
        "privatekey",
        "ssh.private.key.pem",
      })
  void name_ofASecret_isFound(String name) {
    assertThat(SecretNames.match(name, "x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "schema", "key", "public-key", "pass", "private", "word", "tok-e"})
  void name_ofNoSecret_isLeftAlone(String name) {
    assertThat(SecretNames.match(name, "password")).isFalse();
  }

  @Test
  void name_ofASecretAnywhereInside_isFound() {
    assertThat(SecretNames.match("db", Map.of("user", "u", "password", "p"))).isTrue();
    assertThat(SecretNames.match("db", List.of(1L, List.of(Map.of("a", Map.of("token", 1L))))))
        .isTrue();
    assertThat(SecretNames.match("db", List.of("password", Map.of("a", "token")))).isFalse();
  }

  /** In Turkish, a lower-case I has no dot. */
  @Test
  void name_inCapitals_isFoundInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(SecretNames.match("PRIVATE_KEY", "x")).isTrue();
    } finally {
      Locale.setDefault(before);
    }
  }
}
