package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.Checkpoints;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.AlgorithmContract;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ForEveryTask;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.RoundCheckpoints;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;

class XgBoostTest extends AlgorithmContract {
  @Override
  protected Algorithm algorithm() {
    return new XgBoost().withRounds(24).withMaxDepth(4).withLearningRate(0.5).withSubsample(0.9);
  }

  @Test
  void everyHyperParameterHasAnEffect() throws Exception {
    var data = RandomRows.labelled(500, 1);
    var plain = new XgBoost().withRounds(3);
    var predicted = predicted(plain, data, 1);
    assertThat(predicted(plain.withRounds(4), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withMaxDepth(2), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withLearningRate(0.2), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withMinChildWeight(20), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withSubsample(0.5), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withColsampleByTree(0.2), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withLambda(5), data, 1)).isNotEqualTo(predicted);
    assertThat(predicted(plain.withGamma(10), data, 1)).isNotEqualTo(predicted);
    var random = plain.withSubsample(0.5);
    assertThat(predicted(random, data, 2)).isNotEqualTo(predicted(random, data, 1));
  }

  private static double[] predicted(XgBoost algorithm, TrainingData data, long seed)
      throws Exception {
    return algorithm.fit(data, seed).predict(data.features());
  }

  @Test
  void refusesWrongHyperParameters() {
    var plain = new XgBoost();
    assertThatThrownBy(() -> plain.withRounds(0)).hasMessageContaining("rounds: 0");
    assertThatThrownBy(() -> plain.withMaxDepth(33)).hasMessageContaining("maxDepth: 33");
    assertThatThrownBy(() -> plain.withLearningRate(0)).hasMessageContaining("learningRate: 0.0");
    assertThatThrownBy(() -> plain.withMinChildWeight(-1))
        .hasMessageContaining("minChildWeight: -1.0");
    assertThatThrownBy(() -> plain.withSubsample(1.1)).hasMessageContaining("subsample: 1.1");
    assertThatThrownBy(() -> plain.withColsampleByTree(Double.NaN))
        .hasMessageContaining("colsampleByTree: NaN");
    assertThatThrownBy(() -> plain.withLambda(Double.POSITIVE_INFINITY))
        .hasMessageContaining("lambda: Infinity");
    assertThatThrownBy(() -> plain.withGamma(-0.1)).hasMessageContaining("gamma: -0.1");
  }

