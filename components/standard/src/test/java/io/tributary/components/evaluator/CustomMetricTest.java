package io.tributary.components.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.data.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomMetricTest {
  private static final Metric PROFIT = Metric.custom("profit", Metric.Better.HIGHER);

  @TempDir Path directory;

  /** 10 for each positive that scores at least one half, −1 for each negative, by weight. */
  static final class Profit implements CustomMetric {
    @Override
    public Aggregation<?, Double> aggregation() {
      return new Sum();
    }
  }

  private static final class Sum implements Aggregation<double[], Double> {
    @Override
    public double[] create(Schema schema) {
      return new double[1];
    }

    @Override
    public void add(double[] accumulator, VectorSchemaRoot batch) {
      var labels = (Float8Vector) batch.getVector("label");
      var scores = (Float8Vector) batch.getVector("prediction");
      var weights = (Float8Vector) batch.getVector("weight");
      for (int row = 0; row < batch.getRowCount(); row++) {
        if (scores.get(row) >= 0.5) {
          accumulator[0] += weights.get(row) * (labels.get(row) == 1 ? 10 : -1);
        }
      }
    }

    @Override
    public void merge(double[] accumulator, double[] later) {
      accumulator[0] += later[0];
    }

    @Override
    public Double finish(double[] accumulator) {
      return accumulator[0];
    }

    @Override
    public void encode(double[] accumulator, DataOutput out) throws IOException {
      out.writeDouble(accumulator[0]);
    }

    @Override
    public double[] decode(DataInput in) throws IOException {
      return new double[] {in.readDouble()};
    }
  }

  private EvaluationResult judge(Evaluation evaluation, String csv) throws Exception {
    return Tables.judge(
        directory,
        new TableEvaluation(
            evaluation, List.of("label"), List.of("score"), List.of("other"), List.of()),
        csv);
  }

  @Test
  void isComputedOnEverySliceOfBothModelsAndRequired() throws Exception {
    var csv = new StringBuilder("label,score,other,weight,kind\n");
    for (int i = 0; i < 3000; i++) {
      csv.append("1,0.9,0.1,0.5,a\n0,0.6,0.4,1,a\n");
    }
    csv.append("1,0.2,0.7,1,b\n");
    var result =
        judge(
            Evaluation.binary()
                .measure(PROFIT, Profit.class)
                .weightedBy("weight")
                .require(PROFIT.atLeast(10_000))
                .require(PROFIT.noWorseThanBaseline(0).onEverySlice("kind")),
            csv.toString());

    assertThat(result.overall().value(PROFIT)).contains(12_000.0);
    assertThat(result.overall().baselineValue(PROFIT)).contains(10.0);
    assertThat(result.slices().get(0).value(PROFIT)).contains(12_000.0);
    assertThat(result.slices().get(1).value(PROFIT)).contains(0.0);
    assertThat(result.verdicts()).extracting(Verdict::passed).containsExactly(true, true, false);
    assertThat(result.overall().value(Metric.AUC)).isPresent();
  }

  @Test
  void hasANameOfItsOwn() {
    assertThatThrownBy(() -> Metric.custom("auc", Metric.Better.HIGHER))
        .hasMessageContaining("not taken");
    assertThatThrownBy(() -> Evaluation.binary().require(PROFIT.atLeast(1)))
        .hasMessageContaining("profit");
  }
}
