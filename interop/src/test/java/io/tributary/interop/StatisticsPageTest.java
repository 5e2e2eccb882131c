package io.tributary.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import io.tributary.components.statistics.page.StatisticsPage;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of statistics in a browser: the trips of taxis beside a corrupted copy of them. */
class StatisticsPageTest {
  private static Chromium chromium;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static DatasetFeatureStatisticsList tfdv(String name) throws IOException {
    var resource = "/goldens/chicago-" + name + "-tfdv-1.16.1.pb";
    try (var in = requireNonNull(StatisticsPageTest.class.getResourceAsStream(resource))) {
      return DatasetFeatureStatisticsList.parseFrom(in);
    }
  }

  private Page open(StatisticsPage page) throws IOException {
    return open(page, ColorScheme.LIGHT);
  }

  private Page open(StatisticsPage page, ColorScheme scheme) throws IOException {
    return chromium.open(Files.writeString(directory.resolve("page.html"), page.html()), scheme);
  }

  private Page taxis() throws IOException {
    return open(
        new StatisticsPage("trips", tfdv("stats")).against("corrupted", tfdv("stats_corrupted")));
  }

  private static List<String> features(Page page, String kind) {
    return page.locator("article[data-kind=" + kind + "] h3").allTextContents();
  }

  private static Locator feature(Page page, String name) {
    return page.locator("article[data-feature=\"" + name + "\"]").first();
  }

  private static List<Double> sizes(Page page, String feature, String bars, String side) {
    return feature(page, feature).locator("rect.bar." + side).all().stream()
        .map(bar -> Double.valueOf(bar.getAttribute(bars)))
        .toList();
  }

  @Test
  void showsNamesAndFiguresOfBothDatasets() throws IOException {
    var page = taxis();
    assertThat(page.title()).isEqualTo("Dataset statistics");
    assertThat(page.locator("[role=status]").textContent()).isEqualTo("19 features");
    assertThat(features(page, "numeric"))
        .hasSize(17)
        .startsWith("pickup_community_area", "fare", "trip_start_month")
        .contains("brand_new");
    assertThat(features(page, "text"))
        .containsExactly("trip_start_month", "payment_type", "company");
    assertThat(feature(page, "fare").locator(".figures span").allTextContents())
        .containsSubsequence(
            "trips", "15,002", "0 %", "11.77", "11.54", "0.18 %", "0", "7.85", "700.1")
        .containsSubsequence("corrupted", "15,002", "0 %", "45.08", "1,825.12", "-5.5", "99,999");
    assertThat(feature(page, "trip_start_timestamp").textContent())
        .contains("no such feature", "only on one side");
    var company = feature(page, "company");
    company.scrollIntoViewIfNeeded();
    company.locator(".bad").first().waitFor();
    assertThat(company.locator(".bad").allTextContents()).containsExactly("34.3 %", "34.3 %");
  }

  private static List<?> ends(Page page, String elements) {
    return (List<?>)
        page.evaluate(
            "(elements) => [...document.querySelectorAll(elements)].map((e) =>"
                + " Math.round(e.getBoundingClientRect().right))",
            elements);
  }

  @Test
  void namesStandOverTheirFiguresAndWhereItIsNarrowOverEach() throws IOException {
    var page = taxis();
    var fare = "article[data-feature=fare] .figures > :not(.of)";
    var names = ends(page, "section:first-of-type .columns span:not(:first-child)");
    assertThat(names).hasSize(8);
    assertThat(ends(page, fare).subList(0, 8)).isEqualTo(names);

    page.setViewportSize(480, 900);
    assertThat(page.locator(".columns").first().isVisible()).isFalse();
    var named = "(e) => getComputedStyle(e, '::before').content";
    assertThat(page.locator(fare).first().evaluate(named)).isEqualTo("\"count\"");
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
  }

