package io.tributary.components.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tributary.serving.Int64Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Algorithm} for binary classifications promises to the {@link Trainer}. */
public abstract class AlgorithmContract {
  private static final double TOLERANCE = 1e-6;

  @TempDir protected Path directory;

  /** The algorithm, with hyper-parameters that are quick to fit. */
  protected abstract Algorithm algorithm();

  private FittedModel fit(TrainingData data) throws Exception {
    return algorithm().fit(data, 7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void onnxPredictsWhatTheModelPredicts(long seed) throws Exception {
    var model = fit(RandomRows.labelled(400, seed));
    var rows = RandomRows.features(1000, -seed);
    try (var exported = new Exported(model, rows)) {
      var actual = exported.predict(rows);
      var expected = model.predict(rows);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(TOLERANCE));
      }
    }
  }

  @Test
  void learns() throws Exception {
    var model = fit(RandomRows.labelled(2000, 11));
    var test = RandomRows.labelled(1000, 12);
    var probabilities = model.predict(test.features());
    int right = 0;
    for (int i = 0; i < probabilities.length; i++) {
      right += (probabilities[i] >= 0.5) == (test.labels().values()[i] == 1) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(850);
  }

  @Test
  void bitsDoNotDependOnTheBatch() throws Exception {
    var rows = RandomRows.features(301, 21);
    try (var exported = new Exported(fit(RandomRows.labelled(500, 20)), rows)) {
      var all = exported.predict(rows);
      assertThat(exported.predict(rows, 1)).isEqualTo(all);
      assertThat(exported.predict(rows, 7)).isEqualTo(all);
      assertThat(exported.predict(rows, 128)).isEqualTo(all);
    }
  }

  @Test
  void bitsDoNotDependOnThreadsInsideTheGraph() throws Exception {
    var rows = RandomRows.features(300, 23);
    var model = fit(RandomRows.labelled(500, 22));
    try (var exported = new Exported(model, rows)) {
      assertThat(predictWithThreads(Exported.graph(model, rows), rows, 4))
          .isEqualTo(exported.predict(rows));
    }
  }

  private static float[] predictWithThreads(byte[] graph, FeatureMatrix rows, int threads)
      throws OrtException {
    var environment = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      try (var session = environment.createSession(graph, options)) {
        var inputs = new HashMap<String, OnnxTensor>();
        var shape = new long[] {rows.rows(), 1};
        for (var column : rows.columns()) {
          inputs.put(
              column.name(),
              column instanceof FeatureColumn.Numbers numbers
                  ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers.values()), shape)
                  : OnnxTensor.createTensor(
                      environment, LongBuffer.wrap(longs((FeatureColumn.Ids) column)), shape));
        }
        try (var result = session.run(inputs)) {
          var predictions = new float[rows.rows()];
          ((OnnxTensor) result.get(0)).getFloatBuffer().get(predictions);
          return predictions;
        } finally {
          inputs.values().forEach(OnnxTensor::close);
        }
      }
    }
  }

  private static long[] longs(FeatureColumn.Ids ids) {
    return Arrays.stream(ids.values()).asLongStream().toArray();
  }

  @Test
  void anyIdOutOfRangeIsNone() throws Exception {
    var model = fit(RandomRows.labelled(500, 30));
    var row = RandomRows.features(1, 31);
    try (var exported = new Exported(model, row)) {
      var inputs = new HashMap<>(Exported.tensors(row, 0, 1));
      inputs.put("few", Int64Tensor.column(-1));
      var none = exported.predict(inputs);
      for (long id :
          new long[] {RandomRows.FEW_IDS, -2, 1L << 24, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
        inputs.put("few", Int64Tensor.column(id));
        assertThat(exported.predict(inputs)).as("id %d", id).isEqualTo(none);
      }
    }
  }

  @Test
  void idsThatTrainingDidNotSeeCountAsNone() throws Exception {
    var data = data(new int[] {0, 0, 2, 2, 2, -1}, new float[] {0, 0, 1, 1, 0, 1});
    var model = fit(data);
    try (var exported = new Exported(model, data.features())) {
      var none = exported.predict(RandomRows.unknownIds("c", 4, 1));
      assertThat(exported.predict(Map.of("c", Int64Tensor.column(1)))).isEqualTo(none);
      assertThat(model.predict(RandomRows.unknownIds("c", 4, 1))[0])
          .isCloseTo(none[0], within(TOLERANCE));
    }
  }

  private static TrainingData data(int[] ids, float[] labels) {
    return new TrainingData(
        new FeatureMatrix(ids.length, List.of(new FeatureColumn.Ids("c", 4, ids))),
        Labels.binary("y", labels),
        "00");
  }

  @Test
  void fitsASingleNumber() throws Exception {
    var x = new FeatureColumn.Numbers("x", new float[] {-1, -1, 1, 1, -2, 2, -3, 3});
    var features = new FeatureMatrix(8, List.of(x));
    var model = fit(new TrainingData(features, Labels.binary("y", 0, 0, 1, 1, 0, 1, 0, 1), "00"));
    try (var exported = new Exported(model, features)) {
      var predictions = exported.predict(features);
      var expected = model.predict(features);
      for (int i = 0; i < predictions.length; i++) {
        assertThat((double) predictions[i]).isCloseTo(expected[i], within(TOLERANCE));
      }
    }
  }

  @Test
  void equalTrainingsGiveEqualBytes() throws Exception {
    var one = fit(RandomRows.labelled(300, 40));
    var two = fit(RandomRows.labelled(300, 40));
    var features = RandomRows.features(1, 0);
    assertThat(Exported.graph(one, features)).isEqualTo(Exported.graph(two, features));
    assertThat(saved(one)).isEqualTo(saved(two));
    assertThat(one.describe()).isEqualTo(two.describe());
  }

  @Test
  void trainingsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    var alone = saved(fit(RandomRows.labelled(300, 41)));
    var trainings = new ArrayList<CompletableFuture<Map<String, String>>>();
    for (int i = 0; i < 4; i++) {
      trainings.add(CompletableFuture.supplyAsync(this::fitAndSave));
    }
    for (var training : trainings) {
      assertThat(training.join()).isEqualTo(alone);
    }
  }

  private Map<String, String> fitAndSave() {
    try {
      return saved(fit(RandomRows.labelled(300, 41)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> saved(FittedModel model) throws IOException {
    var target = Files.createTempDirectory(directory, "native");
    model.save(target);
    var contents = new TreeMap<String, String>();
    try (var files = Files.walk(target)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            target.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
