package io.tributary.components.distribution;

import io.tributary.api.Explanation;
import io.tributary.components.schema.Departure;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DriftSkewInfo;
import io.tributary.proto.tfmd.DriftSkewInfo.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that came of comparing a dataset with others.
 *
 * @param features verdicts on the distributions of features
 * @param examples verdicts on the number of examples
 */
public record Verdicts(List<Verdict> features, List<ExamplesVerdict> examples) {
  /** Name of the file of a split: JSON. */
  public static final String FILE = "verdicts.json";

  /** Nothing was compared. */
  public static final Verdicts NONE = new Verdicts(List.of(), List.of());

  public Verdicts {
    features = List.copyOf(features);
    examples = List.copyOf(examples);
  }

  /** These and others. */
  public Verdicts and(Verdicts others) {
    var allFeatures = new ArrayList<>(features);
    allFeatures.addAll(others.features);
    var allExamples = new ArrayList<>(examples);
    allExamples.addAll(others.examples);
    return new Verdicts(allFeatures, allExamples);
  }

  /** What does not hold, by path of the feature, as anomalies of TFDV's types where it has one. */
  public Map<List<String>, List<Departure>> departures() {
    var departures = new LinkedHashMap<List<String>, List<Departure>>();
    for (var verdict : features) {
      if (!verdict.holds()) {
        departures
            .computeIfAbsent(verdict.path(), ignored -> new ArrayList<>())
            .add(departure(verdict));
      }
    }
    return departures;
  }

  private static Departure departure(Verdict verdict) {
    return new Departure(
        type(verdict),
        switch (verdict.outcome()) {
          case HOLDS -> "Like " + verdict.against().text();
          case EXCEEDED -> "Differs from " + verdict.against().text();
          case CURRENT_MISSING, BASELINE_MISSING -> "Nothing to compare";
          case INAPPLICABLE, UNAVAILABLE -> "Cannot be compared";
        },
        new Explanation(
            "feature '" + verdict.feature() + "'",
            verdict.summary(),
            verdict.distance() + " " + verdict.limit(),
            remedy(verdict)));
  }

  private static AnomalyInfo.Type type(Verdict verdict) {
    return switch (verdict.outcome()) {
      case HOLDS -> AnomalyInfo.Type.UNKNOWN_TYPE;
      case EXCEEDED ->
          switch (verdict.distance()) {
            case L_INFINITY -> AnomalyInfo.Type.COMPARATOR_L_INFTY_HIGH;
            case JENSEN_SHANNON -> AnomalyInfo.Type.COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH;
            case NORMALIZED_ABSOLUTE_DIFFERENCE ->
                AnomalyInfo.Type.COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH;
            case KOLMOGOROV_SMIRNOV,
                POPULATION_STABILITY_INDEX,
                WASSERSTEIN,
                NORMALIZED_WASSERSTEIN,
                CHI_SQUARE ->
                AnomalyInfo.Type.CUSTOM_VALIDATION;
          };
      case CURRENT_MISSING -> AnomalyInfo.Type.COMPARATOR_TREATMENT_DATA_MISSING;
      case BASELINE_MISSING -> AnomalyInfo.Type.COMPARATOR_CONTROL_DATA_MISSING;
      case INAPPLICABLE -> AnomalyInfo.Type.INVALID_SCHEMA_SPECIFICATION;
      case UNAVAILABLE -> AnomalyInfo.Type.STATS_NOT_AVAILABLE;
    };
  }

  private static String remedy(Verdict verdict) {
    return switch (verdict.outcome()) {
      case HOLDS -> "nothing is to be done";
      case EXCEEDED ->
          switch (verdict.against()) {
            case PREVIOUS ->
                "find out what has changed at the source; if the change is real, train again and raise the threshold if need be";
            case SERVING ->
                "find out why what is served is from elsewhere or prepared otherwise than this data, and make them alike";
            case BASELINE -> "find out why the two differ; if they may, raise the threshold";
          };
      case CURRENT_MISSING, BASELINE_MISSING -> "bring the feature back, or do not compare it";
      case INAPPLICABLE -> "compare the feature by one that applies";
      case UNAVAILABLE -> "make the statistics again, or compare the feature by another distance";
    };
  }

  /** What is wrong with the number of examples. */
  public List<Departure> departuresOfDataset() {
    var departures = new ArrayList<Departure>();
    for (var verdict : examples) {
      if (!verdict.holds()) {
        departures.add(
            new Departure(
                verdict.isLow()
                    ? AnomalyInfo.Type.COMPARATOR_LOW_NUM_EXAMPLES
                    : AnomalyInfo.Type.COMPARATOR_HIGH_NUM_EXAMPLES,
                verdict.isLow() ? "Far fewer examples" : "Far more examples",
                new Explanation(
                    "dataset",
                    Labels.of(verdict.current())
                        + " examples, "
                        + Labels.of(verdict.ratio())
                        + " times the "
                        + Labels.of(verdict.baseline())
                        + " of the "
                        + verdict.against().text()
                        + " data",
                    bounds(verdict) + " times as many",
                    verdict.isLow()
                        ? "look for lost input, or lower the fraction"
                        : "look for repeated input, or raise the fraction")));
      }
    }
    return departures;
  }

  private static String bounds(ExamplesVerdict verdict) {
    return Stream.of(
            verdict.least().map(least -> "at least " + Labels.of(least)),
            verdict.most().map(most -> "at most " + Labels.of(most)))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" and "));
  }

  /**
   * What TFDV calls measurements: drift against previous data and skew against what is served, for
   * all features that were compared by a distance that it knows, whatever the outcome.
   */
  public List<DriftSkewInfo> driftSkewInfo() {
    var infos = new LinkedHashMap<String, DriftSkewInfo.Builder>();
    for (var verdict : features) {
      var type = measurementType(verdict.distance());
      if (type.isEmpty() || verdict.value().isEmpty() || verdict.against() == Against.BASELINE) {
        continue;
      }
      var measurement =
          Measurement.newBuilder()
              .setType(type.get())
              .setValue(verdict.value().get())
              .setThreshold(verdict.limit().bound());
      var info =
          infos.computeIfAbsent(
              verdict.feature(),
              ignored ->
                  DriftSkewInfo.newBuilder()
                      .setPath(
                          io.tributary.proto.tfmd.Path.newBuilder().addAllStep(verdict.path())));
      if (verdict.against() == Against.PREVIOUS) {
        info.addDriftMeasurements(measurement);
      } else {
        info.addSkewMeasurements(measurement);
      }
    }
    return infos.values().stream().map(DriftSkewInfo.Builder::build).toList();
  }

  private static Optional<Measurement.Type> measurementType(Distance distance) {
    return switch (distance) {
      case L_INFINITY -> Optional.of(Measurement.Type.L_INFTY);
      case JENSEN_SHANNON -> Optional.of(Measurement.Type.JENSEN_SHANNON_DIVERGENCE);
      case NORMALIZED_ABSOLUTE_DIFFERENCE ->
          Optional.of(Measurement.Type.NORMALIZED_ABSOLUTE_DIFFERENCE);
      case KOLMOGOROV_SMIRNOV,
          POPULATION_STABILITY_INDEX,
          WASSERSTEIN,
          NORMALIZED_WASSERSTEIN,
          CHI_SQUARE ->
          Optional.empty();
    };
  }

  /** Writes them as JSON. */
  public void write(Path file) throws IOException {
    VerdictsJson.write(this, file);
  }

  /** Reads what {@link #write} wrote. */
  public static Verdicts read(Path file) throws IOException {
    return VerdictsJson.read(file);
  }
}
