package io.tributary.components.evaluator;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The one pass of an evaluation: each batch through the label graph, the candidate and the
 * baseline, and from there into the tables of scores.
 */
@SuppressWarnings("serial") // optional fields: engines that send it know how
final class EvaluationPass
    implements Aggregation<SlicedScores, SlicedScores>, Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final List<Slicing> slicings;
  private final Optional<String> weightColumn;
  private final RowFunction label;
  private final RowFunction candidate;
  private final Optional<RowFunction> baseline;

  EvaluationPass(
      Evaluation evaluation,
      RowFunction label,
      RowFunction candidate,
      Optional<RowFunction> baseline) {
    this.slicings = evaluation.slicings();
    this.weightColumn = evaluation.weightColumn();
    this.label = label;
    this.candidate = candidate;
    this.baseline = baseline;
  }

  @Override
  public Optional<Set<String>> readColumns() {
    var columns = new LinkedHashSet<String>();
    slicings.forEach(slicing -> columns.addAll(slicing.columns()));
    weightColumn.ifPresent(columns::add);
    columns.addAll(label.columns());
    columns.addAll(candidate.columns());
    baseline.ifPresent(model -> columns.addAll(model.columns()));
    return Optional.of(columns);
  }

  @Override
  public SlicedScores create(Schema schema) {
    return new SlicedScores(slicings, baseline.isPresent());
  }

  @Override
  public void add(SlicedScores accumulator, VectorSchemaRoot batch) {
    var labels = label.apply(batch);
    for (double value : labels) {
      if (value != 0 && value != 1 && !Double.isNaN(value)) {
        throw invalid(label.origin(), "label " + value, "0, 1 or missing");
      }
    }
    accumulator.add(
        batch,
        new SlicedScores.Judged(
            labels,
            weightColumn.map(name -> weights(name, batch)).orElse(null),
            scores(candidate, batch),
            baseline.map(model -> scores(model, batch)).orElse(null)));
  }

  private static double[] scores(RowFunction model, VectorSchemaRoot batch) {
    var scores = model.apply(batch);
    for (double score : scores) {
      if (!(score >= 0 && score <= 1)) {
        throw invalid(model.origin(), "score " + score, "a probability, 0 to 1");
      }
    }
    return scores;
  }

  private static double[] weights(String name, VectorSchemaRoot batch) {
    FieldVector column = batch.getVector(name);
    var weights = new double[batch.getRowCount()];
    for (int row = 0; row < weights.length; row++) {
      double weight = column.isNull(row) ? 0 : number(column, row);
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw invalid("column '" + name + "'", "weight " + weight, "finite, 0 or more");
      }
      weights[row] = weight;
    }
    return weights;
  }

  private static double number(FieldVector column, int row) {
    if (column instanceof FloatingPointVector floats) {
      return floats.getValueAsDouble(row);
    } else if (column instanceof BaseIntVector integers) {
      return integers.getValueAsLong(row);
    } else if (column instanceof BitVector bits) {
      return bits.get(row);
    }
    throw new IllegalStateException(column.getField() + " passed the check of the weight column");
  }

  private static ExecutionFailure invalid(String where, String value, String expected) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            "evaluation > " + where, value, expected, "correct the model, the label or the data"));
  }

  @Override
  public void merge(SlicedScores accumulator, SlicedScores later) {
    accumulator.add(later);
  }

  @Override
  public SlicedScores finish(SlicedScores accumulator) {
    return accumulator;
  }

  @Override
  public void encode(SlicedScores accumulator, DataOutput out) throws IOException {
    accumulator.encode(out);
  }

  @Override
  public SlicedScores decode(DataInput in) throws IOException {
    return SlicedScores.decode(slicings, baseline.isPresent(), in);
  }

  @Override
  public void close() {
    label.close();
    candidate.close();
    baseline.ifPresent(RowFunction::close);
  }
}
