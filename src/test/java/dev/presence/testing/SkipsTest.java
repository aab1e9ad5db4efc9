package dev.presence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkipsTest {
  /** Not found by Maven, which leaves nested classes out. */
  static class Some {
    @Test
    void runs() {}

    @Test
    void wants() {
      abort("needs a moon\nand more");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void wantsOf(int number) {
      if (number == 2) {
        abort("needs a second moon");
      }
    }

    @Test
    @Disabled("by hand")
    void disabled() {}
  }

  static class None {
    @BeforeAll
    static void prepare() {
      abort("needs a sun");
    }

    @Test
    void runs() {}
  }

  @Test
  void test_thatIsNotRun_isNamedWithTheReasonInALine() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(Some.class), selectClass(None.class))
            .build();

    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new Skips(new PrintStream(said, true, UTF_8)))
                .build())
        .execute(request);

    assertThat(said.toString(UTF_8).lines())
        .containsExactlyInAnyOrder(
            "SKIPPED: SkipsTest$Some#wants: needs a moon",
            "SKIPPED: SkipsTest$Some#wantsOf [2] 2: needs a second moon",
            "SKIPPED: SkipsTest$Some#disabled: by hand",
            "SKIPPED: SkipsTest$None: needs a sun");
  }
}
