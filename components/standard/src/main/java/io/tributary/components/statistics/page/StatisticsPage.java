package io.tributary.components.statistics.page;

import static java.util.Objects.requireNonNull;

import io.tributary.components.html.HtmlPage;
import io.tributary.components.html.Markup;
import io.tributary.components.json.Json;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.util.List;

/**
 * Statistics as one HTML page that needs nothing else and asks nobody for anything: histograms,
 * quantiles, frequent values, of one dataset or of two beside each other, with all their slices.
 *
 * @param datasets one or two; the second is compared with the first
 */
public record StatisticsPage(List<Named> datasets) {

  /**
   * The statistics of a dataset.
   *
   * @param name what readers call it
   * @param statistics of all examples, and of slices
   */
  public record Named(String name, DatasetFeatureStatisticsList statistics) {
    public Named {
      requireNonNull(name, "name");
      requireNonNull(statistics, "statistics");
    }
  }

  public StatisticsPage {
    datasets = List.copyOf(datasets);
    if (datasets.isEmpty() || datasets.size() > 2) {
      throw new IllegalArgumentException(
          "datasets: "
              + datasets.size()
              + " (expected: one, or two to compare); make a page for each pair");
    }
  }

  /** The page of one dataset. */
  public StatisticsPage(String name, DatasetFeatureStatisticsList statistics) {
    this(List.of(new Named(name, statistics)));
  }

  /** A page that compares with another dataset. */
  public StatisticsPage against(String name, DatasetFeatureStatisticsList statistics) {
    return new StatisticsPage(List.of(datasets.get(0), new Named(name, statistics)));
  }

  /**
   * The page as text, to be written in UTF-8. The same statistics give the same text. Whatever
   * names and values of the data hold, none of it becomes markup or script.
   */
  public String html() {
    var body =
        new Markup()
            .element(
                "noscript",
                "This page draws its figures with JavaScript, which is switched off here.")
            .script("data", Json.write(new PageData(datasets).toMap()));
    var script = resource("figures.js") + resource("charts.js") + resource("page.js");
    return new HtmlPage("Dataset statistics", resource("page.css"), body, script).html();
  }

  private static String resource(String name) {
    return HtmlPage.resource(StatisticsPage.class, name);
  }
}
