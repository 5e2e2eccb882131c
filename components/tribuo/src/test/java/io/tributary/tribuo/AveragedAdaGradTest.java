package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.StochasticGradientOptimiser;

class AveragedAdaGradTest {
  private final AveragedAdaGrad ours = new AveragedAdaGrad(0.5, 0.1, AveragedAdaGrad.Course.PLAIN);

  @Test
  void findsTheWeightsOfTribuosOwnOptimiserToTheLastBit() {
    var rows = RandomRows.labelled(500, 3);
    assertThat(trained(ours, rows).getWeightsCopy())
        .isEqualTo(trained(ours.peer(), rows).getWeightsCopy());
  }

  @Test
  void findsThemForRowsWithoutAnyZeroToo() {
    var random = new SplittableRandom(5);
    int count = 300;
    var x = new float[count];
    var y = new float[count];
    var labels = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextDouble(1, 2);
      y[i] = (float) random.nextDouble(-2, -1);
      labels[i] = x[i] + y[i] > 0 ? 1 : 0;
    }
    var features =
        new FeatureMatrix(
            count, List.of(new FeatureColumn.Numbers("x", x), new FeatureColumn.Numbers("y", y)));
    var rows = new TrainingData(features, Labels.binary("z", labels), "00");
    var weights = trained(ours, rows).getWeightsCopy();
    assertThat(weights).isEqualTo(trained(ours.peer(), rows).getWeightsCopy());
    assertThat(weights.get(0, 0)).isNotZero();
  }

  @Test
  void saysWhatTribuosOwnSays() {
    assertThat(ours.getProvenance()).isEqualTo(ours.peer().getProvenance());
  }

  @Test
  void forgetsWhatItHasSeen() {
    var rows = RandomRows.labelled(100, 4);
    var trainer = trainer(ours);
    var dataset = MatrixDataset.classes(rows);
    var first = trainer.train(dataset);
    assertThat(trainer.train(dataset, Map.of(), 0).getWeightsCopy())
        .isEqualTo(first.getWeightsCopy());
  }

  private static LinearSGDModel trained(StochasticGradientOptimiser optimiser, TrainingData rows) {
    return trainer(optimiser).train(MatrixDataset.classes(rows));
  }

  private static LinearSGDTrainer trainer(StochasticGradientOptimiser optimiser) {
    TribuoLog.warningsOnly();
    return new LinearSGDTrainer(new LogMulticlass(), optimiser, 3, -1, 1, 7);
  }
}
