package dev.presence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.testing.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of docs/page.md, taken anew with {@code -Dpresence.pictures=true}. */
class PagePicturesIT {
  private static final long MOST_BYTES = 150 << 10;

  @Test
  @EnabledIfSystemProperty(named = "presence.pictures", matches = "true")
  void pictures_ofTheTown_areTaken(@TempDir Path folder) throws Exception {
    Town town = Town.grown(folder);
    town.fleet.node("i-mon1", "monitor");
    String text =
        town.fleet
            .as("i-mon1", "page")
            .ended(0)
            .out()
            .replace(town.fleet.list.toString(), "/srv/presence");
    Path page = Files.writeString(Path.of("target/town.html").toAbsolutePath(), text);
    try (Browser browser = new Browser(folder.resolve("profile"))) {
      browser.setClock(town.fleet.clock.instant().toEpochMilli() + 74_000);
      browser.resize(1280, 860);
      take(browser, page, "light", "page-light");
      take(browser, page, "dark", "page-dark");
      browser.resize(375, 812);
      browser.prefer("light");
      browser.open(page);
      browser.run("document.querySelector('.p[data-p=app]').scrollIntoView()");
      keep(browser, "page-phone");
    }
  }

  private static void take(Browser browser, Path page, String scheme, String name)
      throws Exception {
    browser.prefer(scheme);
    browser.open(page);
    keep(browser, name);
  }

  private static void keep(Browser browser, String name) throws Exception {
    byte[] picture = browser.picture();
    assertThat(picture.length).as(name).isLessThan((int) MOST_BYTES);
    Files.write(Path.of("docs", name + ".png"), picture);
  }
}
