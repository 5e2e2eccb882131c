package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.AlgorithmContract;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ForEveryTask;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.clustering.ClusterID;
import org.tribuo.regression.Regressor;

/** What holds for every algorithm of Tribuo, beyond what holds for every algorithm. */
abstract class TribuoContract extends AlgorithmContract {
  @ForEveryTask
  void tribuoReadsTheNativeModelWithItsProvenance(Task task) throws Exception {
    var data = RandomRows.labelled(task, 300, 50);
    var model = algorithm().fit(data, 7);
    var saved = Files.createTempDirectory(directory, "saved");
    model.save(saved);
    var first = task == Task.MULTILABEL_CLASSIFICATION ? saved.resolve("y") : saved;
    var read = Model.deserializeFromFile(first.resolve("tribuo-model.pb"));
    assertThat(read.getProvenance().getTrainingTime().toInstant()).isEqualTo(Instant.EPOCH);
    assertThat(read.getProvenance().getDatasetProvenance().getNumExamples()).isEqualTo(300);
    assertThat(read.getProvenance().toString())
        .contains("of examples sha256:0123abcd")
        .contains("seed")
        .doesNotContain(System.getProperty("java.version"));
    // Tribuo adds up the classes of a leaf in the order of a map, which reading changes.
    assertThat(predictions(read, task, data))
        .containsExactly(expected(model, task, data.features()), within(1e-12));
  }

  /**
   * What a model that was read says itself: probabilities of the first label, numbers, clusters.
   */
  private static double[] predictions(Model<?> read, Task task, TrainingData data)
      throws Exception {
    var layout = FeatureLayout.of(data.features());
    return switch (task) {
      case BINARY_CLASSIFICATION, MULTILABEL_CLASSIFICATION ->
          NativeModel.classifier(read.castModel(Label.class), layout, List.of("1"))
              .predict(data.features());
      case MULTICLASS_CLASSIFICATION ->
          NativeModel.classifier(read.castModel(Label.class), layout, data.labels().classes())
              .predict(data.features());
      case REGRESSION ->
          NativeModel.regression(read.castModel(Regressor.class), layout).predict(data.features());
      case CLUSTERING -> clusters(read.castModel(ClusterID.class), data.features(), layout);
    };
  }

  private static double[] clusters(
      Model<ClusterID> read, FeatureMatrix features, FeatureLayout layout) {
    return IntStream.range(0, features.rows())
        .mapToDouble(
            row ->
                read.predict(new RowExample<>(features, layout, row, new ClusterID(-1)))
                    .getOutput()
                    .getID())
        .toArray();
  }

  private static double[] expected(FittedModel model, Task task, FeatureMatrix features) {
    var predictions = model.predict(features);
    int width = predictions.length / features.rows();
    return switch (task) {
      case MULTILABEL_CLASSIFICATION ->
          IntStream.range(0, features.rows()).mapToDouble(i -> predictions[i * width]).toArray();
      case CLUSTERING ->
          IntStream.range(0, features.rows())
              .mapToDouble(row -> nearest(predictions, row * width, width))
              .toArray();
      default -> predictions;
    };
  }

  private static int nearest(double[] distances, int from, int clusters) {
    int nearest = 0;
    for (int k = 1; k < clusters; k++) {
      nearest = distances[from + k] < distances[from + nearest] ? k : nearest;
    }
    return nearest;
  }

  /** Each of {@code variants} with one hyper-parameter other than {@code plain}. */
  protected final void assertEffects(Algorithm plain, Algorithm... variants) throws Exception {
    var data = RandomRows.scaled(tasks().get(0), 300, 1);
    var predicted = plain.fit(data, 1).predict(data.features());
    for (var variant : variants) {
      assertThat(variant.fit(data, 1).predict(data.features()))
          .as(variant.toString())
          .isNotEqualTo(predicted);
      assertThat(variant.fit(data, 1).describe().hyperParameters())
          .as(variant.toString())
          .isNotEqualTo(plain.fit(data, 1).describe().hyperParameters());
    }
  }

  @Test
  void doesNotLog() throws Exception {
    var records = new ArrayList<LogRecord>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            records.add(logged);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      for (var task : tasks()) {
        algorithm()
            .fit(RandomRows.labelled(task, 50, 60), 7)
            .save(Files.createTempDirectory(directory, "saved"));
      }
    } finally {
      root.removeHandler(handler);
    }
    assertThat(records).isEmpty();
  }

  @Test
  void refusesANumberThatIsCalledLikeAnId() {
    var features =
        new FeatureMatrix(
            2,
            List.of(
                new FeatureColumn.Numbers("c=0", new float[2]),
                new FeatureColumn.Ids("c", 1, new int[2])));
    var labels = RandomRows.labelled(tasks().get(0), 2, 1).labels();
    assertThatThrownBy(() -> algorithm().fit(new TrainingData(features, labels, "00"), 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feature 'c=0'");
  }
}
