package io.tributary.components.statistics.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.digest.Sha256;
import io.tributary.components.json.Json;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
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
    var style = resource("page.css");
    var script = resource("figures.js") + resource("charts.js") + resource("page.js");
    return resource("page.html")
        .replace("{{style-digest}}", digest(style))
        .replace("{{script-digest}}", digest(script))
        .replace("{{style}}", style)
        .replace("{{script}}", script)
        .replace("{{data}}", inert(new PageData(datasets).toMap()));
  }

  /** JSON in which nothing can end the element that it stands in. */
  private static String inert(Object data) {
    return new String(Json.write(data), UTF_8)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e");
  }

  /** What the page's security policy knows a script or style by. */
  private static String digest(String content) {
    return Base64.getEncoder().encodeToString(Sha256.create().digest(content.getBytes(UTF_8)));
  }

  private static String resource(String name) {
    try (var in = StatisticsPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + ": absent (expected: beside the class)");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
