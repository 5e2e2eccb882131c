package io.tributary.components.validator;

import static java.util.Objects.requireNonNull;

import io.tributary.components.distribution.Against;
import io.tributary.components.distribution.Comparison;
import io.tributary.components.distribution.ComparisonPolicy;
import io.tributary.components.distribution.DatasetComparison;
import io.tributary.components.distribution.ExamplesVerdict;
import io.tributary.components.distribution.Verdicts;
import io.tributary.components.schema.Departures;
import io.tributary.components.schema.FeaturePaths;
import io.tributary.components.schema.StatisticsTree;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Path;
import io.tributary.proto.tfmd.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that examples are validated by: their schema, the data before them, and what is served.
 *
 * <pre>{@code
 * Validation.of(statistics, schema).withPrevious(before).withServing(served).result().anomalies()
 * }</pre>
 *
 * @param statistics of the examples
 * @param schema what is expected of them, thresholds of drift and skew included
 * @param environment where they are from; empty: every feature of the schema is expected
 * @param controls statistics of the data before, for drift, and of what is served, for skew; where
 *     one is empty, it is not looked for
 * @param policy what else is compared
 */
public record Validation(
    DatasetFeatureStatistics statistics,
    Schema schema,
    Optional<String> environment,
    ControlStatistics controls,
    ComparisonPolicy policy) {

  /**
   * What was found.
   *
   * @param anomalies everything that is not as it should be, and all measurements that TFDV knows
   * @param verdicts every comparison that was made, with both distributions
   */
  public record Result(Anomalies anomalies, Verdicts verdicts) {}

  public Validation {
    requireNonNull(statistics, "statistics");
    requireNonNull(schema, "schema");
    requireNonNull(environment, "environment");
    requireNonNull(controls, "controls");
    requireNonNull(policy, "policy");
  }

  /** By the schema alone. */
  public static Validation of(DatasetFeatureStatistics statistics, Schema schema) {
    return new Validation(
        statistics, schema, Optional.empty(), ControlStatistics.NONE, ComparisonPolicy.DEFAULT);
  }

  /** A copy for examples of one environment. */
  public Validation withEnvironment(String other) {
    return new Validation(statistics, schema, Optional.of(other), controls, policy);
  }

  /** A copy that looks for drift. */
  public Validation withPrevious(DatasetFeatureStatistics other) {
    return withControls(controls.withPrevious(other));
  }

  /** A copy that looks for skew. */
  public Validation withServing(DatasetFeatureStatistics other) {
    return withControls(controls.withServing(other));
  }

  /** A copy that is compared with other datasets. */
  public Validation withControls(ControlStatistics other) {
    return new Validation(statistics, schema, environment, other, policy);
  }

  /** A copy that compares by something else, too. */
  public Validation withPolicy(ComparisonPolicy other) {
    return new Validation(statistics, schema, environment, controls, other);
  }

  /**
   * Validates. Types of anomalies are those of TensorFlow Data Validation; a distance that it does
   * not have, above its limit, is a CUSTOM_VALIDATION.
   */
  public Result result() {
    var bySchema = ExampleValidation.validate(statistics, schema, environment, controls);
    if (bySchema.getDataMissing()) {
      return new Result(bySchema, Verdicts.NONE);
    }
    var verdicts = drift().orElse(Verdicts.NONE).and(skew().orElse(Verdicts.NONE));
    return new Result(withVerdicts(bySchema, verdicts), verdicts);
  }

  private Optional<Verdicts> drift() {
    return controls
        .previous()
        .map(before -> compare(before, Against.PREVIOUS, policy.drift(), examples(before)));
  }

  private Optional<Verdicts> skew() {
    return controls
        .serving()
        .map(served -> compare(served, Against.SERVING, policy.skew(), List.of()));
  }

  private Verdicts compare(
      DatasetFeatureStatistics other,
      Against against,
      List<Comparison> comparisons,
      List<ExamplesVerdict> examples) {
    var comparison = new DatasetComparison(statistics, other, against, policy.basis());
    var features = new ArrayList<>(comparison.bySchema(schema));
    features.addAll(comparison.by(comparisons, schema));
    return new Verdicts(features, examples);
  }

  private List<ExamplesVerdict> examples(DatasetFeatureStatistics before) {
    var constraints = schema.getDatasetConstraints();
    if (!constraints.hasNumExamplesDriftComparator()) {
      return List.of();
    }
    var ratio = constraints.getNumExamplesDriftComparator();
    boolean weighted = StatisticsTree.of(statistics).weighted();
    return List.of(
        new ExamplesVerdict(
            Against.PREVIOUS,
            ExampleValidation.examples(statistics, weighted),
            ExampleValidation.examples(before, weighted),
            ratio.hasMinFractionThreshold()
                ? Optional.of(ratio.getMinFractionThreshold())
                : Optional.empty(),
            ratio.hasMaxFractionThreshold()
                ? Optional.of(ratio.getMaxFractionThreshold())
                : Optional.empty()));
  }

  /** Anomalies that also tell which features differ, and what was measured. */
  static Anomalies withVerdicts(Anomalies anomalies, Verdicts verdicts) {
    var all = anomalies.toBuilder().addAllDriftSkewInfo(verdicts.driftSkewInfo());
    verdicts
        .departures()
        .forEach(
            (path, departures) -> {
              var name = FeaturePaths.serialize(path);
              var before =
                  anomalies.getAnomalyInfoOrDefault(name, AnomalyInfo.getDefaultInstance());
              all.putAnomalyInfo(
                  name,
                  Departures.add(before, departures)
                      .setPath(Path.newBuilder().addAllStep(path))
                      .build());
            });
    return all.build();
  }
}