  @Test
  void barsAreAsHighAsValuesAreFrequent() throws IOException {
    var page = taxis();
    var heights = sizes(page, "pickup_community_area", "height", "left");
    assertThat(heights).hasSize(10);
    assertThat(heights.get(4) / heights.get(0)).isCloseTo(3672.99 / 7551, within(0.001));
    assertThat(sizes(page, "pickup_community_area", "height", "right")).isEqualTo(heights);
    var payment = feature(page, "payment_type");
    payment.scrollIntoViewIfNeeded();
    payment.locator("rect").first().waitFor();
    assertThat(payment.locator("text.value title").allTextContents())
        .startsWith("Cash", "Credit Card");
    var widths = sizes(page, "payment_type", "width", "left");
    assertThat(widths.get(1) / widths.get(0)).isCloseTo(4975 / 9909.0, within(0.001));
    page.getByLabel("log scale").check();
    var logarithmic = sizes(page, "payment_type", "width", "left");
    assertThat(logarithmic.get(1) / logarithmic.get(0)).isGreaterThan(0.8);
  }

  @Test
  void sortsByDistanceAndByMissingValues() throws IOException {
    var page = taxis();
    page.getByLabel("Sort by").selectOption("distribution distance");
    assertThat(features(page, "numeric"))
        .startsWith("trip_start_month", "trip_start_timestamp", "brand_new", "fare", "trip_miles");
    assertThat(features(page, "text"))
        .containsExactly("trip_start_month", "payment_type", "company");
    assertThat(feature(page, "fare").textContent()).contains("distance 0.9662");
    page.getByLabel("Sort by").selectOption("amount missing or zero");
    assertThat(features(page, "numeric")).startsWith("pickup_census_tract", "tips");
    page.getByLabel("Sort by").selectOption("name");
    page.getByLabel("reversed").check();
    assertThat(features(page, "text"))
        .containsExactly("trip_start_month", "payment_type", "company");
  }

  @Test
  void findsFeaturesByTextAndByPattern() throws IOException {
    var page = taxis();
    page.getByPlaceholder("Find features").fill("CENSUS");
    assertThat(features(page, "numeric"))
        .containsExactly("pickup_census_tract", "dropoff_census_tract");
    assertThat(page.locator("[role=status]").textContent()).isEqualTo("2 of 19 features");
    page.locator("button[aria-pressed]").click();
    page.getByPlaceholder("Find features").fill("^(fare|tips)$");
    assertThat(features(page, "numeric")).containsExactly("fare", "tips");
    page.getByPlaceholder("Find features").fill("fare(");
    assertThat(page.getByPlaceholder("Find features").getAttribute("aria-invalid"))
        .isEqualTo("true");
    page.getByPlaceholder("Find features").press("Escape");
    assertThat(features(page, "numeric")).hasSize(17);
    page.getByLabel("float").uncheck();
    assertThat(features(page, "numeric")).doesNotContain("fare").contains("trip_start_hour");
  }

  @Test
  void isUsableByKeyboard() throws IOException {
    var page = taxis();
    page.keyboard().press("/");
    page.keyboard().type("fare");
    assertThat(features(page, "numeric")).containsExactly("fare");
    page.keyboard().press("Escape");
    page.keyboard().press("Tab");
    page.keyboard().press("j");
    page.keyboard().press("j");
    assertThat(page.locator("article:focus").getAttribute("data-feature")).isEqualTo("fare");
    page.keyboard().press("Enter");
    assertThat(feature(page, "fare").locator("table caption").allTextContents())
        .contains("Histogram, trips", "Quantiles, corrupted");
    assertThat(feature(page, "fare").locator("td").allTextContents()).contains("700.1", "99,999");
    page.keyboard().press("Enter");
    assertThat(feature(page, "fare").locator("table").count()).isZero();
  }

  @Test
  void comparesSlices() throws IOException {
    var list = tfdv("stats").toBuilder();
    list.getDatasetsBuilder(0).setName("All Examples");
    list.addDatasets(tfdv("stats_corrupted").getDatasets(0).toBuilder().setName("Cash"));
    var page = open(new StatisticsPage("trips", list.build()));
    assertThat(feature(page, "fare").textContent())
        .contains("largest distance between slices 0.9662: All Examples and Cash");
    assertThat(feature(page, "fare").locator("rect.right").count()).isZero();
    page.getByLabel("Compared with").selectOption("Cash");
    assertThat(feature(page, "fare").locator("rect.right").count()).isPositive();
    assertThat(page.getByLabel("percentages").isChecked()).isTrue();
  }