  @Test
  void sharesOfTheGainAddUp() throws Exception {
    var fitted = algorithm().fit(RandomRows.labelled(500, 1), 1).describe().fitted();
    var shares =
        fitted.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("gain_share/"))
            .mapToDouble(entry -> (Double) entry.getValue())
            .toArray();
    assertThat(shares).hasSizeGreaterThan(3);
    assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
    assertThat((Double) fitted.getOrDefault("gain_share/n0", 0.0)).isGreaterThan(0.2);
  }

  /** Its own sums are in single precision. */
  @ForEveryTask
  void predictsWhatXgboostItselfPredictsFromTheSavedModel(Task task) throws Exception {
    var data = RandomRows.scaled(task, 500, 70);
    var model = algorithm().fit(data, 7);
    model.save(directory);
    var predictions = model.predict(data.features());
    var matrix = OneHotLayout.of(data.features()).matrix(data.features(), 1);
    int outputs = data.labels().outputs();
    boolean several = task == Task.MULTILABEL_CLASSIFICATION;
    for (int i = 0; i < (several ? outputs : 1); i++) {
      var home = several ? directory.resolve(data.labels().names().get(i)) : directory;
      var booster = XGBoost.loadModel(home.resolve("model.json").toString());
      var own = booster.predict(matrix);
      for (int row = 0; row < own.length; row++) {
        for (int k = 0; k < own[row].length; k++) {
          double ours = predictions[row * outputs + i + k];
          assertThat(ours).isCloseTo((double) own[row][k], within(3e-6 * Math.max(1, ours)));
        }
      }
      booster.dispose();
    }
    matrix.dispose();
  }

  @ForEveryTask
  void theNumberOfThreadsDoesNotShow(Task task) throws Exception {
    var data = RandomRows.labelled(task, 10_000, 71);
    var algorithm = new XgBoost().withRounds(3).withSubsample(0.8).withColsampleByTree(0.8);
    var one = Exported.graph(algorithm.fit(data, 7, RoundCheckpoints.none(), 1), data.features());
    for (int threads : new int[] {2, 5}) {
      assertThat(
              Exported.graph(
                  algorithm.fit(data, 7, RoundCheckpoints.none(), threads), data.features()))
          .isEqualTo(one);
    }
  }

  @ForEveryTask
  void numbersThatAreMissingGoTheWayThatXgboostHasChosen(Task task) throws Exception {
    var gaps = withGaps(RandomRows.labelled(task, 1000, 72).features(), 73);
    var data = new TrainingData(gaps, RandomRows.labelled(task, 1000, 72).labels(), "0123abcd");
    var model = algorithm().fit(data, 7);
    var rows = withGaps(RandomRows.features(500, 74), 75);
    try (var exported = new Exported(model, rows)) {
      var expected = model.predict(rows);
      var actual = exported.predict(rows);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[i])
            .isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
      }
    }
    assertThat(model.predict(rows)).isNotEqualTo(model.predict(RandomRows.features(500, 74)));
  }

  private static FeatureMatrix withGaps(FeatureMatrix features, long seed) {
    var random = new SplittableRandom(seed);
    var columns = new ArrayList<FeatureColumn>();
    for (var column : features.columns()) {
      if (column instanceof FeatureColumn.Numbers numbers) {
        var values = numbers.values().clone();
        for (int row = 0; row < values.length; row++) {
          values[row] = random.nextInt(4) == 0 ? Float.NaN : values[row];
        }
        columns.add(new FeatureColumn.Numbers(numbers.name(), values));
      } else {
        columns.add(column);
      }
    }
    return new FeatureMatrix(features.rows(), columns);
  }

  @ForEveryTask
  void goesOnWhereItWasInterruptedToTheVerySameModel(Task task) throws Exception {
    var data = RandomRows.scaled(task, 300, 91);
    var base = saved(new XgBoost().withRounds(4).fit(data, 7));
    var evaluation = RandomRows.scaled(task, 300, 93);
    var algorithm =
        new XgBoost()
            .withRounds(25)
            .withLearningRate(0.5)
            .withSubsample(0.7)
            .withColsampleByTree(0.6);
    for (var rows : List.of(data, data.withEvaluation(evaluation), data.withBase(base))) {
      var undisturbed = contents(saved(algorithm.fit(rows, 7)));
      for (int states : new int[] {1, 4, 9}) {
        var kept = new Dying(states);
        assertThatThrownBy(() -> algorithm.fit(rows, 7, kept.checkpoints()))
            .isInstanceOf(KilledError.class);
        var resumed = algorithm.fit(rows, 7, kept.checkpoints());
        assertThat(kept.rounds.get(states)).isEqualTo(kept.rounds.get(states - 1) + 1);
        assertThat(contents(saved(resumed))).isEqualTo(undisturbed);
      }
    }
  }

  @ForEveryTask
  void goesOnFromFewerRoundsToTheVerySameModel(Task task) throws Exception {
    var data = RandomRows.scaled(task, 300, 91);
    var few =
        new XgBoost()
            .withRounds(6)
            .withLearningRate(0.3)
            .withSubsample(0.7)
            .withColsampleByTree(0.6);
    for (var rows : List.of(data, data.withEvaluation(RandomRows.scaled(task, 300, 93)))) {
      var kept = new Dying(Integer.MAX_VALUE);
      few.fit(rows, 7, kept.checkpoints());
      var more = few.withRounds(25);
      assertThat(contents(saved(more.fit(rows, 7, kept.checkpoints()))))
          .isEqualTo(contents(saved(more.fit(rows, 7))));
      assertThat(kept.found).isPositive();
      // what was kept of more rounds is of no use for fewer
      assertThat(contents(saved(few.fit(data, 7, kept.checkpoints()))))
          .isEqualTo(contents(saved(few.fit(data, 7))));
    }
  }

  @Test
  void growsNoRoundTwice() throws Exception {
    var data = RandomRows.scaled(Task.REGRESSION, 300, 91);
    var kept = new Dying(Integer.MAX_VALUE);
    new XgBoost().withRounds(6).fit(data, 7, kept.checkpoints());
    kept.rounds.clear();
    new XgBoost().withRounds(25).fit(data, 7, kept.checkpoints());
    assertThat(kept.rounds).startsWith(7).doesNotContain(1, 2, 3, 4, 5, 6).endsWith(25);
  }

  @Test
  void goesOnOnlyFromRoundsOfTheSameParametersAndData() throws Exception {
    var data = RandomRows.scaled(Task.REGRESSION, 300, 91);
    var plain = new XgBoost().withRounds(6).withSubsample(0.7);
    var kept = new Dying(Integer.MAX_VALUE);
    plain.withMaxDepth(2).fit(data, 7, kept.checkpoints());
    for (var other :
        List.of(
            plain.withMaxDepth(6),
            plain.withRounds(9).withLearningRate(0.9),
            plain.withMinChildWeight(20),
            plain.withSubsample(0.5),
            plain.withColsampleByTree(0.2),
            plain.withLambda(5),
            plain.withGamma(10))) {
      assertThat(contents(saved(other.fit(data, 7, kept.checkpoints()))))
          .as(other.toString())
          .isEqualTo(contents(saved(other.fit(data, 7))));
    }
    assertThat(contents(saved(plain.fit(data, 8, kept.checkpoints()))))
        .isEqualTo(contents(saved(plain.fit(data, 8))));
    var fewer = data.rows(IntStream.range(0, 100).toArray());
    assertThat(contents(saved(plain.fit(fewer, 7, kept.checkpoints()))))
        .isEqualTo(contents(saved(plain.fit(fewer, 7))));
    assertThat(kept.found).isZero();
  }

  private Path saved(FittedModel model) throws IOException {
    var saved = Files.createTempDirectory(directory, "saved");
    model.save(saved);
    return saved;
  }

  private static Map<String, String> contents(Path saved) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var files = Files.walk(saved)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.put(saved.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }

  private static final class KilledError extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static int rounds(byte[] trees) throws IOException {
    try {
      var booster = XGBoost.loadModel(trees);
      try {
        return booster.getNumBoostedRound();
      } finally {
        booster.dispose();
      }
    } catch (XGBoostError e) {
      throw new IOException(e);
    }
  }

  /** Keeps every state, and kills the training, once, when it has kept so many. */
  private static final class Dying implements Checkpoints {
    private final Map<String, byte[]> kept = new TreeMap<>();
    private final List<Integer> rounds = new ArrayList<>();
    private int states;
    private int found;

    Dying(int states) {
      this.states = states;
    }

    RoundCheckpoints checkpoints() {
      var hours = new AtomicInteger();
      InstantSource hourly = () -> Instant.EPOCH.plus(Duration.ofHours(hours.incrementAndGet()));
      return RoundCheckpoints.in(this, hourly.withZone(ZoneOffset.UTC));
    }

    @Override
    public Optional<byte[]> find(String name) {
      var content = Optional.ofNullable(kept.get(name));
      found += content.isPresent() ? 1 : 0;
      return content;
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
      kept.put(name, content);
      rounds.add(rounds(content));
      if (--states == 0) {
        throw new KilledError();
      }
    }
  }

  @Test
  void eachLabelIsLearntAsIfAlone() throws Exception {
    var data = RandomRows.labelled(Task.MULTILABEL_CLASSIFICATION, 500, 76);
    var both = algorithm().fit(data, 7).predict(data.features());
    for (int label = 0; label < 2; label++) {
      var alone = algorithm().fit(data.withLabel(label), 7).predict(data.features());
      for (int row = 0; row < alone.length; row++) {
        assertThat(both[2 * row + label]).isEqualTo(alone[row]);
      }
    }
  }

  @Test
  void keepsTheRoundsUpToTheLeastLoss() throws Exception {
    var data = RandomRows.scaled(Task.BINARY_CLASSIFICATION, 60, 61);
    var rows = data.withEvaluation(RandomRows.scaled(Task.BINARY_CLASSIFICATION, 500, 62));
    var algorithm = new XgBoost().withLearningRate(0.5);
    int trees = (Integer) algorithm.fit(rows, 7).describe().fitted().getOrDefault("trees", 0);
    assertThat(trees).isBetween(1, 50);
    assertThat(algorithm.fit(rows, 7).predict(data.features()))
        .isEqualTo(algorithm.withRounds(trees).fit(data, 7).predict(data.features()));
  }

  @Test
  void addsRoundsToThoseOfTheBase() throws Exception {
    var data = RandomRows.labelled(300, 77);
    algorithm().fit(data, 7).save(directory);
    var more = algorithm().fit(data.withBase(directory), 7);
    assertThat(more.describe().fitted()).containsEntry("trees", 48);
  }

  @Test
  void refusesABaseThatIsNoModelOfXgboost() {
    var data = RandomRows.labelled(300, 78).withBase(directory.resolve("none"));
    assertThatThrownBy(() -> algorithm().fit(data, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base model: no model.json");
  }

  @Test
  void describesItself() throws Exception {
    var description = algorithm().fit(RandomRows.labelled(300, 79), 7).describe();
    assertThat(description.algorithm()).isEqualTo("gradient boosted trees");
    assertThat(description.library()).matches("XGBoost 3\\.\\d+\\.\\d+");
    assertThat(description.hyperParameters())
        .containsEntry("rounds", 24)
        .containsEntry("max_depth", 4)
        .containsEntry("subsample", 0.9);
    assertThat(description.fitted()).containsEntry("trees", 24);
  }
}
