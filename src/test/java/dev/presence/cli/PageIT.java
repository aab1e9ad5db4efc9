package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.presence.testing.Browser;
import dev.presence.testing.Installed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** A page as a real browser shows it. */
class PageIT {
  /** How large a page of 2,000 nodes may be. */
  private static final long MOST_BYTES = 2_000_000;

  private static final String VISIBLE =
      "[...document.querySelectorAll('.n')].filter(n => n.checkVisibility())";

  private static Path folder = Path.of("");
  private static Path town = folder;
  private static Path crowd = folder;
  private static long seen;
  private static Browser browser;

  @BeforeAll
  static void begin(@TempDir Path shared) throws Exception {
    folder = shared;
    browser = new Browser(Files.createDirectory(folder.resolve("profile")));
    Town grown = Town.grown(Files.createDirectory(folder.resolve("town")));
    town = Files.writeString(folder.resolve("town.html"), grown.page());
    Crowd people = new Crowd(Files.createDirectory(folder.resolve("crowd")), 2000);
    crowd = Files.writeString(folder.resolve("crowd.html"), people.page());
    seen = grown.fleet.clock.instant().toEpochMilli();
    assertThat(people.now()).isEqualTo(seen / 1000);
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void look() {
    browser.resize(1280, 900);
    browser.prefer("light");
    browser.setClock(seen + 74_000);
    browser.open(town);
  }

  /** Types into the search, as a person does. */
  private static void search(String text) {
    browser.run("const q = document.getElementById('q'); q.focus(); q.select()");
    browser.press(text);
  }

  private static List<String> shown() {
    return browser.texts(VISIBLE + ".map(n => n.querySelector('h4').textContent)");
  }

  private static String count() {
    return browser.text("document.getElementById('count').textContent");
  }

  @Test
  void page_ofATown_showsEverythingAndComplainsOfNothing() {
    assertThat(shown()).hasSize(25).contains("i-lb1", "i-app8", "i-new1", "i-worker3");
    assertThat(count()).isEqualTo("25 nodes");
    assertThat(browser.text("document.body.innerText"))
        .contains("seen at 22 Nov 2026, 18:06:30 UTC (1m 14s ago)")
        .contains("What changed lately")
        .contains("nobody plays it")
        .doesNotContain("This page is old");
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).containsExactly(town.toUri().toString());
  }

  @Test
  void chart_ofADeployment_hasAskersToTheLeftOfWhomTheyAskFor() {
    String left =
        "[...document.querySelectorAll('#d0 ~ .chart .spot')].find(s => s.querySelector('b')"
            + ".textContent === '%s').getBoundingClientRect().left";

    long balancers = browser.number(left.formatted("lb"));
    long apps = browser.number(left.formatted("app"));
    long databases = browser.number(left.formatted("db"));

    assertThat(balancers).isLessThan(apps);
    assertThat(apps).isLessThan(databases);
  }

  @Test
  void search_forWords_leavesThoseThatHaveThemAll() {
    search("fed1 new disks");

    assertThat(shown()).isEqualTo(List.of("i-app6"));
    assertThat(count()).isEqualTo("1 of 25 nodes");
    browser.press(Keys.chord(Keys.CONTROL, "a"), "no such words");
    assertThat(shown()).isEmpty();
    assertThat(count()).isEqualTo("0 of 25 nodes");
  }

