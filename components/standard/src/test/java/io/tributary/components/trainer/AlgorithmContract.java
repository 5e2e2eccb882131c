package io.tributary.components.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tributary.components.transform.Task;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Algorithm} promises to the {@link Trainer}, for every task that it does. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class AlgorithmContract {
  private static final double TOLERANCE = 1e-6;

  @TempDir protected Path directory;

  /** The algorithm, with hyper-parameters that are quick to fit. */
  protected abstract Algorithm algorithm();

  protected final List<Task> tasks() {
    return algorithm().tasks().stream().sorted().toList();
  }

  private FittedModel fit(TrainingData data) throws Exception {
    return algorithm().fit(data, 7);
  }

  private static void assertAgrees(FittedModel model, FeatureMatrix rows, float[] actual) {
    var expected = model.predict(rows);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      // Beyond the range of single precision there is only infinity.
      if (Double.isNaN(expected[i])) {
        // Scaled probabilities of classes all of which are impossible: 0 by 0 for some libraries.
        assertThat(actual[i]).isBetween(0f, 1f);
      } else if (actual[i] != (float) expected[i]) {
        double tolerance = TOLERANCE * Math.max(1, Math.abs(expected[i]));
        assertThat((double) actual[i]).isCloseTo(expected[i], within(tolerance));
      }
    }
  }

  @ForEveryTask
  void onnxPredictsWhatTheModelPredicts(Task task) throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      var model = fit(RandomRows.labelled(task, 400, seed));
      var rows = RandomRows.features(1000, -seed);
      var extremes = RandomRows.extremes(1000, -seed);
      try (var exported = new Exported(model, rows)) {
        assertAgrees(model, rows, exported.predict(rows));
        assertAgrees(model, extremes, exported.predict(extremes));
      }
    }
  }

  @ForEveryTask
  void learns(Task task) throws Exception {
    var model = fit(RandomRows.scaled(task, 2000, 11));
    var test = RandomRows.scaled(task, 1000, 12);
    var predictions = model.predict(test.features());
    switch (task) {
      case BINARY_CLASSIFICATION, MULTILABEL_CLASSIFICATION ->
          assertThat(shareRight(predictions, test.labels().values())).isGreaterThan(0.85);
      case MULTICLASS_CLASSIFICATION ->
          assertThat(shareLikeliest(predictions, test.labels())).isGreaterThan(0.65);
      case REGRESSION ->
          assertThat(shareExplained(predictions, test.labels().values())).isGreaterThan(0.6);
      case CLUSTERING -> assertThat(shareOfTheNearest(predictions, test.rows())).isLessThan(0.5);
    }
  }

  private static double shareRight(double[] probabilities, float[] labels) {
    return IntStream.range(0, labels.length)
            .filter(i -> (probabilities[i] >= 0.5) == (labels[i] == 1))
            .count()
        / (double) labels.length;
  }

  private static double shareLikeliest(double[] probabilities, Labels labels) {
    int classes = labels.classes().size();
    int right = 0;
    for (int row = 0; row < labels.values().length; row++) {
      int likeliest = 0;
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += probabilities[row * classes + k];
        likeliest =
            probabilities[row * classes + k] > probabilities[row * classes + likeliest]
                ? k
                : likeliest;
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
      right += likeliest == labels.values()[row] ? 1 : 0;
    }
    return right / (double) labels.values().length;
  }

  private static double shareExplained(double[] predictions, float[] labels) {
    double mean = IntStream.range(0, labels.length).mapToDouble(i -> labels[i]).average().orElse(0);
    double errors = 0;
    double all = 0;
    for (int i = 0; i < labels.length; i++) {
      errors += (predictions[i] - labels[i]) * (predictions[i] - labels[i]);
      all += (mean - labels[i]) * (mean - labels[i]);
    }
    return 1 - errors / all;
  }

  /** Squared distances from the nearest centres, as a share of those from the best single one. */
  private static double shareOfTheNearest(double[] distances, int rows) {
    int clusters = distances.length / rows;
    var sums = new double[clusters];
    double nearest = 0;
    for (int row = 0; row < rows; row++) {
      double least = Double.MAX_VALUE;
      for (int k = 0; k < clusters; k++) {
        double squared = Math.pow(distances[row * clusters + k], 2);
        sums[k] += squared;
        least = Math.min(least, squared);
      }
      nearest += least;
    }
    return nearest / Arrays.stream(sums).min().orElseThrow();
  }

  @ForEveryTask
  void bitsDoNotDependOnTheBatch(Task task) throws Exception {
    var rows = RandomRows.features(301, 21);
    try (var exported = new Exported(fit(RandomRows.labelled(task, 500, 20)), rows)) {
      var all = exported.predict(rows);
      assertThat(exported.predict(rows, 1)).isEqualTo(all);
      assertThat(exported.predict(rows, 7)).isEqualTo(all);
      assertThat(exported.predict(rows, 128)).isEqualTo(all);
    }
  }

  @ForEveryTask
  void contributionsAddUpToTheScoreIfItExplains(Task task) throws Exception {
    assumeTrue(algorithm().explains());
    for (long seed = 1; seed <= 2; seed++) {
      var data = RandomRows.labelled(task, 400, seed);
      var model = fit(data);
      var rows = RandomRows.features(1000, -seed);
      try (var plain = new Exported(model, rows);
          var explained = new Exported(model.explained(data), rows)) {
        assertThat(explained.predict(rows)).isEqualTo(plain.predict(rows));
        assertAddUp(explained, rows);
        assertAddUp(explained, data.features());
      }
    }
  }

  private static void assertAddUp(Exported explained, FeatureMatrix rows) {
    var scores = explained.scores(rows);
    var contributions = explained.contributions(rows);
    int width = rows.columns().size() + 1;
    assertThat(contributions).hasSize(scores.length * width);
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      double size = 1;
      for (int at = i * width; at < (i + 1) * width; at++) {
        sum += contributions[at];
        size += Math.abs(contributions[at]);
      }
      assertThat(sum).as("score %d", i).isCloseTo(scores[i], within(TOLERANCE * size));
    }
  }

  @ForEveryTask
  void bitsOfContributionsDependNeitherOnTheBatchNorOnOtherRows(Task task) throws Exception {
    assumeTrue(algorithm().explains());
    var data = RandomRows.labelled(task, 500, 20);
    var rows = RandomRows.extremes(2100, 21);
    try (var explained = new Exported(fit(data).explained(data), rows)) {
      var all = explained.contributions(rows);
      assertThat(explained.contributions(rows, 1)).isEqualTo(all);
      assertThat(explained.contributions(rows, 7)).isEqualTo(all);
      assertThat(explained.contributions(rows, 1024)).isEqualTo(all);
    }
  }

  @ForEveryTask
  void anIdOutOfRangeContributesAsNoneDoes(Task task) throws Exception {
    assumeTrue(algorithm().explains());
    var data = RandomRows.labelled(task, 500, 30);
    var row = RandomRows.features(1, 31);
    try (var explained = new Exported(fit(data).explained(data), row)) {
      var inputs = new HashMap<>(Exported.tensors(row, 0, 1));
      inputs.put("few", Int64Tensor.column(-1));
      var none = explained.contributions(inputs);
      for (long id : new long[] {RandomRows.FEW_IDS, -2, 1L << 24, Long.MIN_VALUE}) {
        inputs.put("few", Int64Tensor.column(id));
        assertThat(explained.contributions(inputs)).as("id %d", id).isEqualTo(none);
      }
    }
  }

  @ForEveryTask
  void explainsASingleFeature(Task task) throws Exception {
    assumeTrue(algorithm().explains());
    var data = data(task, new FeatureColumn.Numbers("x", new float[] {-1, -1, 1, 1, -2, 2, -3, 3}));
    try (var explained = new Exported(fit(data).explained(data), data.features())) {
      assertAddUp(explained, data.features());
    }
  }

  @ForEveryTask
  void whatDoesNotExplainRefusesTo(Task task) throws Exception {
    assumeTrue(!algorithm().explains());
    var data = RandomRows.labelled(task, 100, 32);
    var model = fit(data);
    assertThatThrownBy(() -> model.explained(data))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ForEveryTask
  void bitsDoNotDependOnThreadsInsideTheGraph(Task task) throws Exception {
    var rows = RandomRows.features(300, 23);
    var model = fit(RandomRows.labelled(task, 500, 22));
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
          var values = ((OnnxTensor) result.get(0)).getFloatBuffer();
          var predictions = new float[values.remaining()];
          values.get(predictions);
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

  @ForEveryTask
  void anyIdOutOfRangeIsNone(Task task) throws Exception {
    var model = fit(RandomRows.labelled(task, 500, 30));
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

  @ForEveryTask
  void idsThatTrainingDidNotSeeCountAsNone(Task task) throws Exception {
    var ids = new FeatureColumn.Ids("c", 4, new int[] {0, 0, 2, 2, 2, -1, 0, 2});
    var data = data(task, ids);
    var model = fit(data);
    try (var exported = new Exported(model, data.features())) {
      var none = exported.predict(RandomRows.unknownIds("c", 4, 1));
      assertThat(exported.predict(Map.of("c", Int64Tensor.column(1)))).isEqualTo(none);
      assertAgrees(model, RandomRows.unknownIds("c", 4, 1), none);
    }
  }

  /** Eight rows with labels of every kind. */
  private static TrainingData data(Task task, FeatureColumn column) {
    var labels = RandomRows.labelled(task, 8, 1).labels();
    return new TrainingData(new FeatureMatrix(8, List.of(column)), labels, "00");
  }

  @ForEveryTask
  void fitsASingleNumber(Task task) throws Exception {
    var x = new FeatureColumn.Numbers("x", new float[] {-1, -1, 1, 1, -2, 2, -3, 3});
    var data = data(task, x);
    var model = fit(data);
    try (var exported = new Exported(model, data.features())) {
      assertAgrees(model, data.features(), exported.predict(data.features()));
    }
  }

  @ForEveryTask
  void equalTrainingsGiveEqualBytes(Task task) throws Exception {
    var one = fit(RandomRows.labelled(task, 300, 40));
    var two = fit(RandomRows.labelled(task, 300, 40));
    var features = RandomRows.features(1, 0);
    assertThat(Exported.graph(one, features)).isEqualTo(Exported.graph(two, features));
    assertThat(saved(one)).isEqualTo(saved(two));
    assertThat(one.describe()).isEqualTo(two.describe());
  }

  @ForEveryTask
  void trainingsAtTheSameTimeDoNotDisturbEachOther(Task task) throws Exception {
    var alone = fitAndSave(task);
    var trainings = new ArrayList<CompletableFuture<Map<String, String>>>();
    for (int i = 0; i < 4; i++) {
      trainings.add(CompletableFuture.supplyAsync(() -> fitAndSave(task)));
    }
    for (var training : trainings) {
      assertThat(training.join()).isEqualTo(alone);
    }
  }

  @ForEveryTask
  void heavierRowsCountMoreIfItWeighsThem(Task task) throws Exception {
    assumeTrue(task == Task.REGRESSION ? algorithm().weighsRows() : algorithm().weighsClasses());
    assumeTrue(task != Task.CLUSTERING);
    var data = RandomRows.scaled(task, 400, 60);
    var weights = new float[data.labels().values().length];
    float few = task == Task.REGRESSION ? 1000 : 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = data.labels().values()[i] <= few ? 20 : 1;
    }
    var equal = new float[weights.length];
    Arrays.fill(equal, 1);
    var plain = fit(data).predict(data.features());
    assertThat(fit(data.withWeights(equal)).predict(data.features())).isEqualTo(plain);
    var weighed = fit(data.withWeights(weights)).predict(data.features());
    if (task == Task.REGRESSION) {
      assertThat(weighed).isNotEqualTo(plain);
    } else {
      double sign = task == Task.MULTICLASS_CLASSIFICATION ? 1 : -1;
      assertThat(sign * firstOutputs(weighed, data))
          .isGreaterThan(sign * firstOutputs(plain, data));
    }
  }

  private static double firstOutputs(double[] predictions, TrainingData data) {
    int width = predictions.length / data.rows();
    return IntStream.range(0, data.rows()).mapToDouble(row -> predictions[row * width]).sum();
  }

  @ForEveryTask
  void stopsWhenEvaluationRowsDoNotGetBetterIfItStopsEarly(Task task) throws Exception {
    assumeTrue(algorithm().stopsEarly());
    var data = RandomRows.scaled(task, 60, 61);
    var evaluation = RandomRows.scaled(task, 500, 62);
    var stopped = fit(data.withEvaluation(evaluation));
    var again = fit(data.withEvaluation(evaluation));
    assertThat(again.predict(evaluation.features()))
        .isEqualTo(stopped.predict(evaluation.features()));
    assertThat(loss(stopped.predict(evaluation.features()), evaluation.labels()))
        .isLessThan(loss(fit(data).predict(evaluation.features()), evaluation.labels()));
  }

  /** Mean squared error of the values, or of the probabilities. */
  private static double loss(double[] predictions, Labels labels) {
    double sum = 0;
    int width = predictions.length / (labels.values().length / labels.names().size());
    for (int i = 0; i < predictions.length; i++) {
      double target =
          labels.task() == Task.MULTICLASS_CLASSIFICATION
              ? labels.values()[i / width] == i % width ? 1 : 0
              : labels.values()[i];
      sum += Math.pow(predictions[i] - target, 2);
    }
    return sum / predictions.length;
  }

  @ForEveryTask
  void goesOnFromABaseModelIfItStartsWarm(Task task) throws Exception {
    assumeTrue(algorithm().startsWarm());
    var data = RandomRows.scaled(task, 1000, 63);
    var few = RandomRows.scaled(task, 20, 64);
    var test = RandomRows.scaled(task, 500, 65);
    var base = Files.createTempDirectory(directory, "base");
    fit(data).save(base);
    var warm = fit(few.withBase(base)).predict(test.features());
    assertThat(warm).isNotEqualTo(fit(few).predict(test.features()));
    assertThat(fit(few.withBase(base)).predict(test.features())).isEqualTo(warm);
  }

  @ForEveryTask
  void labelsThatAreNoneOfTheClassesDoNotCountInEvaluation(Task task) throws Exception {
    assumeTrue(algorithm().stopsEarly() && task == Task.MULTICLASS_CLASSIFICATION);
    var data = RandomRows.scaled(task, 60, 66);
    var evaluation = RandomRows.scaled(task, 100, 67);
    var more = RandomRows.scaled(task, 101, 67);
    var values = more.labels().values().clone();
    System.arraycopy(evaluation.labels().values(), 0, values, 0, 100);
    values[100] = -1;
    var unknown =
        new TrainingData(
            more.features(), Labels.multiclass("y", data.labels().classes(), values), "00");
    assertThat(fit(data.withEvaluation(unknown)).predict(data.features())).isNotEmpty();
  }

  private Map<String, String> fitAndSave(Task task) {
    try {
      return saved(fit(RandomRows.labelled(task, 300, 41)));
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
