package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/commands.md says what the program says of itself. */
class CommandsDocTest {
  private String page = "";

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("docs/commands.md"));
  }

  @Test
  void page_ofEveryCommand_hasItsHelpToTheLetter() {
    assertThat(page).contains("```\n" + HelpText.overview() + "```\n");
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      assertThat(page)
          .contains("\n## " + name + "\n")
          .contains("```\n" + HelpText.own(name, command) + "```\n");
    }
  }

  @Test
  void page_ofTheCommonOptions_hasThemOnce() {
    assertThat(page).containsOnlyOnce(HelpText.common(Flags.COMMON));
  }

  @Test
  void page_ofExitCodes_hasEachNumber() {
    for (ExitCode exitCode : ExitCode.values()) {
      assertThat(page).contains("\n| %d | %s |\n".formatted(exitCode.number(), exitCode.meaning()));
    }
  }
}
