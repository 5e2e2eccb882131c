package io.tributary.cli.data;

import io.tributary.cli.data.StatisticsFiles.Described;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.Table;
import io.tributary.components.statistics.page.FeatureSummary;
import io.tributary.components.statistics.page.FeatureSummary.Numbers;
import io.tributary.components.statistics.page.FeatureSummary.Texts;
import java.io.PrintWriter;
import java.util.List;

/** Statistics of a dataset for people: numbers, then texts, then what is neither. */
record StatisticsTable(Described dataset) {
  private static final int LONGEST_VALUE = 30;

  void print(PrintWriter out) {
    var statistics = dataset.statistics();
    out.println(
        dataset.place()
            + ": "
            + Figures.text(statistics.getNumExamples())
            + " examples, "
            + statistics.getFeaturesCount()
            + " features"
            + (statistics.getWeightedNumExamples() > 0
                ? ", weight " + Figures.text(statistics.getWeightedNumExamples())
                : ""));
    var features = statistics.getFeaturesList().stream().map(FeatureSummary::of).toList();
    numbers(features, out);
    texts(features, out);
    others(features, out);
    out.flush();
  }

  private static void numbers(List<FeatureSummary> features, PrintWriter out) {
    var table =
        new Table(
                "NUMERIC", "TYPE", "COUNT", "MISSING", "MEAN", "STD DEV", "ZEROS", "MIN", "MEDIAN",
                "MAX")
            .rightAligned(2, 3, 4, 5, 6, 7, 8, 9);
    for (var feature : features) {
      feature.numbers().ifPresent(numbers -> number(feature, numbers, table));
    }
    print(table, out);
  }

  private static void number(FeatureSummary feature, Numbers numbers, Table table) {
    table.row(
        feature.name(),
        type(feature) + (numbers.nan() > 0 ? ", " + Figures.text(numbers.nan()) + " NaN" : ""),
        Figures.text(feature.count()),
        Figures.percent(feature.missingFraction()),
        Figures.text(numbers.mean()),
        Figures.text(numbers.stdDev()),
        Figures.percent((double) numbers.zeros() / feature.values()),
        Figures.text(numbers.min()),
        Figures.text(numbers.median()),
        Figures.text(numbers.max()));
  }

  private static void texts(List<FeatureSummary> features, PrintWriter out) {
    var table =
        new Table(
                "CATEGORICAL",
                "TYPE",
                "COUNT",
                "MISSING",
                "UNIQUE",
                "TOP",
                "FREQ TOP",
                "AVG LENGTH")
            .rightAligned(2, 3, 4, 6, 7);
    for (var feature : features) {
      feature.texts().ifPresent(texts -> text(feature, texts, table));
    }
    print(table, out);
  }

  private static void text(FeatureSummary feature, Texts texts, Table table) {
    table.row(
        feature.name(),
        type(feature),
        Figures.text(feature.count()),
        Figures.percent(feature.missingFraction()),
        Figures.text(texts.unique()),
        texts.top().map(top -> Figures.brief(top, LONGEST_VALUE)).orElse("-"),
        texts.top().isPresent() ? Figures.text(texts.topFrequency()) : "-",
        Figures.text(texts.averageLength()));
  }

  private static void others(List<FeatureSummary> features, PrintWriter out) {
    var table = new Table("OTHER", "TYPE", "COUNT", "MISSING").rightAligned(2, 3);
    for (var feature : features) {
      if (feature.numbers().isEmpty() && feature.texts().isEmpty()) {
        table.row(
            feature.name(),
            type(feature),
            Figures.text(feature.count()),
            Figures.percent(feature.missingFraction()));
      }
    }
    print(table, out);
  }

  private static String type(FeatureSummary feature) {
    return feature.type().name();
  }

  private static void print(Table table, PrintWriter out) {
    if (!table.isEmpty()) {
      out.println();
      out.print(table);
    }
  }
}
