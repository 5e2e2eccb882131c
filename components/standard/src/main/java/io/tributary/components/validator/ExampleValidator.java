package io.tributary.components.validator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Schema;
import io.tributary.components.distribution.ComparisonPolicy;
import io.tributary.components.distribution.Verdicts;
import io.tributary.components.schema.SchemaEnvironments;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.SplitSelection;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds where the splits of examples depart from a schema, have drifted away from the data before,
 * or differ from what is served. What is looked for is said at {@link ExampleValidation#validate}
 * and {@link Validation}.
 *
 * @param statistics of the examples
 * @param schema what is expected of them; its drift and skew comparators say up to where they may
 *     differ from other data
 * @param previous statistics of the data before, usually of {@link
 *     io.tributary.components.resolver.PreviousStatistics}; compared are splits of the same name,
 *     or all with the only split. Empty, or without an artifact as in a first run: no drift is
 *     looked for
 * @param serving statistics of what is served, likewise; empty: no skew is looked for
 * @param excludedSplits splits that are not validated
 * @param environment where the examples are from; empty: every feature of the schema is expected
 * @param policy what is compared beside what the schema asks for, and over what
 * @param onAnomalies what becomes of the run when there are anomalies; default REPORT
 * @param byType the same for anomalies of single types, to which the general rule does not apply
 */
public record ExampleValidator(
    Channel<ExampleStatistics> statistics,
    Channel<Schema> schema,
    Optional<Channel<ExampleStatistics>> previous,
    Optional<Channel<ExampleStatistics>> serving,
    List<String> excludedSplits,
    Optional<String> environment,
    ComparisonPolicy policy,
    OnAnomalies onAnomalies,
    Map<AnomalyInfo.Type, OnAnomalies> byType)
    implements Component<ExampleValidator.Outputs> {

  /** What becomes of the run when there are anomalies. */
  public enum OnAnomalies {
    /** They are the output, which is then not blessed; the node succeeds. */
    REPORT,
    /** The node fails with the list of them. */
    FAIL
  }

  /**
   * What the component makes.
   *
   * @param anomalies {@code Split-<name>/SchemaDiff.pb} per split; blessed if no split has any.
   *     Where there was other data to compare with, {@code verdicts.json} beside it has every
   *     comparison with both distributions
   */
  public record Outputs(Channel<ExampleAnomalies> anomalies) {}

  public ExampleValidator {
    requireNonNull(statistics, "statistics");
    requireNonNull(schema, "schema");
    requireNonNull(previous, "previous");
    requireNonNull(serving, "serving");
    requireNonNull(policy, "policy");
    excludedSplits = List.copyOf(excludedSplits);
    requireNonNull(environment, "environment");
    requireNonNull(onAnomalies, "onAnomalies");
    byType = Collections.unmodifiableMap(new TreeMap<>(byType));
  }

  /** Validates all splits and reports. */
  public ExampleValidator(Channel<ExampleStatistics> statistics, Channel<Schema> schema) {
    this(
        statistics,
        schema,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        ComparisonPolicy.DEFAULT,
        OnAnomalies.REPORT,
        Map.of());
  }

  /** A copy that looks for drift away from other data. */
  public ExampleValidator withPrevious(Channel<ExampleStatistics> other) {
    return new ExampleValidator(
        statistics,
        schema,
        Optional.of(other),
        serving,
        excludedSplits,
        environment,
        policy,
        onAnomalies,
        byType);
  }

  /** A copy that looks for differences from what is served. */
  public ExampleValidator withServing(Channel<ExampleStatistics> other) {
    return new ExampleValidator(
        statistics,
        schema,
        previous,
        Optional.of(other),
        excludedSplits,
        environment,
        policy,
        onAnomalies,
        byType);
  }

  /** A copy that leaves out splits. */
  public ExampleValidator withExcludedSplits(String... splits) {
    return new ExampleValidator(
        statistics,
        schema,
        previous,
        serving,
        List.of(splits),
        environment,
        policy,
        onAnomalies,
        byType);
  }

  /** A copy for examples of one environment, for instance SERVING. */
  public ExampleValidator withEnvironment(String other) {
    return new ExampleValidator(
        statistics,
        schema,
        previous,
        serving,
        excludedSplits,
        Optional.of(other),
        policy,
        onAnomalies,
        byType);
  }

  /** A copy that compares by something else than the schema says, or over TFDV's histograms. */
  public ExampleValidator withPolicy(ComparisonPolicy other) {
    return new ExampleValidator(
        statistics,
        schema,
        previous,
        serving,
        excludedSplits,
        environment,
        other,
        onAnomalies,
        byType);
  }

  /** A copy that fails the run when there are anomalies. */
  public ExampleValidator failOnAnomalies() {
    return new ExampleValidator(
        statistics,
        schema,
        previous,
        serving,
        excludedSplits,
        environment,
        policy,
        OnAnomalies.FAIL,
        byType);
  }

  /**
   * A copy with a rule of its own for one type of anomaly: {@code
   * withRule(AnomalyInfo.Type.SCHEMA_MISSING_COLUMN, OnAnomalies.FAIL)}.
   */
  public ExampleValidator withRule(AnomalyInfo.Type type, OnAnomalies rule) {
    var rules = new TreeMap<>(byType);
    rules.put(type, rule);
    return new ExampleValidator(
        statistics,
        schema,
        previous,
        serving,
        excludedSplits,
        environment,
        policy,
        onAnomalies,
        rules);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var where = "node '" + run.nodeId() + "'";
    var input = run.input(statistics);
    var baseline = SchemaReader.read(run.input(schema).path());
    SchemaEnvironments.require(where, baseline, environment);
    var before = other(run, where, "previous", previous);
    var served = other(run, where, "serving", serving);
    var output = run.output(Outputs::anomalies);
    var found = new FoundAnomalies(type -> byType.getOrDefault(type, onAnomalies));
    for (var split : SplitSelection.included(where, input.splits(), excludedSplits)) {
      var controls = ControlStatistics.NONE;
      if (before.isPresent()) {
        controls = controls.withPrevious(before.get().of(split));
      }
      if (served.isPresent()) {
        controls = controls.withServing(served.get().of(split));
      }
      var result =
          new Validation(
                  StatisticsReader.read(input.path(), split),
                  baseline,
                  environment,
                  controls,
                  policy)
              .result();
      var directory = output.split(split);
      AnomaliesReader.writeFile(directory.resolve(AnomaliesReader.FILE), result.anomalies());
      if (before.isPresent() || served.isPresent()) {
        result.verdicts().write(directory.resolve(Verdicts.FILE));
      }
      found.add(split, result.anomalies());
    }
    found.conclude(
        run,
        output,
        "examples that conform to the schema",
        remark("previous", previous, before) + remark("serving", serving, served));
  }

  private static Optional<OtherStatistics> other(
      Run<Outputs> run, String where, String name, Optional<Channel<ExampleStatistics>> channel) {
    return run.input(channel)
        .map(artifact -> new OtherStatistics(where + " > input '" + name + "'", artifact));
  }

  private static String remark(
      String name, Optional<Channel<ExampleStatistics>> channel, Optional<OtherStatistics> found) {
    return channel.isPresent() && found.isEmpty()
        ? "; no " + name + " statistics to compare with"
        : "";
  }
}
