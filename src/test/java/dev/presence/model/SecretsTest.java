package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  /** The words of the contract, DESIGN section 3. */
  private static final List<String> WORDS =
      List.of(
          "password",
          "passwd",
          "pwd",
          "secret",
          "token",
          "credential",
          "passphrase",
          "auth",
          "bearer",
          "cookie",
          "otp",
          "session",
          "private key",
          "ssh key",
          "api key",
          "access key");

  /** Each word alone and within a name, in camelCase, kebab, snake, dotted, joined and more. */
  static Stream<String> spellings() {
    List<String> names = new ArrayList<>();
    for (String word : WORDS) {
      for (String phrase : List.of(word, word + "s", word + " 2", "db " + word, word + " file")) {
        names.add(phrase.replace(' ', '-'));
        names.add(phrase.replace(' ', '_'));
        names.add(phrase.replace(' ', '.'));
        names.add(phrase.replace(' ', '_').toUpperCase(Locale.ROOT));
        names.add(camel(phrase));
        names.add(capital(camel(phrase)));
      }
      names.add(word.replace(" ", ""));
      names.add(word.replace(" ", "") + "2");
      names.add(word.replace(" ", "").toUpperCase(Locale.ROOT));
      names.add("DB" + capital(camel(word)));
    }
    return names.stream().distinct();
  }

  private static String camel(String phrase) {
    StringBuilder camel = new StringBuilder();
    for (String word : phrase.split(" ", -1)) {
      camel.append(camel.isEmpty() ? word : capital(word));
    }
    return camel.toString();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void name_withAWordOfTheContractInAnySpelling_isASecret(String name) {
    assertThat(Secrets.isSecretName(name)).isTrue();
    assertThat(Secrets.match(name, 1L)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // What went on the list without a word: findings/people.md section 5, reliability.md m15.
        "api_key",
        "apikey",
        "api-key",
        "access_key",
        "auth",
        "bearer",
        "cert.key",
        "cookie",
        "credential",
        "credentials",
        "dbpass",
        "db-pass",
        "otp",
        "passphrase",
        "pwd",
        "session",
        "ssh_key",
        "ssh_host_rsa_key",
        // Joined to another word, which leaves these words no room to be innocent in.
        "dbpwd",
        "mysql_passwd",
        "rootpassword",
        "clientsecret",
        "authtoken",
        "pass-word",
        "Password2",
        // Acronyms, digits and keys of other kinds.
        "APIKey",
        "HTTPAuth",
        "SSHHostKey",
        "OTPs",
        "s3-access-key",
        "auth2",
        "ssl.key",
        "tlsKey",
        "ecdsa-keys",
        "ssh.private.key.pem",
        // The rule is coarse, and says so loudly rather than let one pass.
        "sessions",
        "session-timeout",
        "secretary",
        "token-ring",
        "pass",
        "ssh-key.pub",
      })
  void name_ofASecret_isFound(String name) {
    assertThat(Secrets.isSecretName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "schema",
        "author",
        "authority",
        "authors",
        "key",
        "keys",
        "keyboard",
        "monkey",
        "turkey",
        "passage",
        "compass",
        "bypass",
        "passenger",
        "public-key",
        "publicKey",
        "ssh-public-key",
        "ssh-host-key.pub",
        "ssh-port",
        "api-version",
        "access-log",
        "ssl-cert",
        "private",
        "private-network",
        "keyring-host",
        "tokyo",
        "tok-e",
        "word",
        "otter",
        "laptop",
        "hotplug",
        "obsession",
        "cook",
        // Not among the words of the contract.
        "pin",
        "oauth",
      })
  void name_ofNoSecret_isLeftAlone(String name) {
    assertThat(Secrets.isSecretName(name)).isFalse();
    assertThat(Secrets.match(name, "password")).isFalse();
  }

  @Test
  void name_thatThisProgramKnows_isNoSecret() {
    for (String name :
        List.of(
            KnownFacts.INSTANCE_ID,
            KnownFacts.NODEPART,
            KnownFacts.ADDRESS,
            KnownFacts.PORTS,
            KnownFacts.STACKTYPE,
            KnownFacts.DEPLOYMENT,
            KnownFacts.INITGITREPO,
            KnownFacts.ZONE,
            KnownFacts.WEIGHT,
            KnownFacts.REQUIRES,
            KnownFacts.STATE,
            KnownFacts.STATETSS,
            KnownFacts.STATELOG,
            KnownFacts.STATEREASON,
            KnownFacts.STATEBY,
            KnownFacts.STATEUNTIL,
            KnownFacts.TSS)) {
      assertThat(Secrets.isSecretName(name)).as(name).isFalse();
    }
  }

  @Test
  void name_ofASecretAnywhereInside_isFound() {
    assertThat(Secrets.match("db", Map.of("user", "u", "password", "p"))).isTrue();
    assertThat(Secrets.match("db", List.of(1L, List.of(Map.of("a", Map.of("token", 1L))))))
        .isTrue();
    assertThat(Secrets.match("db", List.of("password", Map.of("a", "token")))).isFalse();
    assertThat(Secrets.match("db", null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://root:hunter2@10.0.3.54/shop",
        "https://user:pw@example.com/a/b.git",
        "jdbc:postgresql://user:pw@example.com:5432/shop",
        "redis://:hunter2@example.com",
        "amqp://user:p%40w@example.com",
        "amqp://a@b:pw@example.com",
        "amqp://user:p:w@example.com",
        "see https://example.com/a, then https://user:pw@example.com",
        "url=\"mysql://root:hunter2@db\"",
        "MYSQL://ROOT:HUNTER2@DB",
      })
  void text_withThePasswordOfAUrl_isASecretWhateverItsName(String text) {
    assertThat(Secrets.match("db_url", text)).isTrue();
    assertThat(Secrets.match("note", List.of(1L, Map.of("a", List.of("b", text))))).isTrue();
    assertThat(Secrets.match("note", Map.of("a", Map.of(text, true)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "://",
        "://:@",
        "git@example.com:a/b.git",
        "ssh://git@example.com:22/a/b.git",
        "https://example.com",
        "https://example.com:8443/a@b",
        "https://example.com/a:b@c",
        "https://example.com?a:b@c",
        "https://example.com#a:b@c",
        "https://user@example.com",
        "https://user:@example.com",
        "http://[fd00::1]:80/",
        "mailto:a:b@c",
        "a://b:c d@e",
        "<https://example.com:80> a@b",
        // A rule about the password of a URL, not about all that a query may hold.
        "postgres://example.com/shop?password=hunter2",
      })
  void text_withoutThePasswordOfAUrl_isLeftAlone(String text) {
    assertThat(Secrets.match("db_url", text)).isFalse();
  }

  /** A list holds texts of strangers: each is looked through once. */
  @Test
  void text_fullOfBeginningsOfUrls_isLookedThroughAtOnce() {
    assertThat(Secrets.match("note", "a://b:".repeat(100_000))).isFalse();
    assertThat(Secrets.match("note", "a://".repeat(100_000) + "b:c@d")).isTrue();
  }

  /** In Turkish, a lower-case I has no dot. */
  @Test
  void name_inCapitals_isFoundInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(Secrets.match("PRIVATE_KEY", "x")).isTrue();
      assertThat(Secrets.match("CREDENTIAL", "x")).isTrue();
    } finally {
      Locale.setDefault(before);
    }
  }
}