  @Test
  void filters_takeEachOtherInto_AndAreCleared() throws Exception {
    browser.run("document.getElementById('trouble').click()");
    assertThat(count()).isEqualTo("7 of 25 nodes");
    browser.run("document.querySelector('button[data-s=dead]').click()");
    assertThat(shown()).isEqualTo(List.of("i-app3", "i-db2"));
    assertThat(browser.text("document.querySelector('button[data-s=dead]').ariaPressed"))
        .isEqualTo("true");
    browser.run(
        "const p = document.getElementById('part'); p.value = 'db';"
            + "p.dispatchEvent(new Event('input', {bubbles: true}))");
    assertThat(shown()).isEqualTo(List.of("i-db2"));
    browser.run(
        "const d = document.getElementById('dep'); d.value = '1';"
            + "d.dispatchEvent(new Event('input', {bubbles: true}))");
    assertThat(shown()).isEmpty();

    browser.run("document.querySelector('button[type=reset]').click()");

    browser.until("document.getElementById('count').textContent === '25 nodes'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void page_inBothThemes_passesAxe(String scheme) throws Exception {
    browser.prefer(scheme);
    for (Path page : List.of(town, crowd)) {
      browser.open(page);
      assertThat(browser.violations()).as("%s", page).isEmpty();
    }
  }

  @Test
  void theme_isTheSystemsUntilAPersonChooses() {
    String ground = "getComputedStyle(document.body).backgroundColor";
    String light = browser.text(ground);
    browser.prefer("dark");
    String dark = browser.text(ground);

    assertThat(dark).isNotEqualTo(light);
    browser.run(
        "const t = document.getElementById('theme'); t.value = 'light';"
            + "t.dispatchEvent(new Event('change'))");
    assertThat(browser.text(ground)).isEqualTo(light);
    browser.open(town);
    assertThat(browser.text(ground)).as("after a reload").isEqualTo(light);
    browser.run("localStorage.clear()");
  }

  @ParameterizedTest
  @CsvSource({"899, false", "901, true", "90000, true"})
  void page_afterThreeIntervals_saysLoudlyThatItIsOld(long seconds, boolean old) {
    browser.setClock(seen + seconds * 1000);
    browser.open(town);

    assertThat(browser.is("document.getElementById('old').checkVisibility()")).isEqualTo(old);
    if (old) {
      assertThat(browser.text("document.getElementById('old').innerText"))
          .startsWith("This page is old.")
          .contains(seconds == 901 ? "15m 1s ago" : "1d 1h ago", "made every 5m");
      assertThat(browser.text("document.title")).startsWith("OLD: Presence: /");
      assertThat(browser.text("document.getElementById('old').getAttribute('role')"))
          .isEqualTo("alert");
    }
  }

  @Test
  void page_thatIsOld_passesAxeToo() throws Exception {
    browser.setClock(seen + 9_000_000);
    browser.open(town);

    assertThat(browser.is("document.getElementById('old').checkVisibility()")).isTrue();
    assertThat(browser.violations()).isEmpty();
  }

  /** Some minutes pass on a page that stays open, and its script looks at the clock. */
  private static void pass(int seconds) {
    browser.run(
        "clock += %d000; document.dispatchEvent(new Event('visibilitychange'))".formatted(seconds));
  }

  /** Until it is another document, and that one is whole. */
  private static void awaitReload() throws InterruptedException {
    browser.until("!window.before && document.readyState === 'complete'");
  }

  private static HttpServer serving(Path page) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/page.html",
        exchange -> {
          byte[] bytes = Files.readAllBytes(page);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void page_thatIsLeftOpen_isRenewedWithItsFiltersAndAsksForNothingElse(boolean isServed)
      throws Exception {
    Path root = Files.createTempDirectory(folder, "open");
    Path page = Files.copy(town, root.resolve("page.html"));
    HttpServer server = serving(page);
    try {
      String address =
          isServed
              ? "http://127.0.0.1:" + server.getAddress().getPort() + "/page.html"
              : page.toUri().toString();
      browser.open(address);
      search("fed1 new disks");
      browser.run("document.activeElement.blur(); window.before = 1");
      Files.writeString(page, Files.readString(town).replace("weight ", "heft "));

      pass(299);
      assertThat(browser.is("window.before")).as("before it is due").isTrue();
      browser.setClock(seen + 400_000);
      pass(1);

      awaitReload();
      assertThat(shown()).isEqualTo(List.of("i-app6"));
      assertThat(browser.text("document.getElementById('q').value")).isEqualTo("fed1 new disks");
      assertThat(browser.text("document.getElementById('nodes').textContent")).contains("heft 100");
      assertThat(browser.is("document.getElementById('old').checkVisibility()")).isFalse();
      assertThat(browser.requests()).hasSize(2).containsOnly(address);
      assertThat(browser.complaints()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void page_whoseFieldIsInUse_isRenewedWhenThatIsOver() throws Exception {
    search("fed1");
    browser.run("window.before = 1; clock += 400000; document.activeElement.value = 'fed'");
    browser.press("2");

    pass(60);
    assertThat(browser.is("window.before")).as("while somebody types").isTrue();
    pass(61);

    awaitReload();
    assertThat(browser.text("document.getElementById('q').value")).isEqualTo("fed2");
  }

  @Test
  void page_thatIsOldAndNotMadeAnew_isLoadedOnceBeforeItSaysSo() throws Exception {
    browser.setClock(seen + 890_000);
    browser.open(town);
    browser.run("window.before = 1");
    browser.setClock(seen + 910_000);

    pass(20);

    awaitReload();
    assertThat(browser.is("document.getElementById('old').checkVisibility()")).isTrue();
    browser.run("window.before = 1");
    pass(20);
    assertThat(browser.is("window.before")).isTrue();
    assertThat(browser.requests()).hasSize(2).containsOnly(town.toUri().toString());
  }

  @Test
  void address_withFilters_isAView() throws Exception {
    browser.open(town.toUri() + "#state=dead&part=db&deployment=fed1%2C+lamp");
    assertThat(shown()).isEqualTo(List.of("i-db2"));

    browser.run("location.hash = '#state=late&state=meteor&troubled=1'");
    browser.until("document.getElementById('count').textContent === '2 of 25 nodes'");
    assertThat(shown()).isEqualTo(List.of("i-app5", "i-lb9"));
    browser.run("document.querySelector('button[data-s=late]').click()");
    browser.until("location.hash === '#state=meteor&troubled=1'");
    assertThat(shown()).as("of a state that nobody is in now").isEmpty();
    browser.open(town.toUri() + "#part=nobody&deployment=gone");
    assertThat(shown()).isEmpty();
    assertThat(browser.text("document.getElementById('part').value")).isEqualTo("nobody");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void nodes_whenNoneFits_areOneClickAway() throws Exception {
    search("no such words");

    assertThat(browser.text("document.querySelector('main').innerText"))
        .startsWith("No node fits.");
    assertThat(browser.violations()).isEmpty();
    browser.run("document.querySelector('#none button').click()");

    browser.until("document.getElementById('count').textContent === '25 nodes'");
    assertThat(browser.is("document.getElementById('none').checkVisibility()")).isFalse();
    browser.until("location.hash === ''");
  }

  @Test
  void deployment_behindThoseThatAreFilteredOut_standsAtTheTop() {
    browser.open(town.toUri() + "#deployment=lab%2C+lamp");

    assertThat(
            browser.texts(
                "[...document.querySelectorAll('.d')].filter(d => d.checkVisibility())"
                    + ".map(d => getComputedStyle(d).borderTopWidth + getComputedStyle(d).marginTop)"))
        .isEqualTo(List.of("0px0px"));
  }

  @Test
  void chartLink_toAPartThatIsFilteredOut_showsIt() throws Exception {
    String link =
        "[...document.querySelectorAll('a.box')].find(a => a.textContent.startsWith('db'))";
    browser.open(town.toUri() + "#part=app");

    browser.run(link + ".click()");

    assertThat(shown()).contains("i-db2", "i-app1").hasSize(25);
    browser.until("location.hash === ''");
    assertThat(browser.text("document.activeElement.dataset.p")).isEqualTo("db");
    browser.open(town.toUri() + "#deployment=fed1%2C+lamp&q=app");
    browser.run(link + ".click()");
    assertThat(shown()).contains("i-db2");
    browser.open(town.toUri() + "#deployment=fed1%2C+lamp&state=serving");
    browser.run(link + ".click()");
    assertThat(shown())
        .as("what hides nothing of it stays")
        .contains("i-db1")
        .doesNotContain("i-db2");
  }

  @Test
  void page_ofATimeToCome_saysThatAClockIsWrong() {
    browser.run("clock -= 1e6; document.dispatchEvent(new Event('visibilitychange'))");

    assertThat(browser.text("document.getElementById('old').innerText"))
        .contains("One of two clocks is wrong");
  }

  @Test
  void page_withoutScript_isReadAndTellsWhenItWasMade() {
    browser.setScript(false);
    try {
      browser.open(town);
      assertThat(
              browser.is(
                  "document.querySelector('noscript').innerText.includes('believe it no more')"))
          .isTrue();
      assertThat(shown()).hasSize(25);
      assertThat(browser.is("document.getElementById('q').checkVisibility()")).isFalse();
    } finally {
      browser.setScript(true);
    }
  }

  @Test
  void facts_thatWouldDoHarm_areInert() throws Exception {
    Fleet fleet = new Fleet(Files.createTempDirectory(folder, "hostile"));
    List<String> reasons =
        List.of(
            "<script>document.title='owned'</script>",
            "</script><script>document.title='owned'</script>",
            "<img src=x onerror=document.title='owned'>",
            "<style>*{display:none}</style>",
            "\\\"><svg onload=document.title='owned'>",
            "<!--",
            "<base href=http://192.0.2.1/><link rel=stylesheet href=http://192.0.2.1/x.css>",
            "\\u202egnp.exe \\u2028 \\u0007",
            "\\u05d0\\u05d1\\u05d2",
            "x".repeat(8000));
    for (int i = 0; i < reasons.size(); i++) {
      fleet.recordOf(
          "i-" + i,
          """
          "nodepart": "app", "address": "10.0.0.%d", "state": "draining", "statereason": "%s",
          "stateby": "%2$s", "statetss": "20261122-174830", "tss": "20261122-174830"
          """
              .formatted(i + 1, reasons.get(i)));
    }
    Path page = Files.writeString(folder.resolve("hostile.html"), fleet.run("page").ended(0).out());

    for (int width : new int[] {1280, 375}) {
      browser.resize(width, 800);
      browser.open(page);

      assertThat(shown()).hasSize(reasons.size());
      assertThat(browser.text("document.title")).isEqualTo("OLD: Presence: " + fleet.list);
      assertThat(browser.number("document.scripts.length")).isEqualTo(1);
      assertThat(browser.number("document.querySelectorAll('img, base, style, .n svg').length"))
          .isEqualTo(1);
      assertThat(browser.number("document.documentElement.scrollWidth")).isEqualTo(width);
      assertThat(browser.text("document.getElementById('nodes').textContent"))
          .contains("(<script>document.title='owned'</script>)", "\\u202egnp.exe \\u2028");
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).containsExactly(page.toUri().toString());
    }
  }

  @Test
  void phone_with25And2000Nodes_neverScrollsSideways() {
    browser.resize(375, 800);
    for (Path page : List.of(town, crowd)) {
      browser.open(page);

      assertThat(browser.number("document.documentElement.scrollWidth")).isEqualTo(375);
      assertThat(
              browser.number(
                  "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility()"
                      + " && getComputedStyle(e).position !== 'absolute'"
                      + " && e.getBoundingClientRect().right > 375.5).length"))
          .isZero();
    }
  }

  @Test
  void phone_showsInWordsWhoAsksForWhom() {
    browser.resize(375, 800);
    browser.open(town);

    assertThat(browser.text("document.querySelector('.chart').innerText"))
        .contains("asks for app, cache");
  }

  @Test
  void keyboard_reachesEverythingInItsOrder() {
    browser.run("document.activeElement.blur(); window.scrollTo(0, 0)");
    browser.press(Keys.TAB);
    assertThat(browser.text("document.activeElement.className")).isEqualTo("skip");
    assertThat(browser.number("document.activeElement.getBoundingClientRect().left")).isPositive();
    browser.press(Keys.TAB);
    assertThat(browser.text("document.activeElement.id")).isEqualTo("theme");
    browser.press(Keys.TAB);
    assertThat(browser.text("document.activeElement.dataset.s")).isEqualTo("dead");
    browser.press(Keys.SPACE);
    assertThat(count()).isEqualTo("2 of 25 nodes");
    for (String id : List.of("q", "part", "dep", "trouble")) {
      int presses = 0;
      while (!browser.text("document.activeElement.id").equals(id)) {
        browser.press(Keys.TAB);
        assertThat(++presses).as("tabs to %s", id).isLessThan(12);
      }
    }
    browser.run("document.activeElement.blur()");
    browser.press("/");
    assertThat(browser.text("document.activeElement.id")).isEqualTo("q");
    assertThat(browser.text("document.activeElement.value")).isEmpty();
  }

  @Test
  void page_of2000Nodes_isSmallAndQuick() throws Exception {
    long size = Files.size(crowd);
    browser.open(crowd);
    long usable =
        browser.number("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");
    long painted =
        ((Number)
                browser.await(
                    "const done = arguments[arguments.length - 1];"
                        + "new PerformanceObserver(l => done(l.getEntries()[0].startTime))"
                        + ".observe({type: 'paint', buffered: true})"))
            .longValue();
    // From the event to the frame in which what it shows is laid out.
    double longest = 0;
    for (String text : List.of("1", "i-00001", "app", "", "zone b", "nobody at all", "")) {
      double took =
          ((Number)
                  browser.await(
                      "const done = arguments[1], q = document.getElementById('q');"
                          + "const began = performance.now(); q.value = arguments[0];"
                          + "q.dispatchEvent(new Event('input', {bubbles: true}));"
                          + "document.body.offsetHeight;"
                          + "done(performance.now() - began)",
                      text))
              .doubleValue();
      longest = Math.max(longest, took);
    }
    System.out.printf(
        "A page of 2,000 nodes: %,d bytes; usable after %d ms, painted after %d ms; the slowest filter %.1f ms%n",
        size, usable, painted, longest);

    assertThat(count()).isEqualTo("2,000 nodes");
    assertThat(size).isLessThan(MOST_BYTES);
    assertThat(usable).isLessThan(5000);
    assertThat(longest).isLessThan(500);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void page_ofTheProgramThatWasBuilt_isWhole() throws Exception {
    Installed installed = new Installed(Files.createTempDirectory(folder, "installed"));
    installed.node("i-01", "app", "address.txt", "10.0.0.1");
    assertThat(installed.presence("announce").status()).isZero();
    Path page = folder.resolve("built.html");

    assertThat(installed.presence("page", "--out", page.toString()).status()).isZero();

    browser.open(page);
    assertThat(shown()).isEqualTo(List.of("i-01"));
    assertThat(browser.complaints()).isEmpty();
  }
}
