package dev.presence.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's browser, with a profile of its own, on no display. */
public final class Browser implements AutoCloseable {
  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");

  /** What a browser asks for by itself is not wanted, and nothing is to be left behind. */
  private static final String[] FLAGS = {
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1"
  };

  /** It tells of each browser that is newer than itself, and is asked for nothing of that one. */
  private static final Logger WORDS = Logger.getLogger("org.openqa.selenium");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChromeDriver driver;

  /**
   * Starts it.
   *
   * @param profile an empty folder
   */
  public Browser(Path profile) {
    Machine.needs(
        CHROMIUM.canExecute() && DRIVER.canExecute(),
        "a browser (Debian packages chromium and chromium-driver)");
    WORDS.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(FLAGS);
    options.addArguments("--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    // Its words are no part of a test's.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER)
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    service.sendOutputTo(OutputStream.nullOutputStream());
    this.driver = new ChromeDriver(service, options);
    driver
        .manage()
        .timeouts()
        .scriptTimeout(Duration.ofMinutes(3)); // On a machine with much to do.
  }

  /** Has each page from here on find that time, in milliseconds since 1970, on its clock. */
  public void setClock(long millis) {
    driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of("source", "window.clock = " + millis + "; Date.now = () => window.clock;"));
  }

  /** A window of that size. */
  public void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What the system says that it wants: {@code light} or {@code dark}. */
  public void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  public void setScript(boolean on) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
  }

  /** Opens a file, and forgets what was said before. */
  public void open(Path file) {
    open(file.toUri().toString());
  }

  /** The same by an address, even where the page that is open differs in nothing but its end. */
  public void open(String address) {
    driver.get("about:blank");
    driver.manage().logs().get(LogType.BROWSER);
    driver.manage().logs().get(LogType.PERFORMANCE);
    driver.get(address);
  }

  /** Waits until that is so. */
  public void until(String script) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isNow(script)) {
      Assertions.assertTrue(System.nanoTime() < end, () -> "never " + script);
      Thread.sleep(50);
    }
  }

  /** Not between two pages. */
  private boolean isNow(String script) {
    try {
      return is(script);
    } catch (WebDriverException e) {
      return false;
    }
  }

  /** What that script returns. */
  public Object eval(String script, Object... arguments) {
    return Objects.requireNonNull(
        driver.executeScript("return " + script, arguments), () -> "nothing from " + script);
  }

  public long number(String script) {
    return ((Number) eval(script)).longValue();
  }

  public String text(String script) {
    return String.valueOf(eval(script));
  }

  public List<String> texts(String script) {
    List<String> texts = new ArrayList<>();
    for (Object text : (List<?>) eval(script)) {
      texts.add(String.valueOf(text));
    }
    return texts;
  }

  public boolean is(String script) {
    return Boolean.TRUE.equals(eval("!!(" + script + ")"));
  }

  /** What an asynchronous script hands to its last argument. */
  public Object await(String script, Object... arguments) {
    return Objects.requireNonNull(driver.executeAsyncScript(script, arguments));
  }

  /** Runs a script that returns nothing. */
  public void run(String script) {
    driver.executeScript(script);
  }

  /** Presses keys, wherever the focus is. */
  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** The warnings and errors of the console since the page was opened. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        complaints.add(entry.getMessage());
      }
    }
    return complaints;
  }

  /** The addresses that were asked for since the page was opened, itself included. */
  public List<String> requests() {
    List<String> requests = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      String message = entry.getMessage();
      int url = message.indexOf("\"documentURL\"");
      if (message.contains("\"Network.requestWillBeSent\"") && url > 0) {
        int request = message.indexOf("\"url\":\"", message.indexOf("\"request\":{"));
        requests.add(message.substring(request + 7, message.indexOf('"', request + 7)));
      }
    }
    return requests;
  }

  /** A picture of what is seen. */
  public byte[] picture() {
    Object data =
        driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png")).get("data");
    return Base64.getDecoder().decode(String.valueOf(data));
  }

  /** What axe-core finds wrong with the page, a line each. */
  public List<String> violations() throws IOException, InterruptedException {
    driver.executeScript(axe());
    Object found =
        await(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, {resultTypes: ['violations']}).then(r => done("
                + "r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3)"
                + ".map(n => n.html + ' ' + n.failureSummary).join(' | '))), e => done([String(e)]));");
    List<String> lines = new ArrayList<>();
    for (Object line : (List<?>) found) {
      lines.add(String.valueOf(line));
    }
    return lines;
  }

  /** As src/test/browser pins it, brought by npm once a build. */
  private static String axe() throws IOException, InterruptedException {
    Path folder = Path.of("target/browser").toAbsolutePath();
    Path script = folder.resolve("node_modules/axe-core/axe.min.js");
    if (!Files.exists(script)) {
      Machine.needs(Machine.can("npm", "--version"), "npm (Debian package npm), for axe-core");
      Files.createDirectories(folder);
      for (String name : List.of("package.json", "package-lock.json")) {
        Files.writeString(
            folder.resolve(name), Files.readString(Path.of("src/test/browser", name)));
      }
      Machine.Ended ended =
          Machine.run(
              "npm",
              "ci",
              "--prefix",
              folder.toString(),
              "--ignore-scripts",
              "--no-audit",
              "--no-fund");
      Machine.needs(ended.status() == 0, "axe-core, which npm could not bring: " + ended.err());
      Assertions.assertTrue(Files.exists(script), ended::toString);
    }
    return Files.readString(script, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
