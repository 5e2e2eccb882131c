package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tributary.cli.Tributary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model cards and comparisons in a browser: two models of the taxi pipeline, by two seeds. */
class ModelPagesTest {
  private static final Path TRIPS = Path.of("../pipelines/data/chicago-taxi/trips.csv");

  @TempDir private static Path directory;
  private static Chromium chromium;
  private static Path card;
  private static Path comparison;

  @BeforeAll
  static void make() {
    chromium = Chromium.start();
    for (var seed : List.of("1", "2")) {
      tributary(
          "run",
          "chicago-taxi",
          "--set",
          "data=" + TRIPS,
          "--run-id",
          "seed-" + seed,
          "--seed",
          seed);
    }
    card = directory.resolve("card.html");
    tributary("model", "card", "seed-2", "--out", card.toString());
    comparison = directory.resolve("comparison.html");
    tributary("compare", "seed-1", "seed-2", "--out", comparison.toString());
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static void tributary(String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(1, List.of("--home", directory.resolve("home").toString()));
    var said = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(said), new PrintWriter(said), command.toArray(String[]::new));
    assertThat(exitCode).as(said.toString()).isIn(0, 3);
  }

  /** The whole page as a picture, which is kept for people to look at. */
  private static int[] shoot(Page page, String name) throws IOException {
    var shot =
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target", name + ".png")));
    var image = ImageIO.read(new ByteArrayInputStream(shot));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static Set<Integer> colours(int[] pixels) {
    return Arrays.stream(pixels).boxed().collect(Collectors.toSet());
  }

  /** Nothing is wider than the window, but what scrolls by itself. */
  private static void assertFits(Page page) {
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .as("the page is no wider than the window")
        .isEqualTo(true);
  }

  private static void assertLinksLead(Page page) {
    var links = page.locator("nav a").all();
    assertThat(links).hasSizeGreaterThan(3);
    for (var link : links) {
      var target = link.getAttribute("href");
      assertThat(page.locator("[id=\"" + target.substring(1) + "\"]").count())
          .as(target)
          .isEqualTo(1);
    }
  }

  @Test
  void aCardShowsVerdictMetricsDataAndHowToReproduce() throws IOException {
    var page = chromium.open(card, ColorScheme.LIGHT);
    assertThat(page.locator("h1").textContent()).contains("chicago-taxi: model");
    assertThat(page.locator("h2").allTextContents())
        .contains("Verdict", "Data", "Schema", "Features", "How to reproduce");
    assertThat(page.locator(".tiles").textContent()).contains("auc", "rows judged");
    assertThat(page.locator("main, body").first().textContent())
        .contains("run chicago-taxi --set")
        .contains("--seed 2");
    assertThat(page.locator("svg").count()).isPositive();
    assertLinksLead(page);
    assertFits(page);
    assertThat(colours(shoot(page, "model-card"))).contains(0xffffffff).hasSizeGreaterThan(50);
  }

  @Test
  void aComparisonShowsBothModelsAndWhichIsBetter() throws IOException {
    var page = chromium.open(comparison, ColorScheme.LIGHT);
    assertThat(page.locator("h2").allTextContents()).contains("All rows", "Slices", "Parameters");
    assertThat(page.locator(".tiles li").count()).isEqualTo(2);
    assertThat(page.locator("body").textContent()).contains("paired by rows");
    assertThat(page.locator("th").allTextContents()).contains("Difference", "p");
    assertThat(page.locator("tr:has(td:text-is(\"auc\"))").first().locator("td").count())
        .isEqualTo(5);
    assertLinksLead(page);
    assertFits(page);
    assertThat(colours(shoot(page, "model-comparison"))).hasSizeGreaterThan(50);
  }

  @Test
  void bothFollowTheReadersColoursAndFitASmallWindow() throws IOException {
    for (var file : List.of(card, comparison)) {
      var name = "model-" + file.getFileName().toString().replace(".html", "-dark");
      var page = chromium.open(file, ColorScheme.DARK);
      assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isNotEqualTo("rgb(255, 255, 255)");
      assertThat(colours(shoot(page, name))).doesNotContain(0xffffffff);
      page.setViewportSize(480, 900);
      assertFits(page);
      shoot(page, name + "-small");
    }
  }

  @Test
  void bothFetchNothingAndComplainOfNothing() throws IOException {
    for (var file : List.of(card, comparison)) {
      var page = chromium.open(file, ColorScheme.LIGHT);
      assertThat(page.locator("script").count()).isZero();
      assertThat(Files.readString(file)).doesNotContain("http://", "https://");
    }
    assertThat(chromium.complaints()).isEmpty();
    assertThat(chromium.requests()).allMatch(url -> url.startsWith("file:"));
  }
}
