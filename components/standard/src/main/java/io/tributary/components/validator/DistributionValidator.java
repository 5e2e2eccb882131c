package io.tributary.components.validator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.components.distribution.Against;
import io.tributary.components.distribution.Basis;
import io.tributary.components.distribution.Comparison;
import io.tributary.components.distribution.DatasetComparison;
import io.tributary.components.distribution.ExamplesVerdict;
import io.tributary.components.distribution.Verdicts;
import io.tributary.components.schema.Departures;
import io.tributary.components.schema.StatisticsTree;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.validator.ExampleValidator.OnAnomalies;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Compares the distributions of any two sets of examples, or of two splits of one, without a
 * schema.
 *
 * <pre>{@code
 * new DistributionValidator(statistics)
 *     .withBaseline(statistics)
 *     .withSplitPairs(new SplitPair("eval", "train"))
 *     .withComparisons(Comparison.ofAll(Distance.POPULATION_STABILITY_INDEX).atMost(0.25))
 * }</pre>
 *
 * @param statistics of the examples
 * @param baseline statistics of the examples that they are compared with; without an artifact, as
 *     in a first run, nothing is compared and there are no anomalies
 * @param comparisons what is compared
 * @param examples how many examples there may be; empty for any number
 * @param splitPairs which splits are compared; empty: every split with the one of the same name
 * @param basis what of the statistics is compared
 * @param onAnomalies what becomes of the run when there are anomalies; default REPORT
 */
