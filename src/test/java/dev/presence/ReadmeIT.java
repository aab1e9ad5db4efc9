package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first screen, typed as it stands there. */
class ReadmeIT {
  private final Path folder;
  private final Installed installed;
  private final String readme = Files.readString(Path.of("README.md"));

  ReadmeIT(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    this.installed = new Installed(this.folder);
    installed.environment.put("HOME", this.folder.toString());
  }

  @Test
  void sixtySeconds_typedAsTheyStand_printTheAnswerThatStandsThere() throws Exception {
    List<String> blocks = commands("## Sixty seconds");

    Ended ended = installed.run("sh", "-ec", "cd " + installed.home + "\n" + blocks.get(0));

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.out()).endsWith(answer());
  }

  @Test
  void whatToAskWhenSomethingLooksOdd_isAnsweredAndDrawn() throws Exception {
    List<String> blocks = commands("## Sixty seconds");

    Ended ended =
        installed.run(
            "sh", "-ec", "cd " + installed.home + "\n" + String.join("\n", blocks.subList(0, 3)));

    assertThat(ended.status()).as("%s", ended).isZero();
    assertThat(ended.out()).contains("nobody plays db").contains("i-0a  peer  peer");
    assertThat(folder.resolve("presence/list.html")).exists();
  }

  /** The indented blocks of a section. */
  private List<String> commands(String section) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    boolean fenced = false;
    for (String line : section(section).split("\n", -1)) {
      fenced ^= line.startsWith("```");
      if (!fenced && line.startsWith("    ")) {
        block.append(line.strip()).append('\n');
      } else if (!block.isEmpty()) {
        blocks.add(block.toString());
        block.setLength(0);
      }
    }
    return blocks;
  }

  private String answer() {
    String section = section("## Sixty seconds");
    int start = section.indexOf("```json\n") + "```json\n".length();
    return section.substring(start, section.indexOf("```", start));
  }

  private String section(String title) {
    int start = readme.indexOf(title);
    int end = readme.indexOf("\n## ", start + 1);
    return readme.substring(start, end < 0 ? readme.length() : end);
  }
}