  @Test
  void drawsWhatItSays() throws IOException {
    var page = taxis();
    var shot =
        page.screenshot(
            new Page.ScreenshotOptions().setPath(Path.of("target", "statistics-page.png")));
    var image = ImageIO.read(new ByteArrayInputStream(shot));
    var box = feature(page, "pickup_community_area").locator("rect.bar.left").first().boundingBox();
    int bar = image.getRGB((int) (box.x + box.width / 2), (int) (box.y + box.height / 4));
    int paper = image.getRGB((int) (box.x + box.width * 1.5), (int) (box.y + box.height / 4));
    assertThat(paper & 0xffffff).isEqualTo(0xffffff);
    assertThat(bar & 0xff).as("blue").isGreaterThan(bar >> 16 & 0xff);
    var dark = open(new StatisticsPage("trips", tfdv("stats")), ColorScheme.DARK);
    assertThat(dark.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(22, 24, 29)");
    dark.getByText("Light", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(dark.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
  }

  @Test
  void thousandsOfFeaturesAreDrawnAsTheyComeIntoView() throws IOException {
    var template = tfdv("stats").getDatasets(0).getFeatures(1);
    var dataset = DatasetFeatureStatistics.newBuilder().setNumExamples(15_002);
    for (int i = 0; i < 2_000; i++) {
      var feature = template.toBuilder().clearPath().setName("feature_" + i);
      dataset.addFeatures(feature);
    }
    var page =
        open(
            new StatisticsPage(
                "wide", DatasetFeatureStatisticsList.newBuilder().addDatasets(dataset).build()));
    assertThat(page.locator("article").count()).isEqualTo(2_000);
    assertThat(page.locator("article svg").count()).isBetween(5, 40);
    var last = feature(page, "feature_1999");
    last.scrollIntoViewIfNeeded();
    last.locator("svg").waitFor();
    assertThat(page.locator("article svg").count()).isBetween(5, 40);
    page.getByPlaceholder("Find features").fill("feature_1234");
    feature(page, "feature_1234").locator("svg").waitFor();
    assertThat(page.locator("article").count()).isEqualTo(1);
  }

  @Test
  void namesAndValuesThatLookLikeMarkupAreShownAsTheyAre() throws IOException {
    var evil = "</script><img src=x onerror=alert(1)><script>alert(2)</script>";
    var feature = FeatureNameStatistics.newBuilder().setName(evil);
    feature.setType(FeatureNameStatistics.Type.STRING);
    var texts = feature.getStringStatsBuilder().setUnique(1);
    texts.getCommonStatsBuilder().setNumNonMissing(3).setTotNumValues(3);
    texts.addTopValuesBuilder().setValue(evil).setFrequency(3);
    var list =
        DatasetFeatureStatisticsList.newBuilder()
            .addDatasets(
                DatasetFeatureStatistics.newBuilder().setNumExamples(3).addFeatures(feature))
            .build();
    int before = chromium.complaints().size();
    var page = open(new StatisticsPage(evil, list).against(evil, list));
    page.locator("article button").click();
    assertThat(page.locator("h3").textContent()).isEqualTo("'" + evil + "'");
    assertThat(page.locator("td").first().textContent()).isEqualTo(evil);
    assertThat(page.locator("img").count()).isZero();
    assertThat(chromium.complaints()).hasSize(before);
  }

  @Test
  void fetchesNothingAndComplainsOfNothing() throws IOException {
    var page = taxis();
    for (var chart : page.locator("select[aria-label^=Chart]").all()) {
      chart.selectOption(new SelectOption().setIndex(1));
    }
    page.mouse().wheel(0, 10_000);
    feature(page, "company").locator("svg").waitFor();
    assertThat(chromium.complaints()).isEmpty();
    assertThat(chromium.requests())
        .allMatch(url -> url.startsWith("file:") && url.endsWith(".html"));
  }
}