public record DistributionValidator(
    Channel<ExampleStatistics> statistics,
    Optional<Channel<ExampleStatistics>> baseline,
    List<Comparison> comparisons,
    Optional<ExamplesRatio> examples,
    List<SplitPair> splitPairs,
    Basis basis,
    OnAnomalies onAnomalies)
    implements Component<DistributionValidator.Outputs> {

  /**
   * Two splits.
   *
   * @param split of the examples
   * @param baseline split of the examples that it is compared with
   */
  public record SplitPair(String split, String baseline) {
    public SplitPair {
      requireNonNull(split, "split");
      requireNonNull(baseline, "baseline");
    }

    /** The name of the split that has the anomalies: {@code a}, or {@code a_b} for two names. */
    String name() {
      return split.equals(baseline) ? split : split + "_" + baseline;
    }
  }

  /**
   * How many examples there may be for each of the baseline, both bounds included.
   *
   * @param least at least this many; empty for no bound
   * @param most at most this many; empty for no bound
   */
  public record ExamplesRatio(Optional<Double> least, Optional<Double> most) {
    public ExamplesRatio {
      double from = least.orElse(0.0);
      double to = most.orElse(Double.POSITIVE_INFINITY);
      if (!(from >= 0 && from <= to)) {
        throw new IllegalArgumentException(
            new Explanation(
                    "ratio of examples",
                    from + " to " + to,
                    "numbers that are not negative, the first not above the second",
                    "use other bounds")
                .toString());
      }
    }

    /** Between two bounds. */
    public static ExamplesRatio between(double least, double most) {
      return new ExamplesRatio(Optional.of(least), Optional.of(most));
    }

    /** No fewer than so many. */
    public static ExamplesRatio atLeast(double least) {
      return new ExamplesRatio(Optional.of(least), Optional.empty());
    }

    /** No more than so many. */
    public static ExamplesRatio atMost(double most) {
      return new ExamplesRatio(Optional.empty(), Optional.of(most));
    }
  }

  /**
   * What the component makes.
   *
   * @param anomalies {@code SchemaDiff.pb} and {@code verdicts.json} per pair of splits; blessed if
   *     there are no anomalies
   */
  public record Outputs(Channel<ExampleAnomalies> anomalies) {}

  public DistributionValidator {
    requireNonNull(statistics, "statistics");
    requireNonNull(baseline, "baseline");
    comparisons = List.copyOf(comparisons);
    requireNonNull(examples, "examples");
    splitPairs = List.copyOf(splitPairs);
    requireDifferent(splitPairs.stream().map(SplitPair::name).toList());
    requireNonNull(basis, "basis");
    requireNonNull(onAnomalies, "onAnomalies");
  }

  private static void requireDifferent(List<String> names) {
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "split pairs",
                  "their anomalies would be the splits " + names,
                  "names that differ",
                  "leave a pair out, or rename a split")
              .toString());
    }
  }

  /** Compares nothing yet. */
  public DistributionValidator(Channel<ExampleStatistics> statistics) {
    this(
        statistics,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        Basis.VALUES,
        OnAnomalies.REPORT);
  }

  /** A copy that compares with other statistics. */
  public DistributionValidator withBaseline(Channel<ExampleStatistics> other) {
    return new DistributionValidator(
        statistics, Optional.of(other), comparisons, examples, splitPairs, basis, onAnomalies);
  }

  /** A copy that compares by something else. */
  public DistributionValidator withComparisons(Comparison... others) {
    return new DistributionValidator(
        statistics, baseline, List.of(others), examples, splitPairs, basis, onAnomalies);
  }

  /** A copy that bounds the number of examples. */
  public DistributionValidator withExamples(ExamplesRatio ratio) {
    return new DistributionValidator(
        statistics, baseline, comparisons, Optional.of(ratio), splitPairs, basis, onAnomalies);
  }

  /** A copy that compares other splits. */
  public DistributionValidator withSplitPairs(SplitPair... pairs) {
    return new DistributionValidator(
        statistics, baseline, comparisons, examples, List.of(pairs), basis, onAnomalies);
  }

  /** A copy that looks at something else of the statistics. */
  public DistributionValidator withBasis(Basis other) {
    return new DistributionValidator(
        statistics, baseline, comparisons, examples, splitPairs, other, onAnomalies);
  }

  /** A copy that fails the run when there are anomalies. */
  public DistributionValidator failOnAnomalies() {
    return new DistributionValidator(
        statistics, baseline, comparisons, examples, splitPairs, basis, OnAnomalies.FAIL);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var input = run.input(statistics);
    var other = run.input(baseline);
    var output = run.output(Outputs::anomalies);
    var found = new FoundAnomalies(type -> onAnomalies);
    for (var pair : pairs(input.splits())) {
      var result =
          other.isEmpty()
              ? new Validation.Result(Anomalies.getDefaultInstance(), Verdicts.NONE)
              : compare(
                  StatisticsReader.read(input.path(), pair.split()),
                  StatisticsReader.read(other.get().path(), pair.baseline()));
      var directory = output.split(pair.name());
      AnomaliesReader.writeFile(directory.resolve(AnomaliesReader.FILE), result.anomalies());
      result.verdicts().write(directory.resolve(Verdicts.FILE));
      found.add(pair.name(), result.anomalies());
    }
    found.conclude(
        run,
        output,
        "distributions that are alike",
        other.isEmpty() ? "; no baseline to compare with" : "");
  }

  private List<SplitPair> pairs(List<String> splits) {
    return splitPairs.isEmpty()
        ? splits.stream().map(split -> new SplitPair(split, split)).toList()
        : splitPairs;
  }

  private Validation.Result compare(
      DatasetFeatureStatistics current, DatasetFeatureStatistics other) {
    if (current.getNumExamples() == 0) {
      return new Validation.Result(
          Anomalies.newBuilder().setDataMissing(true).build(), Verdicts.NONE);
    }
    boolean weighted = StatisticsTree.of(current).weighted();
    var verdicts =
        new Verdicts(
            new DatasetComparison(current, other, Against.BASELINE, basis)
                .by(comparisons, Schema.getDefaultInstance()),
            examples
                .map(
                    ratio ->
                        new ExamplesVerdict(
                            Against.BASELINE,
                            ExampleValidation.examples(current, weighted),
                            ExampleValidation.examples(other, weighted),
                            ratio.least(),
                            ratio.most()))
                .stream()
                .toList());
    var anomalies =
        Validation.withVerdicts(
            Anomalies.newBuilder()
                .setAnomalyNameFormat(Anomalies.AnomalyNameFormat.SERIALIZED_PATH)
                .build(),
            verdicts)
            .toBuilder();
    var ofDataset = verdicts.departuresOfDataset();
    if (!ofDataset.isEmpty()) {
      anomalies.setDatasetAnomalyInfo(Departures.add(AnomalyInfo.getDefaultInstance(), ofDataset));
    }
    return new Validation.Result(anomalies.build(), verdicts);
  }
}
