package dev.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher and the jar on a real terminal, which Python makes. */
class TerminalIT {
  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?1049l";
  private static final String HOME = "\u001b[H";

  /**
   * Runs a program on a terminal of so many columns and rows, and plays a part: each further word
   * is {@code see:TEXT}, waits until that was printed behind what was seen before; {@code
   * do:COMMAND}, runs it; {@code key:x}, types; {@code kill:TERM}, to the program; {@code
   * size:COLUMNSxROWS}.
   */
  private static final String PTY =
      """
      import fcntl, os, pty, re, select, signal, struct, subprocess, sys, termios, time
      columns, rows, count = map(int, sys.argv[1:4])
      program, acts = sys.argv[4:4 + count], sys.argv[4 + count:]
      def resize(fd, columns, rows):
          fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
      parent, child = pty.openpty()
      resize(child, columns, rows)
      pid = os.fork()
      if pid == 0:
          os.close(parent)
          # Whoever started the tests may ignore it, and what is ignored cannot be trapped.
          signal.signal(signal.SIGINT, signal.SIG_DFL)
          os.setsid()
          fcntl.ioctl(child, termios.TIOCSCTTY, 0)
          for fd in (0, 1, 2):
              os.dup2(child, fd)
          os.execvp(program[0], program)
      os.close(child)
      out, seen, end = b'', 0, time.time() + 100
      def read():
          global out
          ready = select.select([parent], [], [], 0.05)[0]
          try:
              got = os.read(parent, 65536) if ready else None
          except OSError:
              got = b''
          out += got or b''
          return got != b''
      for act in acts:
          what, text = act.split(':', 1)
          if what == 'see':
              while (at := out.find(text.encode(), seen)) < 0:
                  if time.time() > end or not read():
                      sys.exit(f'never saw {text} in {out}')
              seen = at + len(text.encode())
          elif what == 'do':
              subprocess.run(text, shell=True, check=True)
          elif what == 'key':
              os.write(parent, text.encode())
          elif what == 'size':
              resize(parent, *map(int, text.split('x')))
          else:
              os.kill(pid, getattr(signal, 'SIG' + text))
      while read():
          if time.time() > end:
              sys.exit(f'does not end: {out}')
      sys.stdout.buffer.write(out.replace(b'\\r\\n', b'\\n'))
      code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      sys.exit(code if code >= 0 else 128 - code)
      """;

  private final Installed installed;
  private final Path folder;

  TerminalIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.installed = new Installed(folder);
  }

  @BeforeEach
  void announce() throws Exception {
    Machine.needs(Machine.can("python3", "--version"), "python3");
    for (String id : List.of("i-0a", "i-0b")) {
      installed.node(id, "app", "address.txt", "10.0.3.61", "ports.json", "{\"http\": 80}");
      assertThat(installed.presence("announce").status()).isZero();
    }
    assertThat(installed.presence("drain", "i-0a", "--reason", "größere Platte 大").status())
        .isZero();
    installed.environment.put("TERM", "xterm");
    installed.environment.put("LANG", "de_DE.UTF-8");
  }

  /** Runs the launcher on a terminal of 80 columns and 20 rows, and plays a part. */
  private Machine.Ended onTerminal(List<String> arguments, String... acts) throws Exception {
    List<String> program = installed.command(installed.launcher().toString());
    program.addAll(arguments);
    return play(program, acts);
  }

  private Machine.Ended play(List<String> program, String... acts) throws Exception {
    Path script = Files.writeString(folder.resolve("terminal.py"), PTY);
    List<String> command = new ArrayList<>(List.of("python3", script.toString(), "80", "20"));
    command.add(String.valueOf(program.size()));
    command.addAll(program);
    command.addAll(List.of(acts));
    return Machine.run(command.toArray(new String[0]));
  }

  private String list(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("list"));
    arguments.addAll(List.of(options));
    Machine.Ended ended = onTerminal(arguments);
    assertThat(ended.status()).as("%s", ended).isZero();
    return ended.out();
  }

  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9]*m", "");
  }

  @Test
  void list_onATerminal_isAsWideAndHasColoursAndASum() throws Exception {
    String text = list();

    assertThat(text).contains("\u001b[1mID\u001b[0m");
    assertThat(plain(text).lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(plain(text)).contains("…\n").endsWith("\n\n2 nodes: 2 app; 1 draining\n");
  }

  @Test
  void list_inAPipe_isWholeAndPlain() throws Exception {
    String text = installed.presence("list").out();

    assertThat(text).contains("größere Platte 大").doesNotContain("…", "\u001b", "nodes:");
  }

  @Test
  void list_onATerminalWhoseUserWantsNoColour_hasNone() throws Exception {
    installed.environment.put("NO_COLOR", "1");
    assertThat(list()).doesNotContain("\u001b").contains("…");
    assertThat(list("--color", "always")).contains("\u001b[1m");

    installed.environment.remove("NO_COLOR");
    assertThat(list("--color", "never")).doesNotContain("\u001b");
    installed.environment.put("TERM", "dumb");
    assertThat(list()).doesNotContain("\u001b");
  }

  @Test
  void list_inALocaleOfASCII_isCutWithDots() throws Exception {
    installed.environment.put("LC_ALL", "C");

    assertThat(list()).contains("...\n").doesNotContain("…");
  }

  @Test
  void list_withExportedColumns_isAsWideAsTheySay() throws Exception {
    installed.environment.put("COLUMNS", "300");

    assertThat(list()).contains("größere Platte 大");
  }

  @Test
  void list_whoseInputIsNoTerminal_isCutAllTheSame() throws Exception {
    Path script = installed.script("by", "exec '" + installed.launcher() + "' list </dev/null");

    Machine.Ended ended = play(installed.command(script.toString()));

    assertThat(ended.out()).as("%s", ended).contains("…");
  }

  @Test
  void json_onATerminal_hasNoColours() throws Exception {
    assertThat(list("--format", "json"))
        .isEqualTo(installed.presence("list", "--format", "json").out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "explain app --deployment any --stacktype any", "history", "show i-0a"})
  void table_onATerminal_isNoWiderThanIt(String command) throws Exception {
    Machine.Ended ended = onTerminal(List.of(command.split(" ", -1)));

    assertThat(ended.status()).as("%s", ended).isIn(0, 15);
    assertThat(plain(ended.out()).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @Test
  void watch_untilCtrlC_drawsInPlaceWhatChangesAndRestoresTheScreen() throws Exception {
    installed.node("i-0c", "db", "address.txt", "10.0.3.63");
    Machine.Ended ended =
        onTerminal(
            List.of("list", "--watch", "1s"),
            "see:" + ENTER,
            "see:2 nodes: 2 app",
            "do:" + String.join(" ", installed.command(installed.launcher() + " announce")),
            "see:" + HOME,
            "see:3 nodes: 2 app, 1 db",
            "key:\u0003");

    assertThat(ended.status()).as("%s", ended).isEqualTo(130);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("every 1s; Ctrl-C ends it");
    assertThat(ended.out()).endsWith(LEAVE);
    assertThat(ended.out().split("\\Q" + ENTER + "\\E", -1)).hasSize(2);
  }

  @Test
  void watch_inALoop_endsTheLoopByCtrlCToo() throws Exception {
    Machine.needs(Machine.can("bash", "--version"), "bash");
    Machine.Ended ended =
        play(
            installed.command(
                "bash", "-c", "while :; do '" + installed.launcher() + "' list --watch; done"),
            "see:2 nodes: 2 app",
            "key:\u0003");

    assertThat(ended.status()).as("%s", ended).isEqualTo(130);
    assertThat(ended.out().split("\\Q" + ENTER + "\\E", -1)).hasSize(2);
  }

  @Test
  void watch_ofStatusUntilTerminated_restoresTheScreen() throws Exception {
    Machine.Ended ended =
        onTerminal(List.of("status", "--watch"), "see:WHAT IT SAW", "see:" + HOME, "kill:TERM");

    assertThat(ended.status()).as("%s", ended).isEqualTo(143);
    assertThat(ended.out()).endsWith(LEAVE);
  }

  @Test
  void watch_whenTheListGoesAwayAndComesBack_goesOn() throws Exception {
    String away = folder.resolve("away").toString();
    Machine.Ended ended =
        onTerminal(
            List.of("list", "--watch", "1s"),
            "see:2 nodes: 2 app",
            "do:mv '" + installed.list + "' '" + away + "'",
            "see:no store could be read",
            "do:mv '" + away + "' '" + installed.list + "'",
            "see:2 nodes: 2 app",
            "see:2 nodes: 2 app",
            "key:\u0003");

    assertThat(ended.out()).as("%s", ended).endsWith(LEAVE);
    int failed = ended.out().indexOf("no store could be read");
    String look = ended.out().substring(ended.out().lastIndexOf(HOME, failed), failed);
    assertThat(look).contains("i-0a", "i-0b", "2 nodes: 2 app");
    assertThat(ended.out().substring(ended.out().lastIndexOf(HOME))).doesNotContain("no store");
  }

  @Test
  void watch_whenTheTerminalIsMadeNarrow_fitsAtTheNextLook() throws Exception {
    Machine.Ended ended =
        onTerminal(
            List.of("list", "--watch", "1s", "--color", "never"),
            "see:2 nodes: 2 app",
            "size:40x20",
            "see:" + HOME,
            "see:" + HOME,
            "see:2 nodes: 2 app",
            "key:\u0003");

    String last = ended.out().substring(ended.out().lastIndexOf(HOME) + HOME.length());
    assertThat(last.replaceAll("\u001b\\[[?0-9]*[a-zA-Z]", "").lines())
        .as("%s", ended)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.length()).isLessThan(41));
  }

  @Test
  void watch_ofAListLongerThanTheTerminal_saysHowMuchHasNoRoom() throws Exception {
    for (int i = 0; i < 30; i++) {
      Files.writeString(
          installed.record("i-" + i),
          """
          {"filetype": "nodepresence", "value": {"instance-id": "i-%d", "nodepart": "app"}}
          """
              .formatted(i));
    }

    Machine.Ended ended =
        onTerminal(List.of("list", "--watch"), "see:have no room here", "key:\u0003");

    String look =
        ended.out().substring(ended.out().indexOf(HOME), ended.out().indexOf("no room here"));
    assertThat(look.lines()).as("%s", ended).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void watch_withAColumnThatIsNone_isRefusedOnTheFirstScreen() throws Exception {
    Machine.Ended ended = onTerminal(List.of("list", "--watch", "--sort", "adress"));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).contains("did you mean address?").doesNotContain(ENTER);
  }
}
