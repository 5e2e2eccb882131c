package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where the quantiles of an evaluation's rows lie.
 *
 * @param found the ranges between them
 */
record Boundaries(Map<Cut, Cut.Ranges> found) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** For evaluations that cut by no quantiles. */
  static final Boundaries NONE = new Boundaries(Map.of());

  /** The cut with boundaries in the place of quantiles. */
  Cut fixed(Cut cut) {
    return cut instanceof Cut.Quantiles ? requireNonNull(found.get(cut), cut.toString()) : cut;
  }

  /** A pass over the columns that are cut by quantiles; empty if there are none. */
  static Optional<Aggregation<?, Boundaries>> pass(Evaluation evaluation) {
    var cuts =
        evaluation.slicings().stream()
            .flatMap(slicing -> slicing.cuts().stream())
            .filter(Cut.Quantiles.class::isInstance)
            .map(Cut.Quantiles.class::cast)
            .distinct()
            .toList();
    return cuts.isEmpty() ? Optional.empty() : Optional.of(new Pass(cuts));
  }

  private record Pass(List<Cut.Quantiles> cuts)
      implements Aggregation<Values[], Boundaries>, Serializable {

    @Override
    public Optional<Set<String>> readColumns() {
      return Optional.of(cuts.stream().map(Cut.Quantiles::column).collect(Collectors.toSet()));
    }

    @Override
    public Values[] create(Schema schema) {
      var values = new Values[cuts.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = new Values(new ScoreTable(), new ScoreTable());
      }
      return values;
    }

    @Override
    public void add(Values[] accumulator, VectorSchemaRoot batch) {
      for (int i = 0; i < accumulator.length; i++) {
        var numbers = new Numbers(requireNonNull(batch.getVector(cuts.get(i).column())));
        for (int row = 0; row < batch.getRowCount(); row++) {
          accumulator[i].add(numbers.get(row));
        }
      }
    }

    @Override
    public void merge(Values[] accumulator, Values[] later) {
      for (int i = 0; i < accumulator.length; i++) {
        accumulator[i].negative.add(later[i].negative);
        accumulator[i].positive.add(later[i].positive);
      }
    }

    @Override
    public Boundaries finish(Values[] accumulator) {
      var found = new LinkedHashMap<Cut, Cut.Ranges>();
      for (int i = 0; i < accumulator.length; i++) {
        var cut = cuts.get(i);
        found.put(cut, new Cut.Ranges(cut.column(), accumulator[i].quantiles(cut.buckets())));
      }
      return new Boundaries(Map.copyOf(found));
    }

    @Override
    public void encode(Values[] accumulator, DataOutput out) throws IOException {
      for (var values : accumulator) {
        values.negative.encode(out);
        values.positive.encode(out);
      }
    }

    @Override
    public Values[] decode(DataInput in) throws IOException {
      var values = new Values[cuts.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = new Values(ScoreTable.decode(in), ScoreTable.decode(in));
      }
      return values;
    }
  }

  /**
   * The finite numbers of a column, counted.
   *
   * @param negative by their size
   */
  private record Values(ScoreTable negative, ScoreTable positive) {

    void add(double number) {
      if (Double.isFinite(number)) {
        (number < 0 ? negative : positive).add(Math.abs(number), true);
      }
    }

    /** Ascending; 0 alone if there are no numbers. */
    List<Double> quantiles(int buckets) {
      var below = negative.columns();
      var above = positive.columns();
      int size = below.size() + above.size();
      var values = new double[size];
      var counts = new double[size];
      double all = 0;
      for (int i = 0; i < size; i++) {
        boolean isBelow = i < below.size();
        int at = isBelow ? below.size() - 1 - i : i - below.size();
        values[i] = isBelow ? -below.scores()[at] : above.scores()[at];
        counts[i] = (isBelow ? below : above).positives()[at];
        all += counts[i];
      }
      var quantiles = new ArrayList<Double>();
      double before = 0;
      int bucket = 1;
      for (int i = 0; i < size; i++) {
        before += counts[i];
        boolean begins = false;
        for (; bucket < buckets && before * buckets > all * bucket; bucket++) {
          begins = true;
        }
        if (begins) {
          quantiles.add(values[i]);
        }
      }
      return quantiles.isEmpty() ? List.of(0.0) : quantiles;
    }
  }
}
