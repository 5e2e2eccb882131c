package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.trainer.AlgorithmContract;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/** What holds for every classifier of Tribuo, beyond what holds for every algorithm. */
abstract class TribuoClassifierContract extends AlgorithmContract {
  @Test
  void tribuoReadsTheNativeModelWithItsProvenance() throws Exception {
    var data = RandomRows.labelled(300, 50);
    var model = algorithm().fit(data, 7);
    model.save(directory);
    var read =
        Model.deserializeFromFile(directory.resolve("tribuo-model.pb")).castModel(Label.class);
    assertThat(read.getProvenance().getTrainingTime().toInstant()).isEqualTo(Instant.EPOCH);
    assertThat(read.getProvenance().getDatasetProvenance().getNumExamples()).isEqualTo(300);
    assertThat(read.getProvenance().toString())
        .contains("label 'y' of examples sha256:0123abcd")
        .contains("seed")
        .doesNotContain(System.getProperty("java.version"));
    assertThat(new NativeModel(read, FeatureLayout.of(data.features())).predict(data.features()))
        .isEqualTo(model.predict(data.features()));
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
      algorithm().fit(RandomRows.labelled(50, 60), 7).save(directory);
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
    var data = new TrainingData(features, Labels.binary("y", 0, 1), "00");
    assertThatThrownBy(() -> algorithm().fit(data, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feature 'c=0'");
  }
}
