package io.tributary.cli.data;

import io.tributary.cli.data.StatisticsFiles.Described;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.Table;
import io.tributary.components.statistics.page.Divergence;
import io.tributary.components.statistics.page.FeatureSummary;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Two datasets beside each other for people, the features that differ most first. */
record ComparisonTable(Described first, Described second) {
  private static final int LONGEST_VALUE = 20;

  /**
   * A feature in both.
   *
   * @param distance Jensen-Shannon divergence, where both sides have a distribution
   */
  record Line(
      String feature,
      Optional<FeatureSummary> first,
      Optional<FeatureSummary> second,
      Optional<Double> distance) {

    /** What is on one side only, or of another type, differs more than any distribution. */
    private double order() {
      boolean together =
          first.isPresent() && second.isPresent() && first.get().type() == second.get().type();
      return together ? distance.orElse(-1.0) : 2;
    }
  }

  List<Line> lines() {
    var distances = Divergence.byFeature(first.statistics(), second.statistics());
    var here = byName(first.statistics());
    var there = byName(second.statistics());
    var names = new LinkedHashSet<>(here.keySet());
    names.addAll(there.keySet());
    return names.stream()
        .map(
            name ->
                new Line(
                    name,
                    Optional.ofNullable(here.get(name)),
                    Optional.ofNullable(there.get(name)),
                    Optional.ofNullable(distances.get(name))))
        .sorted(Comparator.comparingDouble(Line::order).reversed())
        .toList();
  }

  private static Map<String, FeatureSummary> byName(DatasetFeatureStatistics statistics) {
    var features = new LinkedHashMap<String, FeatureSummary>();
    statistics.getFeaturesList().stream()
        .map(FeatureSummary::of)
        .forEach(of -> features.put(of.name(), of));
    return features;
  }

  void print(PrintWriter out) {
    out.println("1  " + words(first));
    out.println("2  " + words(second));
    out.println();
    var table =
        new Table(
                "FEATURE",
                "TYPE",
                "DISTANCE",
                "MISSING 1",
                "MISSING 2",
                "MEAN OR TOP 1",
                "MEAN OR TOP 2",
                "STD DEV OR UNIQUE 1",
                "STD DEV OR UNIQUE 2")
            .rightAligned(2, 3, 4, 5, 6, 7, 8);
    for (var line : lines()) {
      table.row(
          line.feature(),
          type(line),
          line.distance().map(Figures::text).orElse("-"),
          cell(line.first(), of -> Figures.percent(of.missingFraction())),
          cell(line.second(), of -> Figures.percent(of.missingFraction())),
          cell(line.first(), ComparisonTable::middle),
          cell(line.second(), ComparisonTable::middle),
          cell(line.first(), ComparisonTable::spread),
          cell(line.second(), ComparisonTable::spread));
    }
    out.print(table);
    out.println();
    out.println(
        "DISTANCE is the Jensen-Shannon divergence: 0 for equal distributions, 1 for those that share nothing.");
    out.flush();
  }

  private static String words(Described dataset) {
    return dataset.place()
        + ": "
        + Figures.text(dataset.statistics().getNumExamples())
        + " examples";
  }

  private static String type(Line line) {
    var first = line.first().map(of -> of.type().name());
    var second = line.second().map(of -> of.type().name());
    if (first.isPresent() && second.isPresent()) {
      return first.equals(second) ? first.get() : first.get() + " and " + second.get();
    }
    return first
        .map(type -> type + ", only in 1")
        .orElseGet(() -> second.orElse("") + ", only in 2");
  }

  private static String cell(Optional<FeatureSummary> of, Function<FeatureSummary, String> figure) {
    return of.map(figure).orElse("-");
  }

  private static String middle(FeatureSummary of) {
    return of.numbers()
        .map(numbers -> Figures.text(numbers.mean()))
        .or(
            () ->
                of.texts()
                    .flatMap(texts -> texts.top())
                    .map(top -> Figures.brief(top, LONGEST_VALUE)))
        .orElse("-");
  }

  private static String spread(FeatureSummary of) {
    return of.numbers()
        .map(numbers -> Figures.text(numbers.stdDev()))
        .or(() -> of.texts().map(texts -> Figures.text(texts.unique())))
        .orElse("-");
  }
}
