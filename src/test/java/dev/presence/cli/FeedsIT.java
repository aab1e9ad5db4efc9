package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.presence.feed.Formats;
import dev.presence.files.Deadline;
import dev.presence.format.JsonReader;
import dev.presence.format.JsonWriter;
import dev.presence.heartbeat.CandidateCheck;
import dev.presence.testing.Installed;
import dev.presence.testing.Machine;
import dev.presence.testing.Machine.Ended;
import dev.presence.testing.Tree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Each feed as the real program reads it, of a fleet that means no good: what comes out of the
 * program is what nodes said, or the node is named as left out.
 */
class FeedsIT {
  static final List<String> FORMATS = Formats.NAMES;

  private static final Pattern LEFT_OUT =
      Pattern.compile("presence: (\\S+) of (\\S+) is left out of (\\S+): .*");

  /** What nodes say in their fact {@code essay}, as JSON. */
  private static final Map<String, String> ESSAYS = new LinkedHashMap<>();

  static {
    ESSAYS.put("i-plain", "\"1.2.3\"");
    ESSAYS.put("i-empty", "\"\"");
    ESSAYS.put(
        "i-shell", "\"it's \\\"q\\\" \\\\ $(touch pwned) `touch pwned` $HOME ! * ? ; # & | > <\"");
    ESSAYS.put("i-jinja", "\"{{ lookup('pipe', 'touch pwned') }}{% raw %}{# x\"");
    ESSAYS.put("i-lines", "\"a\\nb\\r\\nc\\td\\n\\n\"");
    ESSAYS.put("i-spaces", "\"  x, y;  \"");
    ESSAYS.put("i-bidi", "\"\\u202eevil\\u2066 \\u00e9 \\ud83d\\udca3 \\u001b[2J \\u007f\"");
    ESSAYS.put("i-formula", "\"=cmd|' /C calc'!A0\"");
    ESSAYS.put("i-plus", "\"+1\"");
    ESSAYS.put("i-minus", "\"-1\"");
    ESSAYS.put("i-at", "\"@x\"");
    ESSAYS.put("i-wide", "\"\\uff1dcmd\"");
    ESSAYS.put("i-zero", "\"a\\u0000b\"");
    ESSAYS.put("i-half", "\"a\\ud800b\"");
    ESSAYS.put("i-object", "{\"a\": [\"{{ 7*7 }}\", null, 3, true], \"}\": {\"$(x)\": \"'\"}}");
    ESSAYS.put("i-marked", "{\"b\": [{\"__ansible_vault\": \"x\"}]}");
    ESSAYS.put("i-number", "-12345678901234567890");
    ESSAYS.put("i-true", "true");
  }

  private final Path folder;
  private final Installed installed;

  FeedsIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.installed = new Installed(folder);
  }

  private static void needs(String program, String what) throws InterruptedException {
    Machine.needs(
        Machine.can("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin command -v " + program), what);
  }

  private static Ended runs(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("env", "PATH=/usr/bin:/bin:/usr/sbin:/sbin"));
    all.addAll(List.of(command));
    return Machine.run(all, Map.of());
  }

  private static Ended passes(String... command) throws Exception {
    Ended ended = runs(command);
    assertThat(ended.status()).as("%s: %s", List.of(command), ended).isZero();
    return ended;
  }

  private void say(String id, String facts) throws IOException {
    Files.writeString(
        Files.createDirectories(installed.list.resolve("all")).resolve(id + ".json"),
        "{\"filetype\":\"nodepresence\",\"value\":{\"instance-id\":\"%s\",\"nodepart\":\"app\",%s}}"
            .formatted(id, facts));
  }

  private void fleet() throws IOException {
    int host = 1;
    for (Map.Entry<String, String> essay : ESSAYS.entrySet()) {
      String facts =
          "\"address\":\"10.0.0.%d\",\"ports\":{\"http\":80},\"zone\":\"a.b_c-d\",\"essay\":%s";
      say(essay.getKey(), facts.formatted(host++, essay.getValue()));
    }
    say("i-ipv6", "\"address\":\"fd00::1\",\"ports\":{\"http\":80}");
    say("i-mapped", "\"address\":\"::ffff:10.0.0.99\",\"ports\":{\"http\":80}");
    say("i-name", "\"address\":\"nowhere.invalid\",\"ports\":{\"http\":80}");
    say("i-two", "\"address\":\"10.0.1.1\",\"ports\":{\"http\":80,\"x-y\":81}");
    say("i-none", "\"address\":\"10.0.1.2\"");
    say("i-twins", "\"address\":\"10.0.1.3\",\"ports\":{\"a-b\":80,\"a_b\":81}");
    say("localhost", "\"address\":\"10.0.1.4\",\"ports\":{\"http\":80}");
    say("www.example.com", "\"address\":\"10.0.1.5\",\"ports\":{\"http\":80}");
    say("10.0.0.1", "\"address\":\"10.0.1.6\",\"ports\":{\"http\":80}");
    int last = 1;
    for (String id :
        List.of("all", "ungrouped", "presence_app", "127.0.0.1", "localhost4", "ip6-x")) {
      say(id, "\"address\":\"10.0.2.%d\",\"ports\":{\"http\":80}".formatted(last++));
    }
    say("i-drains", "\"address\":\"10.0.1.7\",\"ports\":{\"http\":80},\"state\":\"draining\"");
    say("null", "\"address\":\"10.0.1.9\",\"ports\":{\"null\":80},\"zone\":\"null\"");
    say("i-heavy", "\"address\":\"10.0.1.8\",\"ports\":{\"http\":65535},\"weight\":256");
  }

  private Set<String> everybody() throws IOException {
    Set<String> ids = new TreeSet<>();
    for (String name : Tree.names(installed.list.resolve("all"))) {
      ids.add(name.replace(".json", ""));
    }
    return ids;
  }

  /** A feed in a file, and who is left out of it. */
  private record Made(Path file, Set<String> leftOut) {}

  private Made feed(String format, String part, String name, String... more) throws Exception {
    Path file = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("resolve", "--format", format, "--part", part));
    command.addAll(List.of("--out", file.toString(), "--fact", "essay"));
    command.addAll(List.of("--deployment", "any", "--stacktype", "any"));
    command.addAll(List.of(more));
    Ended ended = installed.presence(command.toArray(new String[0]));
    assertThat(ended.status()).as("%s", ended).isZero();
    Set<String> leftOut = new TreeSet<>();
    for (String line : ended.err().lines().toList()) {
      Matcher matcher = LEFT_OUT.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      assertThat(matcher.group(3)).isEqualTo(format);
      assertThat(leftOut.add(matcher.group(1))).as(line).isTrue();
    }
    return new Made(file, leftOut);
  }

  /**
   * Who came out of the program; with those that were left out it is everybody, and nobody twice.
   */
  private void assertWhole(Made made, Set<String> read) throws IOException {
    Set<String> all = new TreeSet<>(read);
    all.addAll(made.leftOut());
    assertThat(all).isEqualTo(everybody());
    Set<String> both = new TreeSet<>(read);
    both.retainAll(made.leftOut());
    assertThat(both).as("read and left out").isEmpty();
  }

  /** A fact as text: as it was said, or as JSON. */
  private static String text(String json) throws Exception {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Object value = JsonReader.readValue(bytes, bytes.length);
    return value instanceof String said
        ? said
        : new String(JsonWriter.print(value, JsonWriter.Style.COMPACT), StandardCharsets.UTF_8);
  }

  private void assertEssays(Map<String, String> read) throws Exception {
    for (Map.Entry<String, String> essay : ESSAYS.entrySet()) {
      if (read.containsKey(essay.getKey())) {
        assertThat(read.get(essay.getKey())).as(essay.getKey()).isEqualTo(text(essay.getValue()));
      }
    }
    assertThat(read).containsKeys("i-plain", "i-shell", "i-bidi", "i-lines", "i-number");
    assertThat(Path.of("pwned")).doesNotExist();
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  /** What a Python script prints, as JSON; it gets the file's name. */
  private static JsonNode python(String script, Path file) throws Exception {
    needs("python3", "python3");
    return Run.json(passes("python3", "-X", "utf8", "-c", script, file.toString()).out());
  }

  /** The example of the documentation that begins so, an indented block, as it stands there. */
  private static String documented(String beginning) throws IOException {
    StringBuilder example = new StringBuilder();
    for (String line : Files.readAllLines(Path.of("docs/feeds.md"))) {
      if (line.startsWith("    ") && (!example.isEmpty() || line.strip().startsWith(beginning))) {
        example.append(line.substring(4)).append('\n');
      } else if (!example.isEmpty()) {
        break;
      }
    }
    assertThat(example.toString()).as(beginning).isNotEmpty();
    return example.toString();
  }

  /** The check of the documentation for that format. */
  private static String documentedCheck(String format) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("docs/feeds.md"));
    return lines.subList(lines.indexOf("## Checks"), lines.size()).stream()
        .filter(line -> line.startsWith(format + "="))
        .findFirst()
        .orElseThrow()
        .substring(format.length() + 1);
  }

  @ParameterizedTest
  @FieldSource("FORMATS")
  void check_ofTheDocumentation_takesTheFileAndRefusesGarbage(String format) throws Exception {
    switch (format) {
      case "haproxy", "icinga2" -> needs(format, format);
      case "prometheus" -> needs("promtool", "promtool (Debian package prometheus)");
      case "nagios" -> needs("nagios4", "nagios4 (Debian package nagios4-core)");
      case "ansible" -> needs("ansible-inventory", "ansible-inventory (Debian's ansible-core)");
      default -> needs("sh", "sh");
    }
    Machine.needs(Machine.isRoot() || !format.equals("icinga2"), "root, for icinga2's own folders");
    fleet();
    boolean isJson = format.equals("prometheus") || format.equals("ansible");
    String name = isJson ? "app.json" : "app.conf";
    Path file = folder.resolve(name);
    String check =
        documentedCheck(format)
            .replace("/etc/haproxy/haproxy.cfg", haproxyBase().toString())
            .replace("/etc/nagios4/nagios.cfg", nagiosConfig(List.of(file)).toString())
            .replace("/etc/icinga2/icinga2.conf", icingaConfig(file).toString())
            .replace("/etc/nagios4/presence.cfg", file.toString())
            .replace("/etc/icinga2/presence.conf", file.toString())
            .replace("/etc/icinga2", folder.toString());

    feed(format, "app", name, "--timeout", "60s", "--check", check);

    assertThat(file).isNotEmptyFile();
    Path garbage =
        Files.writeString(
            Files.createDirectory(folder.resolve("garbage")).resolve(name),
            "}{ this is: no\n\tfile [of anything\n");
    CandidateCheck checking =
        new CandidateCheck(
            "env PATH=/usr/bin:/bin:/usr/sbin:/sbin " + check, Deadline.in(Duration.ofMinutes(2)));
    assertThatThrownBy(() -> checking.inspect(garbage)).hasMessageContaining("ended with status");
    assertThat(Tree.names(folder)).noneMatch(left -> left.startsWith("."));
  }

  // HAProxy.

  private Path haproxyBase() throws IOException {
    return Files.writeString(
        folder.resolve("base.cfg"),
        """
        defaults
            mode http
            timeout connect 1s
            timeout client 1s
            timeout server 1s
        frontend www
            bind 127.0.0.1:18080
            default_backend app
        """);
  }

  @Test
  void haproxy_readsItsBackends() throws Exception {
    needs("haproxy", "haproxy");
    fleet();
    Path base = haproxyBase();
    Made made = feed("haproxy", "app", "app.cfg");
    Made empty = feed("haproxy", "db", "db.cfg");

    Ended ended =
        passes("haproxy", "-c", "-f", base + "", "-f", made.file() + "", "-f", empty.file() + "");

    assertThat(ended.out() + ended.err()).contains("Configuration file is valid");
    Set<String> servers = new TreeSet<>();
    for (String line : Files.readAllLines(made.file())) {
      if (line.startsWith("    server ")) {
        servers.add(line.split(" +", -1)[2]);
      }
    }
    assertWhole(made, servers);
    assertThat(made.leftOut()).containsExactly("i-none", "i-twins", "i-two");
    assertThat(made.file()).content().contains("server i-drains 10.0.1.7:80 weight 0 check\n");
  }

  @Test
  void haproxy_startsWithBothFilesAsTheDocumentationSays() throws Exception {
    needs("haproxy", "haproxy");
    fleet();
    Made made = feed("haproxy", "app", "app.cfg");
    String options =
        documented("# /etc/default/haproxy")
            .replace("/etc/haproxy/app.cfg", made.file().toString())
            .replace("/run/haproxy-master.sock", folder.resolve("master.sock").toString());

    // As Debian's unit puts it together.
    passes("sh", "-c", options + "haproxy -Ws -c -f \"$0\" $EXTRAOPTS", haproxyBase() + "");

    assertThat(options).contains("-S ");
  }

  @Test
  void haproxyThatRefusesACandidate_keepsTheGoodFile() throws Exception {
    needs("haproxy", "haproxy");
    say("i-a", "\"address\":\"10.0.0.1\",\"ports\":{\"http\":80}");
    Path base = haproxyBase();
    Path file = folder.resolve("app.cfg");
    String check = "haproxy -c -f " + base + " -f {}";
    String[] resolve = {
      "resolve",
      "--format",
      "haproxy",
      "--part",
      "app",
      "--out",
      file.toString(),
      "--check",
      check,
      "--deployment",
      "any",
      "--stacktype",
      "any"
    };
    assertThat(installed.presence(resolve).status()).isZero();
    String good = Tree.file(file);
    say("i-b", "\"address\":\"10.0.0.2\",\"ports\":{\"http\":80}");
    Files.writeString(base, Files.readString(base) + "backend app\n"); // The name is taken now.

    Ended ended = installed.presence(resolve);

    assertThat(ended.status()).as("%s", ended).isEqualTo(10);
    assertThat(ended.err()).hasLineCount(1).contains(file + " stays as it is", "'app'", "[ALERT]");
    assertThat(Tree.file(file)).isEqualTo(good);
    assertThat(Tree.names(folder)).noneMatch(name -> name.endsWith(".tmp"));
  }

  @Test
  void haproxyMap_fillsTheSlotsOfARunningHaproxyAsTheDocumentationSays() throws Exception {
    needs("haproxy", "haproxy");
    fleet();
    Made made = feed("haproxy-map", "app", "app.map");
    Path socket = folder.resolve("h.sock");
    Path base =
        Files.writeString(
            folder.resolve("slots.cfg"),
            """
            global
                stats socket SOCKET level admin
            defaults
                mode http
                timeout connect 1s
                timeout client 1s
                timeout server 1s
            frontend www
                bind 127.0.0.1:PORT
                http-request set-var(txn.x) str(app1),map(MAP)
                default_backend app
            backend app
                server-template app 1-40 127.0.0.1:1 disabled
            """
                .replace("SOCKET", socket + "")
                .replace("PORT", freePort() + "")
                .replace("MAP", made.file() + ""));
    passes("haproxy", "-c", "-f", base + "");
    Path log = folder.resolve("haproxy.log");
    Process haproxy =
        new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", base + "")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await(() -> Files.exists(socket), log);
      String page = Files.readString(Path.of("docs/feeds.md"));
      int start = page.indexOf("```sh\n# fill") + 6;
      String script = page.substring(start, page.indexOf("```", start));
      script = script.replace("/etc/haproxy/app.map", made.file() + "");
      script = script.replace("/run/haproxy/admin.sock", socket + "");
      needs("socat", "socat");
      passes("sh", "-c", script);
      String state =
          passes("sh", "-c", "echo 'show servers state app' | socat - UNIX-CONNECT:" + socket)
              .out();
      for (String line : Files.readAllLines(made.file())) {
        if (line.startsWith("app")) {
          String slot = line.substring(0, line.indexOf(' '));
          String address = line.substring(line.indexOf(' ') + 1, line.lastIndexOf(':'));
          String plain = address.replace("[", "").replace("]", "");
          assertThat(state).containsPattern(" " + slot + " " + Pattern.quote(plain));
        }
      }
    } finally {
      haproxy.destroyForcibly().waitFor();
    }
  }

  // Prometheus.

  private Path prometheusConfig(Path feed) throws IOException {
    return Files.writeString(
        folder.resolve("prometheus.yml"),
        "global: {scrape_interval: 1h}\n"
            + documented("scrape_configs:")
                .replace("/etc/prometheus/targets/presence.json", feed.toString())
                .replace("]}]", "], refresh_interval: 1s}]"));
  }

  private static Map<String, String> labels(JsonNode targets, String label) {
    Map<String, String> labels = new TreeMap<>();
    for (JsonNode target : targets) {
      JsonNode found = target.get("labels");
      labels.put(found.path("presence_id").asText(), found.path(label).asText());
    }
    return labels;
  }

  @Test
  void prometheus_discoversItsTargets() throws Exception {
    needs("promtool", "promtool (Debian package prometheus)");
    fleet();
    Made made = feed("prometheus", "app", "app.json");
    Path config = prometheusConfig(made.file());

    Ended ended =
        passes("promtool", "check", "service-discovery", "--timeout=10s", config + "", "apps");

    JsonNode targets = Run.json(ended.out());
    Map<String, String> essays = labels(targets, "presence_fact_essay");
    assertWhole(made, essays.keySet());
    assertEssays(essays);
    assertThat(labels(targets, "presence_state"))
        .containsEntry("i-drains", "draining")
        .containsEntry("i-plain", "peer");
    assertThat(labels(targets, "presence_zone")).containsEntry("i-plain", "a.b_c-d");
    assertThat(ended.out()).contains("[fd00::1]:80");
  }

  @Test
  void prometheusThatRuns_picksTargetsUpAndDropsThem() throws Exception {
    needs("prometheus", "prometheus");
    say("i-a", "\"address\":\"127.0.0.1\",\"ports\":{\"http\":1}");
    Path file = feed("prometheus", "app", "app.json").file();
    Path config = prometheusConfig(file);
    int port = freePort();
    Path log = folder.resolve("prometheus.log");
    Process prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await(() -> active(port).equals(Set.of("i-a")), log);
      say("i-b", "\"address\":\"127.0.0.1\",\"ports\":{\"http\":2}");
      feed("prometheus", "app", "app.json");
      await(() -> active(port).equals(Set.of("i-a", "i-b")), log);
      say("i-a", "\"address\":\"127.0.0.1\",\"state\":\"left\",\"tss\":\"20261122-170000\"");
      feed("prometheus", "app", "app.json");
      await(() -> active(port).equals(Set.of("i-b")), log);
      say("i-b", "\"address\":\"127.0.0.1\",\"state\":\"left\",\"tss\":\"20261122-170000\"");
      feed("prometheus", "app", "app.json");
      await(() -> active(port).isEmpty(), log);
    } finally {
      prometheus.destroyForcibly().waitFor();
    }
  }

  /** The ids of the targets that a Prometheus has. */
  private static Set<String> active(int port) throws Exception {
    HttpResponse<String> response;
    try {
      response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + port + "/api/v1/targets?state=active"))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return Set.of("not yet");
    }
    return response.statusCode() == 200
        ? labels(Run.json(response.body()).at("/data/activeTargets"), "presence_part").keySet()
        : Set.of("not yet");
  }

  // Nagios and Icinga.

  @Test
  void nagios_acceptsItsHosts() throws Exception {
    needs("nagios4", "nagios4 (Debian package nagios4-core)");
    fleet();
    Made made = feed("nagios", "app", "app-hosts.cfg");
    Made empty = feed("nagios", "db", "db-hosts.cfg");
    Path config = nagiosConfig(List.of(made.file(), empty.file()));

    Ended ended = runs("nagios4", "-vp", config.toString());

    assertThat(ended.out()).as("%s", ended).contains("Total Warnings: 0", "Total Errors:   0");
    Set<String> hosts = new TreeSet<>();
    for (String line : Files.readAllLines(folder.resolve("objects.precache"))) {
      if (line.startsWith("\thost_name\t")) {
        hosts.add(line.substring("\thost_name\t".length()));
      }
    }
    hosts.remove("this-one");
    assertWhole(made, hosts);
    assertThat(made.leftOut()).isEmpty();
  }

  private Path nagiosConfig(List<Path> feeds) throws IOException {
    Path results = Files.createDirectories(folder.resolve("results"));
    Path base =
        Files.writeString(
            folder.resolve("nagios-base.cfg"),
            """
            define command {
                command_name true
                command_line /bin/true
            }
            define timeperiod {
                timeperiod_name always
                alias always
                monday 00:00-24:00
            }
            define contact {
                contact_name ops
                host_notification_commands true
                service_notification_commands true
                host_notification_period always
                service_notification_period always
            }
            define host {
                name linux-server
                register 0
                check_command true
                max_check_attempts 3
                check_period always
                notification_period always
                contacts ops
            }
            define host {
                use presence-host
                host_name this-one
                address 127.0.0.1
            }
            define service {
                host_name this-one
                service_description any
                check_command true
                max_check_attempts 3
                check_period always
                notification_period always
                contacts ops
            }
            """);
    Path templates =
        Files.writeString(folder.resolve("templates.cfg"), documented("# in a file of objects"));
    StringBuilder config = new StringBuilder("cfg_file=" + base + "\ncfg_file=" + templates + "\n");
    for (Path feed : feeds) {
      config.append(
          documented("# in nagios.cfg").replace("/etc/nagios4/presence.cfg", feed.toString()));
    }
    String user = System.getProperty("user.name");
    config.append("nagios_user=").append(user).append("\nnagios_group=").append(user);
    config.append("\ncheck_result_path=").append(results);
    config.append("\nlog_file=").append(folder.resolve("nagios.log"));
    config.append("\ntemp_file=").append(folder.resolve("nagios.tmp"));
    config.append("\nprecached_object_file=").append(folder.resolve("objects.precache"));
    return Files.writeString(
        folder.resolve("nagios.cfg"), config.append("\nillegal_macro_output_chars=`~$&|'\"<>\n"));
  }

  @Test
  void icinga2_acceptsItsHosts() throws Exception {
    needs("icinga2", "icinga2 (Debian package icinga2-bin)");
    Machine.needs(Machine.isRoot(), "root, as icinga2 writes into its own folders");
    fleet();
    Made made = feed("icinga2", "app", "app.conf");
    Made empty = feed("icinga2", "db", "db.conf");
    Path config = icingaConfig(made.file(), empty.file());

    Ended ended = passes("icinga2", "daemon", "-C", "-c", config.toString());

    assertThat(ended.out() + ended.err())
        .contains("Instantiated " + everybody().size() + " Hosts", "Instantiated 2 HostGroups")
        .doesNotContain("warning/");
    assertThat(made.leftOut()).isEmpty();
  }

  private Path icingaConfig(Path... feeds) throws IOException {
    String template =
        """
        object CheckCommand "true" { command = [ "/bin/true" ] }
        template Host "generic-host" { check_command = "true" }
        """;
    StringBuilder config = new StringBuilder(template);
    for (Path feed : feeds) {
      String example = documented("template Host \"presence-host\"");
      int second = example.indexOf("include");
      config.append(config.length() == template.length() ? example.substring(0, second) : "");
      config.append(example.substring(second).replace("/etc/icinga2/presence.conf", feed + ""));
    }
    return Files.writeString(folder.resolve("icinga2.conf"), config.toString());
  }

  // Shells.

  @Test
  void sh_readsItsVariables() throws Exception {
    fleet();
    Made made = feed("env", "app", "app.env");
    String script =
        """
        set -u
        . "$0"
        i=1
        while [ $i -le $presence_app_count ]; do
          eval "printf '%s\\0%s\\0' \\"\\$presence_app_${i}_id\\" \\"\\${presence_app_${i}_fact_essay-none}\\""
          i=$((i + 1))
        done
        """;

    for (String shell : List.of("sh", "bash")) {
      Ended ended = passes("env", "-C", folder.toString(), shell, "-c", script, made.file() + "");
      String[] words = ended.out().split("\0", -1);
      Map<String, String> essays = new TreeMap<>();
      for (int i = 0; i + 1 < words.length; i += 2) {
        essays.put(words[i], words[i + 1]);
      }
      assertWhole(made, essays.keySet());
      assertEssays(essays);
    }
    String page = Files.readString(Path.of("docs/feeds.md"));
    int start = page.indexOf(". /etc/presence/app.env; for ");
    String loop =
        page.substring(start, page.indexOf('`', start))
            .replace("/etc/presence/app.env", made.file().toString())
            .replace("…", "echo \"$address\"; done");
    assertThat(passes("sh", "-euc", loop).out()).contains("fd00::1\n").doesNotContain("10.0.1.7");
    Made empty = feed("env", "db-1", "db.env");
    assertThat(passes("sh", "-uc", ". " + empty.file() + "; echo $presence_db_1_count").out())
        .isEqualTo("0\n");
  }

  // Ansible.

  @Test
  void ansible_readsItsInventoryAndRunsNothingOfIt() throws Exception {
    needs("ansible-inventory", "ansible-inventory (Debian package ansible-core)");
    fleet();
    Made made = feed("ansible", "app", "app.json");
    String[] ansible = {
      "env",
      "-C",
      folder.toString(),
      "HOME=" + folder,
      "LC_ALL=C.UTF-8",
      "ANSIBLE_RETRY_FILES_ENABLED=no"
    };

    JsonNode inventory =
        Run.json(
            passes(with(ansible, "ansible-inventory", "-i", made.file() + "", "--list")).out());

    Map<String, String> essays = new TreeMap<>();
    for (JsonNode id : inventory.at("/presence_app/hosts")) {
      JsonNode essay =
          inventory.path("_meta").path("hostvars").path(id.asText()).at("/presence_facts/essay");
      essays.put(
          id.asText(),
          essay.has("__ansible_unsafe") ? essay.get("__ansible_unsafe").asText() : essay + "");
    }
    Set<String> read = new TreeSet<>(essays.keySet());
    assertWhole(made, read);
    assertThat(essays.get("i-object")).contains("{\"__ansible_unsafe\":\"{{ 7*7 }}\"}");
    essays.remove("i-object");
    assertEssays(essays);
    Ended shown =
        passes(
            with(
                ansible,
                "ansible",
                "-i",
                made.file() + "",
                "i-jinja,i-object",
                "-c",
                "local",
                "-m",
                "debug",
                "-a",
                "var=presence_facts"));
    assertThat(shown.out()).contains("{{ lookup('pipe', 'touch pwned') }}", "{{ 7*7 }}");
    assertThat(folder.resolve("pwned")).doesNotExist();
    Ended hosts = passes(with(ansible, "ansible", "-i", made.file() + "", "all", "--list-hosts"));
    assertThat(hosts.err()).doesNotContain("same name");
    assertThat(hosts.out().lines().skip(1).map(String::strip))
        .containsExactlyInAnyOrderElementsOf(read);
    assertThat(made.leftOut())
        .contains("all", "ungrouped", "presence_app", "localhost", "127.0.0.1");
    Made empty = feed("ansible", "db", "db.json");
    passes(with(ansible, "ansible-inventory", "-i", empty.file() + "", "--list"));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  // hosts and csv.

  @Test
  void hosts_areFoundByTheSystem() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to put a file in the place of /etc/hosts");
    Machine.needs(Machine.can("unshare", "-m", "true"), "to be allowed a mount namespace");
    fleet();
    Made made = feed("hosts", "app", "app.hosts");
    String found =
        passes(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind \"$0\" /etc/hosts && getent hosts i-plain i-ipv6 i-drains; getent -s files hosts localhost www.example.com; true",
                made.file() + "")
            .out()
            .replaceAll(" +", " ");

    assertThat(found).isEqualTo("10.0.0.1 i-plain\nfd00::1 i-ipv6\n10.0.1.7 i-drains\n");
    assertThat(made.leftOut())
        .containsExactlyInAnyOrder(
            "10.0.0.1",
            "127.0.0.1",
            "i-name",
            "ip6-x",
            "localhost",
            "localhost4",
            "www.example.com");
    assertThat(feed("hosts", "db", "db.hosts").file()).content().hasLineCount(1);
  }

  @Test
  void csv_isReadByPython() throws Exception {
    fleet();
    Made made = feed("csv", "app", "app.csv");

    JsonNode rows =
        python(
            "import csv,json,sys;print(json.dumps(list(csv.DictReader(open(sys.argv[1],newline='',encoding='utf-8'),strict=True))))",
            made.file());

    Map<String, String> essays = new TreeMap<>();
    for (JsonNode row : rows) {
      assertThat(row).hasSize(10);
      essays.put(row.get("id").asText(), row.get("essay").asText());
    }
    assertWhole(made, essays.keySet());
    assertEssays(essays);
    assertThat(made.leftOut())
        .contains("i-formula", "i-plus", "i-minus", "i-at", "i-half", "i-wide");
    assertThat(feed("csv", "db", "db.csv").file()).content().hasLineCount(1);
  }

  // All of them.

  @Test
  void feed_ofEachFormatOntoAFullDisk_keepsTheOldFile() throws Exception {
    Machine.needs(Machine.isRoot(), "root, to mount a small disk");
    fleet();
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Machine.needs(
        Machine.can("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "to be allowed to mount a tmpfs");
    try {
      List<String> heartbeat = new ArrayList<>(List.of("heartbeat", "--part", "app"));
      for (String format : Formats.NAMES) {
        Files.writeString(disk.resolve(format), "old\n");
        heartbeat.addAll(List.of("--feed", format + "=" + disk.resolve(format)));
      }
      Path good = folder.resolve("good.csv");
      heartbeat.addAll(List.of("--feed", "csv=" + good));
      Machine.run("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4k");
      installed.node("i-lb", "lb", "address.txt", "10.9.9.9");

      Ended ended = installed.presence(heartbeat.toArray(new String[0]));

      assertThat(ended.status()).as("%s", ended).isZero();
      for (String format : Formats.NAMES) {
        assertThat(disk.resolve(format)).hasContent("old");
        assertThat(ended.err())
            .contains("the feed " + format + ": cannot write " + disk.resolve(format));
      }
      assertThat(good).content().contains("i-plain");
      Machine.must("mount", "-o", "remount,ro", disk.toString());
      assertThat(installed.presence(heartbeat.toArray(new String[0])).err())
          .contains("Read-only file system");
      assertThat(Tree.names(disk)).noneMatch(name -> name.endsWith(".tmp"));
    } finally {
      Machine.must("umount", "-l", disk.toString());
    }
  }

  /** What has to come about, with the program's own log in the failure. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, Path log) throws Exception {
    for (int i = 0; i < 3000; i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("did not come about: " + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
