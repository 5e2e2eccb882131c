package io.tributary.components.auto;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionBase;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Property;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.schema.NearestNames;
import io.tributary.data.row.RowCopies;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows that have all labels: what can be learnt from. How many are left out is told, as the
 * progress of the run, in the log of the node and as {@link #MESSAGE} of the rows. Columns, splits
 * and the order of rows stay.
 *
 * <p>Fails if a label is no column, if a split has no rows, or if none of them has all labels.
 *
 * @param examples all rows
 * @param labels the columns that a row has to have a value in; at least one, none twice
 */
public record LabelledRows(Channel<Examples> examples, List<String> labels)
    implements Component<LabelledRows.Outputs> {

  /**
   * What the component makes.
   *
   * @param labelled the rows that have all labels
   */
  public record Outputs(Channel<Examples> labelled) {}

  /** How many rows are left out, in one line; not set where none is. */
  public static final Property<Examples, String> MESSAGE =
      Property.ofString(Examples.class, "unlabelled_rows_message");

  public LabelledRows {
    requireNonNull(examples, "examples");
    labels = List.copyOf(labels);
    if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "labels",
                  labels.toString(),
                  "at least one column, and each once",
                  "name the columns that are to be learnt")
              .toString());
    }
  }

  @Override
  public ExecutionBase executionBase() {
    return ExecutionBase.TRANSFORM;
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var where = "node '" + run.nodeId() + "'";
    var counts = new LinkedHashMap<String, Unlabelled.Count>();
    for (var split : run.input(examples).splits()) {
      var dataset = run.dataset(examples, split);
      requireLabels(where, columns(run, dataset));
      counts.put(split, run.engine().aggregate(dataset, new Unlabelled(labels)));
    }
    long all = counts.values().stream().mapToLong(Unlabelled.Count::all).sum();
    long without = counts.values().stream().mapToLong(Unlabelled.Count::without).sum();
    counts.forEach((split, count) -> requireRows(where + " > split '" + split + "'", count, all));
    for (var split : counts.keySet()) {
      var dataset = run.dataset(examples, split);
      try (var out = run.write(Outputs::labelled, split, columns(run, dataset))) {
        run.engine().map(dataset, new Labelled(labels), out);
      }
    }
    if (without > 0) {
      var told = without + " of " + all + " rows have no label " + labels + " and are left out";
      run.progress(told);
      run.log().warn(told);
      run.output(Outputs::labelled).set(MESSAGE, told);
    }
  }

  private static Schema columns(Run<Outputs> run, Dataset dataset) throws IOException {
    try (var reader = new ExamplesReader(dataset, run.allocator())) {
      return reader.schema();
    }
  }

  private void requireLabels(String where, Schema columns) {
    var names = columns.getFields().stream().map(Field::getName).toList();
    for (var label : labels) {
      if (!names.contains(label)) {
        throw new ExecutionFailure(
            Code.INVALID_ARGUMENT,
            new Explanation(
                where + " > label",
                "no column '" + label + "'",
                new NearestNames(names).to(label),
                "correct the name of the label"));
      }
    }
  }

  private void requireRows(String where, Unlabelled.Count count, long ofAllSplits) {
    if (count.all() == 0) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              where + " > rows",
              ofAllSplits == 0 ? "0" : "0 of " + ofAllSplits,
              "at least 1",
              "give more rows that differ: a hash of its values says to which split a row belongs, so"
                  + " that equal rows are all in one"));
    }
    if (count.without() == count.all()) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              where + " > label",
              labels
                  + " missing in "
                  + (count.all() == 1 ? "the only row" : "all " + count.all() + " rows"),
              "rows that have a label",
              "check the column, and what spells a missing value"));
    }
  }

  /** Keeps rows that have a value in each of these columns. */
  private record Labelled(List<String> labels) implements BatchFunction, Serializable {
    @Override
    public Schema outputSchema(Schema input) {
      return input;
    }

    @Override
    public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
      var columns = Unlabelled.vectors(labels, input);
      int[] kept =
          IntStream.range(0, input.getRowCount())
              .filter(row -> !Unlabelled.isMissing(columns, row))
              .toArray();
      for (var from : input.getFieldVectors()) {
        RowCopies.copy(from, output.getVector(from.getName()), kept, 0, kept.length);
      }
      output.setRowCount(kept.length);
    }
  }
}
