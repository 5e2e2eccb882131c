package io.tributary.components.validator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Schema;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.SplitSelection;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.Anomalies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds where the splits of examples depart from a schema. What is looked for is said at {@link
 * ExampleValidation#validate}.
 *
 * @param statistics of the examples
 * @param schema what is expected of them
 * @param excludedSplits splits that are not validated
 * @param environment where the examples are from; empty: every feature of the schema is expected
 * @param onAnomalies what becomes of the run when there are anomalies; default REPORT
 */
public record ExampleValidator(
    Channel<ExampleStatistics> statistics,
    Channel<Schema> schema,
    List<String> excludedSplits,
    Optional<String> environment,
    OnAnomalies onAnomalies)
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
   * @param anomalies {@code Split-<name>/SchemaDiff.pb} per split; blessed if no split has any
   */
  public record Outputs(Channel<ExampleAnomalies> anomalies) {}

  public ExampleValidator {
    requireNonNull(statistics, "statistics");
    requireNonNull(schema, "schema");
    excludedSplits = List.copyOf(excludedSplits);
    requireNonNull(environment, "environment");
    requireNonNull(onAnomalies, "onAnomalies");
  }

  /** Validates all splits and reports. */
  public ExampleValidator(Channel<ExampleStatistics> statistics, Channel<Schema> schema) {
    this(statistics, schema, List.of(), Optional.empty(), OnAnomalies.REPORT);
  }

  /** A copy that leaves out splits. */
  public ExampleValidator withExcludedSplits(String... splits) {
    return new ExampleValidator(statistics, schema, List.of(splits), environment, onAnomalies);
  }

  /** A copy for examples of one environment, for instance SERVING. */
  public ExampleValidator withEnvironment(String other) {
    return new ExampleValidator(
        statistics, schema, excludedSplits, Optional.of(other), onAnomalies);
  }

  /** A copy that fails the run when there are anomalies. */
  public ExampleValidator failOnAnomalies() {
    return new ExampleValidator(statistics, schema, excludedSplits, environment, OnAnomalies.FAIL);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var where = "node '" + run.nodeId() + "'";
    var input = run.input(statistics);
    var baseline = SchemaReader.read(run.input(schema).path());
    checkEnvironment(where, baseline);
    var output = run.output(Outputs::anomalies);
    var found = new ArrayList<String>();
    for (var split : SplitSelection.included(where, input.splits(), excludedSplits)) {
      var anomalies =
          ExampleValidation.validate(
              StatisticsReader.read(input.path(), split), baseline, environment);
      AnomaliesReader.writeFile(output.split(split).resolve(AnomaliesReader.FILE), anomalies);
      list("split '" + split + "' > ", anomalies, found);
    }
    output.set(ExampleAnomalies.BLESSED, found.isEmpty());
    run.progress(found.isEmpty() ? "no anomalies" : found.size() + " anomalies");
    found.forEach(anomaly -> run.log().warn("{}", anomaly));
    if (onAnomalies == OnAnomalies.FAIL && !found.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              where,
              found.size() + " anomalies:\n  " + String.join("\n  ", found) + "\n",
              "examples that conform to the schema",
              "correct the data or the schema, as each line says"));
    }
  }

  private void checkEnvironment(String where, io.tributary.proto.tfmd.Schema baseline) {
    environment.ifPresent(
        name -> {
          boolean known =
              baseline.getDefaultEnvironmentList().contains(name)
                  || baseline.getFeatureList().stream()
                      .anyMatch(
                          feature ->
                              feature.getInEnvironmentList().contains(name)
                                  || feature.getNotInEnvironmentList().contains(name));
          if (!known) {
            throw new ExecutionFailure(
                ExecutionFailure.Code.INVALID_ARGUMENT,
                new Explanation(
                    where + " > parameter 'environment'",
                    name,
                    "an environment of the schema; its default ones are "
                        + baseline.getDefaultEnvironmentList(),
                    "correct the name, or add the environment to the schema"));
          }
        });
  }

  private static void list(String where, Anomalies anomalies, List<String> found) {
    if (anomalies.getDataMissing()) {
      found.add(
          new Explanation(
                  where + "dataset",
                  "no examples",
                  "at least one",
                  "find out why the split is empty, or exclude it")
              .toString());
    }
    anomalies
        .getDatasetAnomalyInfo()
        .getReasonList()
        .forEach(reason -> found.add(where + reason.getDescription()));
    new TreeMap<>(anomalies.getAnomalyInfoMap())
        .values()
        .forEach(
            info ->
                info.getReasonList().forEach(reason -> found.add(where + reason.getDescription())));
  }
}
