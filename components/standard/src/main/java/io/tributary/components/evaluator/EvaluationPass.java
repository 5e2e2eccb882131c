package io.tributary.components.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.Aggregation;
import io.tributary.data.row.Hash64;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The one pass of an evaluation: labels and predictions of each batch, and from there into tallies.
 */
@SuppressWarnings("serial") // optional fields: engines that send it know how
final class EvaluationPass<T extends Tally<T>>
    implements Aggregation<EvaluationPass.Seen<T>, SlicedTallies<T>>, Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** Larger numbers would overflow where they are squared and weighted. */
  private static final double LARGEST = 1e100;

  private final Task task;
  private final Yardstick<T> yardstick;
  private final Boundaries boundaries;
  private final List<Slicing> slicings;
  private final Optional<String> weightColumn;
  private final Optional<Confidence> confidence;
  private final Inputs inputs;

  /**
   * What the rows are judged by.
   *
   * @param labelWidth labels of each row
   */
  @SuppressWarnings("serial") // optional fields: engines that send it know how
  record Inputs(RowValues label, RowValues candidate, Optional<RowValues> baseline, int labelWidth)
      implements Serializable {}

  /** Tallies, and the queries that were met. */
  static final class Seen<T extends Tally<T>> {
    private final SlicedTallies<T> tallies;
    private final ValueCodes queries = new ValueCodes();
    private long[] queryHashes = new long[16];
    private int hashed;

    private Seen(SlicedTallies<T> tallies) {
      this.tallies = tallies;
    }

    /** What tells queries apart also where others have numbered them otherwise. */
    private long[] queries(VectorSchemaRoot batch, String column) {
      int rows = batch.getRowCount();
      var codes = new int[rows];
      queries.read(batch.getVector(column), rows, codes);
      for (; hashed < queries.size(); hashed++) {
        if (hashed == queryHashes.length) {
          queryHashes = Arrays.copyOf(queryHashes, 2 * hashed);
        }
        var bytes = queries.text(hashed).map(text -> text.getBytes(UTF_8)).orElse(new byte[0]);
        queryHashes[hashed] =
            Hash64.of(bytes, 0, bytes.length, queries.text(hashed).isPresent() ? 1 : 0);
      }
      var hashes = new long[rows];
      for (int row = 0; row < rows; row++) {
        hashes[row] = queryHashes[codes[row]];
      }
      return hashes;
    }
  }

  EvaluationPass(
      Evaluation evaluation, Yardstick<T> yardstick, Boundaries boundaries, Inputs inputs) {
    this.task = evaluation.task();
    this.yardstick = yardstick;
    this.boundaries = boundaries;
    this.slicings = evaluation.slicings();
    this.weightColumn = evaluation.weightColumn();
    this.confidence = evaluation.confidence();
    this.inputs = inputs;
  }

  @Override
  public Optional<Set<String>> readColumns() {
    var columns = new LinkedHashSet<String>();
    slicings.forEach(slicing -> columns.addAll(slicing.columns()));
    weightColumn.ifPresent(columns::add);
    if (task instanceof Task.Ranking ranking) {
      columns.add(ranking.query());
    }
    columns.addAll(inputs.label.columns());
    columns.addAll(inputs.candidate.columns());
    inputs.baseline.ifPresent(model -> columns.addAll(model.columns()));
    return Optional.of(columns);
  }

  /** Tallies are; groups of rows, and metrics of the user's, are not. */
  @Override
  public boolean isOrderFree() {
    return confidence.isEmpty() && !(yardstick instanceof CustomYardstick);
  }

  @Override
  public Seen<T> create(Schema schema) {
    return new Seen<>(
        new SlicedTallies<>(
            yardstick, slicings, boundaries, inputs.baseline.isPresent(), confidence));
  }

  @Override
  public void add(Seen<T> accumulator, VectorSchemaRoot batch) {
    var labels = inputs.label.apply(batch);
    for (int i = 0; i < labels.length; i++) {
      if (!isLabel(labels[i])) {
        throw invalid(
            inputs.label.origin()
                + " of "
                + inputs.label.columns()
                + ", row "
                + (i / inputs.labelWidth + 1)
                + " of these",
            "label " + labels[i],
            labels());
      }
    }
    var judged =
        new Tally.Judged(
            labels,
            inputs.labelWidth,
            weightColumn.map(name -> weights(name, batch)).orElse(null),
            task instanceof Task.Ranking ranking
                ? accumulator.queries(batch, ranking.query())
                : null);
    double @Nullable [] compared =
        inputs.baseline.isPresent() ? predictions(inputs.baseline.get(), batch) : null;
    accumulator.tallies.add(batch, judged, predictions(inputs.candidate, batch), compared);
  }

  private boolean isLabel(double value) {
    if (Double.isNaN(value)) {
      return true;
    } else if (task instanceof Task.Binary || task instanceof Task.Multilabel) {
      return value == 0 || value == 1;
    } else if (task instanceof Task.Ranking) {
      return value >= 0 && value <= 1000;
    }
    return Math.abs(value) <= LARGEST;
  }

  private String labels() {
    if (task instanceof Task.Ranking) {
      return "a relevance, 0 to 1000, or missing";
    }
    return task instanceof Task.Regression
        ? "a number, at most " + LARGEST + " in size, or missing"
        : "0, 1 or missing";
  }

  private double[] predictions(RowValues model, VectorSchemaRoot batch) {
    boolean anyNumber = task instanceof Task.Regression || task instanceof Task.Ranking;
    double least = anyNumber ? -LARGEST : 0;
    double most = anyNumber ? LARGEST : 1;
    var predictions = model.apply(batch);
    for (double score : predictions) {
      if (!(score >= least && score <= most)) {
        throw invalid(
            model.origin(),
            (anyNumber ? "prediction " : "score ") + score,
            anyNumber ? "a number, at most " + LARGEST + " in size" : "a probability, 0 to 1");
      }
    }
    return predictions;
  }

  /** The weights of rows. */
  static double[] weights(String name, VectorSchemaRoot batch) {
    var column = new Numbers(requireNonNull(batch.getVector(name), name));
    var weights = new double[batch.getRowCount()];
    for (int row = 0; row < weights.length; row++) {
      double weight = column.column().isNull(row) ? 0 : column.get(row);
      if (!(weight >= 0 && weight <= LARGEST)) {
        throw invalid("column '" + name + "'", "weight " + weight, "0 to " + LARGEST);
      }
      weights[row] = weight;
    }
    return weights;
  }

  private static ExecutionFailure invalid(String where, String value, String expected) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            "evaluation > " + where, value, expected, "correct the model, the label or the data"));
  }

  @Override
  public void merge(Seen<T> accumulator, Seen<T> later) {
    accumulator.tallies.add(later.tallies);
  }

  @Override
  public SlicedTallies<T> finish(Seen<T> accumulator) {
    return accumulator.tallies;
  }

  @Override
  public void encode(Seen<T> accumulator, DataOutput out) throws IOException {
    accumulator.tallies.encode(out);
  }

  @Override
  public Seen<T> decode(DataInput in) throws IOException {
    return new Seen<>(
        SlicedTallies.decode(
            yardstick, slicings, boundaries, inputs.baseline.isPresent(), confidence, in));
  }

  @Override
  public void close() {
    inputs.label.close();
    inputs.candidate.close();
    inputs.baseline.ifPresent(RowValues::close);
  }
}
