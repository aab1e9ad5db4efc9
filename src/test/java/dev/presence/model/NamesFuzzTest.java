package dev.presence.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules are loops for a fast start; here they meet what they mean, as the contract has it.
 * Searches with {@code JAZZER_FUZZ=1 mvn test -Dtest=NamesFuzzTest}; else the seeds are replayed.
 */
class NamesFuzzTest {
  private static final Pattern NODE =
      Pattern.compile(
          "(?!(con|prn|aux|nul|com[1-9]|lpt[1-9])(\\.|\\z))"
              + "(?!.*\\.\\.)(?!.*(\\.|\\.lock)\\z)[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  @FuzzTest(maxDuration = "60s")
  void anyText_isANameOrATimeJustWhenTheRuleSaysSo(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(NodeName.isValid(text)).isEqualTo(NODE.matcher(text).matches());
    assertThat(PartName.isValid(text)).isEqualTo(PART.matcher(text).matches());
    assertThat(Stamp.isValid(text)).isEqualTo(isStamp(text));
    assertThat(Printable.of(text)).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    if (Address.isValid(text)) {
      Address address = new Address(text);
      Address canonical = new Address(address.canonical());
      assertThat(canonical.canonical()).isEqualTo(canonical.text());
      assertThat(canonical.isLoopback()).isEqualTo(address.isLoopback());
      assertThat(text).matches("[0-9A-Za-z.:-]{1,253}");
    }
  }

  private static boolean isStamp(String text) {
    if (!text.matches("[0-9]{8}-[0-9]{6}") || text.startsWith("0000")) {
      return false;
    }
    try {
      return LocalDateTime.parse(text, STAMP) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
