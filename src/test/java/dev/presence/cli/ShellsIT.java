package dev.presence.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.feed.Formats;
import dev.presence.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The completions that the build made, asked of the shells themselves; and the manual page. */
class ShellsIT {
  private static final Path COMPLETIONS = Path.of("target/completions").toAbsolutePath();
  private static final Path PAGE = Path.of("target/man/presence.1").toAbsolutePath();

  /** Each line of its input is a command line; a line of what completes it is the answer. */
  private static final String BASH =
      """
      source "$1"
      while IFS= read -r line; do
        read -ra COMP_WORDS <<<"$line"
        [[ $line != *' ' ]] || COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        # As readline breaks words.
        if [[ ${COMP_WORDS[COMP_CWORD]} == *[=:]* ]]; then
          last=${COMP_WORDS[COMP_CWORD]}
          unset 'COMP_WORDS[COMP_CWORD]'
          mapfile -t -O "$COMP_CWORD" COMP_WORDS < <(sed 's/[=:]/\\n&\\n/g' <<<"$last" | sed '/^$/d')
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        fi
        _presence
        echo "${COMPREPLY[*]}"
      done
      """;

  /** What matched is what reaches compadd, in a shell on a terminal of its own. */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      answer=$PWD/answer
      zpty shell zsh -f -i
      send() { zpty -w shell "$1" }
      send "PS1= PS2= RPS1=; unsetopt zle_bracketed_paste; zstyle ':completion:*' verbose no"
      send "fpath=(${1:h} \\$fpath); autoload -Uz compinit; compinit -u -D"
      send 'compadd() {
        if [[ ${@[1,(i)(-|--)]} == *-[a-zA-Z]#[OAD]* ]]; then builtin compadd "$@"; return; fi
        local -a hits; builtin compadd -A hits "$@"; print -rl -- $hits >>$answer
        builtin compadd "$@"
      }'
      send "answer=$answer"
      send 'done-with-it() { zle kill-whole-line; print >>$answer.end }; zle -N done-with-it'
      send 'bindkey "^I" list-choices; bindkey "^X" done-with-it'
      send 'echo rea''dy >$answer.end'
      while [[ ! -s $answer.end ]]; do zpty -r -t shell ignored; sleep 0.02; done
      while IFS= read -r line; do
        : >$answer
        rm -f $answer.end
        zpty -w -n shell "$line"$'\\t\\x18'
        while [[ ! -s $answer.end ]]; do zpty -r -t shell ignored; sleep 0.02; done
        echo ${(f)"$(<$answer)"}
      done
      zpty -d shell
      """;

  private static final String FISH =
      """
      source $argv[1]
      while read -l line
        echo (complete -C "$line" | string replace -r '\\t.*' '')
      end
      """;

  /** The shells, and how each is asked. */
  enum Shell {
    BASH("presence.bash", "bash --norc", ShellsIT.BASH),
    ZSH("_presence", "zsh -f", ShellsIT.ZSH),
    FISH("presence.fish", "fish --no-config", ShellsIT.FISH);

    private final String file;
    private final String program;
    private final String script;

    Shell(String file, String program, String script) {
      this.file = file;
      this.program = program;
      this.script = script;
    }
  }

  private final Path folder;

  ShellsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(folder.resolve("some folder"));
    Files.writeString(folder.resolve("some.json"), "{}");
  }

  /** What completes each of the lines. */
  private List<List<String>> completed(Shell shell, List<String> lines) throws Exception {
    List<String> program = List.of(shell.program.split(" ", -1));
    Machine.needs(Machine.can(program.get(0), "--version"), program.get(0));
    Path script = Files.writeString(folder.resolve("ask"), shell.script);
    Files.writeString(folder.resolve("lines"), String.join("\n", lines) + "\n");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\" <lines"));
    command.add(folder.toString());
    command.addAll(program);
    command.add(script.toString());
    command.add(COMPLETIONS.resolve(shell.file).toString());
    Machine.Ended ended =
        Machine.run(
            command, Map.of("HOME", folder.toString(), "LC_ALL", "C.UTF-8", "TERM", "xterm"));
    List<List<String>> answers = new ArrayList<>();
    for (String line : ended.out().split("\n", -1)) {
      answers.add(line.isBlank() ? List.of() : List.of(line.strip().split(" ", -1)));
    }
    assertThat(answers).as("%s", ended).hasSize(lines.size() + 1);
    return answers;
  }

  private List<String> completed(Shell shell, String line) throws Exception {
    return completed(shell, List.of(line)).get(0);
  }

  @ParameterizedTest
  @EnumSource
  void shell_completesCommands(Shell shell) throws Exception {
    List<List<String>> answers = completed(shell, List.of("presence re", "presence "));

    assertThat(answers.get(0)).containsExactlyInAnyOrder("resolve", "remove");
    assertThat(answers.get(1)).containsAll(Commands.NAMES);
  }

  @ParameterizedTest
  @EnumSource
  void shell_completesEveryOptionOfEveryCommand(Shell shell) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String name : Commands.NAMES) {
      lines.add("presence " + name + " --");
    }

    List<List<String>> answers = completed(shell, lines);

    for (int i = 0; i < lines.size(); i++) {
      Command command = Objects.requireNonNull(Commands.named(Commands.NAMES.get(i)));
      List<String> options = new ArrayList<>();
      for (Flag flag : Flags.concat(command.flags(), command.common().toArray(new Flag[0]))) {
        options.add("--" + flag.name());
      }
      // Where a value follows at once, zsh and fish may show it with its sign.
      assertThat(answers.get(i).stream().map(option -> option.replace("=", "")).distinct())
          .as("%s", lines.get(i))
          .containsExactlyInAnyOrderElementsOf(options);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shell_completesValuesThatAreKnown(Shell shell) throws Exception {
    List<List<String>> answers =
        completed(
            shell,
            List.of(
                "presence list --color a",
                "presence list --sort ",
                "presence list --format ",
                "presence resolve --format ",
                "presence list --state dr",
                "presence state id",
                "presence resolve --deployment ",
                "presence list --part a",
                "presence heartbeat --format "));

    assertThat(answers.get(0)).containsExactlyInAnyOrder("auto", "always");
    assertThat(answers.get(1)).containsExactlyInAnyOrderElementsOf(ListColumn.words());
    assertThat(answers.get(2)).containsExactlyInAnyOrder("text", "json");
    assertThat(answers.get(3)).contains("json", "lines").containsAll(Formats.NAMES);
    assertThat(answers.get(4)).containsExactly("draining");
    assertThat(answers.get(5)).containsExactly("idle");
    assertThat(answers.get(6)).containsExactly("any");
    assertThat(answers.get(7)).isEmpty();
    assertThat(answers.get(8)).containsExactlyInAnyOrder("json", "lines");
  }

  @ParameterizedTest
  @EnumSource
  void shell_completesFilesAndFolders(Shell shell) throws Exception {
    List<List<String>> answers =
        completed(
            shell,
            List.of("presence resolve --out so", "presence list --store so", "presence init so"));

    // A blank in a name is the shells' own affair, and each writes it in another way.
    assertThat(String.join(" ", answers.get(0))).contains("some.json").contains("folder");
    assertThat(String.join(" ", answers.get(1))).contains("folder").doesNotContain("some.json");
    assertThat(answers.get(2)).isEqualTo(answers.get(1));
  }

  @ParameterizedTest
  @EnumSource
  void shell_completesHowAFeedBegins(Shell shell) throws Exception {
    List<List<String>> answers =
        completed(
            shell,
            List.of(
                "presence heartbeat --feed ha",
                "presence heartbeat --feed ",
                "presence heartbeat --feed-check pro"));

    assertThat(answers.get(0)).containsExactlyInAnyOrder("haproxy=", "haproxy-map=");
    assertThat(answers.get(1))
        .containsExactlyInAnyOrderElementsOf(
            Formats.NAMES.stream().map(format -> format + "=").toList());
    assertThat(answers.get(2)).containsExactly("prometheus=");
  }

  @ParameterizedTest
  @EnumSource(names = {"BASH", "ZSH"})
  void shell_completesTheFileOfAFeed(Shell shell) throws Exception {
    List<List<String>> answers =
        completed(
            shell,
            List.of(
                "presence heartbeat --feed csv=some.",
                "presence heartbeat --feed haproxy:app=some.",
                "presence heartbeat --feed=csv=some."));

    assertThat(answers.subList(0, 3)).allSatisfy(files -> assertThat(files).contains("some.json"));
  }

  @Test
  void bash_completesAValueBehindItsSign() throws Exception {
    assertThat(completed(Shell.BASH, "presence list --color=ne")).containsExactly("never");
    assertThat(completed(Shell.BASH, "presence list --color=")).hasSize(3);
    assertThat(completed(Shell.BASH, "presence heartbeat --feed=ha")).hasSize(2);
    assertThat(completed(Shell.BASH, "presence heartbeat --feed csv:so")).isEmpty();
  }

  @Test
  void page_hasNothingThatMandocMinds() throws Exception {
    Machine.needs(Machine.can("sh", "-c", "command -v mandoc"), "mandoc");

    Machine.Ended ended = Machine.run("mandoc", "-T", "lint", PAGE.toString());

    assertThat(ended.out() + ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
  }

  @Test
  void page_readByMan_hasAllThatHelpHas() throws Exception {
    Machine.needs(Machine.can("man", "--version"), "man");
    Machine.Ended ended =
        Machine.run(
            List.of("man", "--warnings", "-l", PAGE.toString()),
            Map.of(
                "LC_ALL",
                "C.UTF-8",
                "MANWIDTH",
                "200",
                "MANPAGER",
                "cat",
                "MAN_KEEP_FORMATTING",
                ""));
    String text = ended.out().replaceAll(" +", " ");

    assertThat(ended.err()).isEmpty();
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      assertThat(text).contains("presence " + name);
      assertThat(text).contains(command.summary().substring(1));
      for (Flag flag : command.flags()) {
        assertThat(text).contains("--" + flag.name()).contains(flag.description());
      }
    }
    for (ExitCode exitCode : ExitCode.values()) {
      assertThat(text).contains("\n " + exitCode.number() + " ");
    }
  }

  /** What is shipped is what this build makes, to the byte, whenever and wherever it runs. */
  @Test
  void files_madeAgain_areTheSame() throws Exception {
    ShellFiles.main(new String[] {folder.toString(), "0.0.0", "2026-11-22T00:00:00Z"});

    for (Shell shell : Shell.values()) {
      assertThat(folder.resolve("completions").resolve(shell.file))
          .hasSameTextualContentAs(COMPLETIONS.resolve(shell.file), UTF_8);
    }
    assertThat(Files.readString(folder.resolve("man/presence.1")).lines().skip(2))
        .containsExactlyElementsOf(Files.readAllLines(PAGE).stream().skip(2).toList());
  }
}
