package com.multigres.meta.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one: on a desk and in a hand, by day and by night. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReportInBrowserTest {
  /** The property that says where pictures of the page go. */
  private static final String PICTURES = "multigres.testkit.pictures";

  /** What reaches out of the page, whatever may be scrolled by itself left aside. */
  private static final String OUTSIDE =
      """
      (() => {
        const width = document.documentElement.clientWidth;
        const scrolled = one => one && (getComputedStyle(one).overflowX !== 'visible' || scrolled(one.parentElement));
        const wide = [...document.body.querySelectorAll('*')]
            .filter(one => one.getBoundingClientRect().right > width + 1 && !scrolled(one.parentElement))
            .map(one => one.outerHTML.slice(0, 120));
        return document.documentElement.scrollWidth > width ? ['the page itself', ...wide] : wide;
      })()
      """;

  private static final String DEAD_ANCHORS =
      """
      [...document.querySelectorAll('[href^="#"]')]
          .map(one => one.getAttribute('href').slice(1))
          .filter(id => !document.getElementById(id))
      """;

  private static final String UNREADABLE =
      """
      [...document.querySelectorAll('body, .verdict, .tiles li, .cell, table, pre, .failure')]
          .filter(one => getComputedStyle(one).color === getComputedStyle(one).backgroundColor)
          .map(one => one.outerHTML.slice(0, 120))
      """;

  @TempDir private Path folder;

  @Test
  void nothingReachesOutOfThePageAndNothingIsWrongWithIt() throws Exception {
    try (Chromium browser = Chromium.start()) {
      for (Report report : List.of(Samples.full(), Samples.undecidedAlone(), Samples.untested())) {
        Path page = ReportFiles.write(report, folder.resolve(report.verdict().code())).get(1);
        browser.open(page);
        Set<String> papers = new HashSet<>();
        for (String scheme : List.of("light", "dark")) {
          papers.add(shown(browser, report, scheme, 1_280));
          shown(browser, report, scheme, 360);
        }
        assertThat(papers).as("by day and by night").hasSize(2);
        assertThat(texts(browser.ask(DEAD_ANCHORS))).isEmpty();
        assertThat(browser.tab().complaints()).isEmpty();
      }
    }
  }

  /** Answers the colour of the paper. */
  private static String shown(Chromium browser, Report report, String scheme, int width)
      throws IOException {
    BrowserTab tab = browser.tab();
    tab.call(
        "Emulation.setEmulatedMedia",
        "features",
        List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
    tab.call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        800,
        "deviceScaleFactor",
        1,
        "mobile",
        width < 600);
    String name = "%s-%s-%d".formatted(report.verdict().code(), scheme, width);
    assertThat(browser.ask("document.documentElement.clientWidth").asInt()).isEqualTo(width);
    assertThat(texts(browser.ask(OUTSIDE))).as(name).isEmpty();
    picture(tab, name);
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = true)");
    assertThat(texts(browser.ask(OUTSIDE))).as(name + ", all opened").isEmpty();
    assertThat(texts(browser.ask(UNREADABLE))).as(name).isEmpty();
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = false)");
    return browser.ask("getComputedStyle(document.body).backgroundColor").asText();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    assertThat(list.isArray()).as("%s", list).isTrue();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** For who wants to look: -Dmultigres.testkit.pictures=DIR. */
  private static void picture(BrowserTab tab, String name) throws IOException {
    String wanted = System.getProperty(PICTURES);
    if (wanted != null) {
      JsonNode size = tab.call("Page.getLayoutMetrics").get("cssContentSize");
      Map<String, Object> whole =
          Map.of(
              "x", 0, "y", 0, "width", size.get("width"), "height", size.get("height"), "scale", 1);
      JsonNode picture =
          tab.call("Page.captureScreenshot", "captureBeyondViewport", true, "clip", whole);
      Path file = Files.createDirectories(Path.of(wanted)).resolve(name + ".png");
      Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
    }
  }
}
