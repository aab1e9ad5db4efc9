package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Browser;
import dev.presence.testing.Installed;
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
    browser.setClock(seen + 74_000);
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
  void filters_takeEachOtherInto_AndAreCleared() {
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

    browser.await("setTimeout(arguments[arguments.length - 1], 0, 1)");
    assertThat(count()).isEqualTo("25 nodes");
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
    browser.run(
        "clock = %d; document.dispatchEvent(new Event('visibilitychange'))"
            .formatted(seen + seconds * 1000));

    assertThat(browser.is("document.getElementById('old').checkVisibility()")).isEqualTo(old);
    if (old) {
      assertThat(browser.text("document.getElementById('old').innerText"))
          .startsWith("This page is old.")
          .contains(seconds == 901 ? "15m 1s ago" : "1d 1h ago", "made every 5m");
      assertThat(browser.text("document.title")).isEqualTo("OLD: Presence");
      assertThat(browser.text("document.getElementById('old').getAttribute('role')"))
          .isEqualTo("alert");
    }
  }

  @Test
  void page_thatIsOld_passesAxeToo() throws Exception {
    browser.run("clock += 9e6; document.dispatchEvent(new Event('visibilitychange'))");

    assertThat(browser.violations()).isEmpty();
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
      assertThat(browser.text("document.title")).isEqualTo("OLD: Presence");
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
