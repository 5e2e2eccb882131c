package io.tributary.components.quarantine;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionBase;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.OutputArtifact;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.schema.SchemaEnvironments;
import io.tributary.components.schema.SchemaReader;
import io.tributary.data.source.BadRowBudget;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parts rows that the schema allows from rows that it does not. Looked at is what one row alone can
 * do wrong: a value missing that every row has to have ({@code presence.min_fraction: 1}), a text
 * outside the domain, a number out of range, NaN and infinities, and texts in a column of numbers
 * that are no numbers. Of lists and structs only their presence is looked at, and columns that are
 * absent altogether are not: that is what ExampleValidator reports.
 *
 * <p>Cleaned examples have the columns of the given ones; a column of texts that the schema calls
 * INT or FLOAT becomes int64 or float64. Splits and the order of rows stay.
 *
 * @param examples what is parted
 * @param schema what is allowed
 * @param types the types of anomalies whose rows are set aside; default all of {@link #ROW_TYPES}
 * @param environment where the examples are from; empty: every feature of the schema is expected
 * @param budget how many rows of a split may be set aside before the node fails; default 1 % of
 *     them
 */
public record RowQuarantine(
    Channel<Examples> examples,
    Channel<Schema> schema,
    List<AnomalyInfo.Type> types,
    Optional<String> environment,
    BadRowBudget budget)
    implements Component<RowQuarantine.Outputs> {

  /** The types of anomalies that a row alone can cause. */
  public static final List<AnomalyInfo.Type> ROW_TYPES =
      List.of(
          AnomalyInfo.Type.FEATURE_TYPE_LOW_FRACTION_PRESENT,
          AnomalyInfo.Type.UNEXPECTED_DATA_TYPE,
          AnomalyInfo.Type.ENUM_TYPE_UNEXPECTED_STRING_VALUES,
          AnomalyInfo.Type.INT_TYPE_SMALL_INT,
          AnomalyInfo.Type.INT_TYPE_BIG_INT,
          AnomalyInfo.Type.INT_TYPE_NOT_INT_STRING,
          AnomalyInfo.Type.FLOAT_TYPE_SMALL_FLOAT,
          AnomalyInfo.Type.FLOAT_TYPE_BIG_FLOAT,
          AnomalyInfo.Type.FLOAT_TYPE_STRING_NOT_FLOAT,
          AnomalyInfo.Type.FLOAT_TYPE_HAS_NAN,
          AnomalyInfo.Type.FLOAT_TYPE_HAS_INF,
          AnomalyInfo.Type.BOOL_TYPE_SMALL_INT,
          AnomalyInfo.Type.BOOL_TYPE_BIG_INT,
          AnomalyInfo.Type.BOOL_TYPE_UNEXPECTED_STRING,
          AnomalyInfo.Type.BOOL_TYPE_UNEXPECTED_FLOAT);

  /**
   * What the component makes.
   *
   * @param cleaned the rows that the schema allows
   * @param quarantined the others, as they were given, with two columns more: {@code anomaly_types}
   *     (separated by commas) and {@code anomaly_reasons} (separated by line ends)
   */
  public record Outputs(Channel<Examples> cleaned, Channel<Examples> quarantined) {}

  public RowQuarantine {
    requireNonNull(examples, "examples");
    requireNonNull(schema, "schema");
    types = List.copyOf(types);
    requireNonNull(environment, "environment");
    requireNonNull(budget, "budget");
    var others = types.stream().filter(type -> !ROW_TYPES.contains(type)).toList();
    if (!others.isEmpty() || types.isEmpty()) {
      throw new IllegalArgumentException(
          "RowQuarantine > types: "
              + types
              + " (expected: some of "
              + ROW_TYPES
              + "); leave the others to ExampleValidator");
    }
  }

  /** Sets all rows aside that the schema does not allow, up to 1 % of a split. */
  public RowQuarantine(Channel<Examples> examples, Channel<Schema> schema) {
    this(examples, schema, ROW_TYPES, Optional.empty(), BadRowBudget.ofFraction(0.01));
  }

  /** A copy that sets rows aside for these types of anomalies only. */
  public RowQuarantine withTypes(AnomalyInfo.Type... others) {
    return new RowQuarantine(examples, schema, List.of(others), environment, budget);
  }

  /** A copy for examples of one environment, for instance SERVING. */
  public RowQuarantine withEnvironment(String other) {
    return new RowQuarantine(examples, schema, types, Optional.of(other), budget);
  }

  /** A copy that puts up with another number of rows, counted per split. */
  public RowQuarantine withBudget(BadRowBudget other) {
    return new RowQuarantine(examples, schema, types, environment, other);
  }

  @Override
  public ExecutionBase executionBase() {
    return ExecutionBase.TRANSFORM;
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var expected = SchemaReader.read(run.input(schema).path());
    SchemaEnvironments.require("node '" + run.nodeId() + "'", expected, environment);
    pass(run.input(examples), run.output(Outputs::cleaned));
    pass(run.input(examples), run.output(Outputs::quarantined));
    for (var split : run.input(examples).splits()) {
      var dataset = run.dataset(examples, split);
      var rules = ColumnRules.of(expected, columns(run, dataset), environment, types);
      long good;
      long bad;
      try (var out =
          run.write(
              Outputs::cleaned, split, new GoodRows(rules).outputSchema(columns(run, dataset)))) {
        run.engine().map(dataset, new GoodRows(rules), out);
        good = out.rowCount();
      }
      try (var out =
          run.write(
              Outputs::quarantined,
              split,
              new BadRows(rules).outputSchema(columns(run, dataset)))) {
        run.engine().map(dataset, new BadRows(rules), out);
        bad = out.rowCount();
      }
      run.progress("split " + split + ": " + bad + " of " + (good + bad) + " rows set aside");
      if (!budget.allows(bad, good + bad)) {
        throw overBudget(run, split, bad, good + bad);
      }
    }
  }

  /** Both parts are about the span that the examples are about. */
  private static void pass(InputArtifact<Examples> from, OutputArtifact<Examples> to) {
    from.property(Examples.SPAN).ifPresent(span -> to.set(Examples.SPAN, span));
    from.property(Examples.VERSION).ifPresent(version -> to.set(Examples.VERSION, version));
  }

  private static org.apache.arrow.vector.types.pojo.Schema columns(
      Run<Outputs> run, Dataset dataset) throws IOException {
    try (var reader = new ExamplesReader(dataset, run.allocator())) {
      return reader.schema();
    }
  }

  private ExecutionFailure overBudget(Run<Outputs> run, String split, long bad, long all)
      throws IOException {
    var directory = run.output(Outputs::quarantined).path();
    var summary = QuarantineSummary.read(Dataset.of(directory, List.of(split)), run.allocator());
    var lines =
        Stream.concat(
                summary.counts().entrySet().stream()
                    .map(count -> count.getValue() + " rows: " + count.getKey()),
                summary.reasons().stream())
            .collect(Collectors.joining("\n  "));
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_DATA,
        new Explanation(
            "node '" + run.nodeId() + "' > split '" + split + "'",
            bad + " of " + all + " rows are not allowed by the schema:\n  " + lines + "\n",
            "at most "
                + (budget.maxRows() == Long.MAX_VALUE ? "" : budget.maxRows() + " rows and ")
                + budget.maxFraction() * 100
                + " % of the rows",
            "correct the data or the schema, or raise the budget"));
  }
}
