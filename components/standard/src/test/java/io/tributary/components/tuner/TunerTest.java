package io.tributary.components.tuner;

import static io.tributary.components.trainer.TransformedData.ids;
import static io.tributary.components.trainer.TransformedData.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.data.Offset.offset;

import io.tributary.api.Channel;
import io.tributary.api.Checkpoints;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.HyperParameters;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.caution.Caution;
import io.tributary.components.caution.Caution.Kind;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.Choice;
import io.tributary.components.hyperparameter.IntegerRange;
import io.tributary.components.hyperparameter.NumberRange;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.BestHyperparameters;
import io.tributary.components.trainer.ClassWeights;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.RoundCheckpoints;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.Training;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.trainer.TransformedData;
import io.tributary.components.trainer.TransformedData.Column;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunerTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Transform", "examples", ArtifactType.of(Examples.class));
  private static final Channel<TransformGraph> TRANSFORM =
      Channel.of("Transform", "graph", ArtifactType.of(TransformGraph.class));
  private static final Channel<HyperParameters> BEST =
      Channel.of("Tuner", "best_hyperparameters", ArtifactType.of(HyperParameters.class));
  private static final Column C = ids("c_id", 0L, 1L, 2L, -1L);
  private static final Column X = numbers("x_scaled", 1f, 2f, 3f, 0.5f);

  @TempDir Path directory;
  private Path examples;
  private Path transform;

  @BeforeEach
  void makeARegressionOfSlopeTwo() throws IOException {
    examples(numbers("big_tip", 2f, 4f, 6f, 1f), numbers("big_tip", 2.5f, 4f, 6f, 1f));
    transform("NUMBER");
  }

  private void examples(Column train, Column eval) throws IOException {
    examples = Files.createTempDirectory(directory, "examples");
    TransformedData.examples(examples, "train", 2, X, C, train);
    TransformedData.examples(examples, "eval", 3, X, C, eval);
  }

  private void transform(String kind) throws IOException {
    transform =
        TransformedData.transform(
            Files.createTempDirectory(directory, "transform"),
            "x",
            "\"labels\": [{\"name\": \"big_tip\", \"kind\": \"%s\"}]".formatted(kind));
  }

  private static Tuner tuner(Class<? extends TunableTraining> training) {
    return new Tuner(EXAMPLES, TRANSFORM, training, new Search.Bayesian(40));
  }

  private FakeRun<Tuner.Outputs> run(Tuner tuner) throws IOException {
    return FakeRun.of(tuner, Files.createTempDirectory(directory, "run"))
        .given(EXAMPLES, examples)
        .given(TRANSFORM, transform);
  }

  private Path results(Tuner tuner) throws Exception {
    try (var run = run(tuner)) {
      return run.execute().made(Tuner.Outputs::tunerResults).path();
    }
  }

  private ExecutionFailure failure(Tuner tuner) throws IOException {
    try (var run = run(tuner)) {
      return catchThrowableOfType(ExecutionFailure.class, run::execute);
    }
  }

  @Test
  void findsTheBestAndRemembersAllTrials() throws Exception {
    try (var run = run(tuner(Slope.Tuned.class))) {
      run.execute();
      var leaderboard = Leaderboard.read(run.made(Tuner.Outputs::tunerResults).path());
      assertThat(leaderboard.trials()).hasSize(40);
      assertThat(leaderboard.objective()).isEqualTo(Metric.ROOT_MEAN_SQUARED_ERROR);
      assertThat(leaderboard.task()).contains("regression");
      var best = leaderboard.best().orElseThrow();
      assertThat((Double) best.setting().values().get("slope")).isEqualTo(2.0, offset(0.25));
      assertThat(best.metrics()).containsEntry("root_mean_squared_error", best.value().get());
      assertThat(best.metrics()).containsKeys("mean_absolute_error", "r_squared");
      assertThat(best.metrics()).doesNotContainKey("example_count");
      assertThat(leaderboard.failed()).isPositive();
      assertThat(leaderboard.trials().get(39).failure())
          .isIn("in no mood", "it predicts NaN for a held-out row: training has diverged");
      assertThat(run.properties(Tuner.Outputs::tunerResults))
          .containsEntry("objective", "root_mean_squared_error")
          .containsEntry("best", best.value().get())
          .containsEntry("trials", 40L)
          .containsEntry("failed_trials", leaderboard.failed())
          .containsEntry("tuner_message", leaderboard.summary())
          .containsEntry(
              "cautions",
              Caution.write(
                  List.of(
                      new Caution(
                          Kind.FEW_ROWS,
                          "judged by 4 rows: too few to tell good models from lucky ones"))));
      assertThat(run.parts()).hasSize(40).allMatch(part -> part.type().equals("Trial"));
      assertThat(run.parts().get(best.number() - 1).properties())
          .containsEntry("value", best.value().get())
          .containsEntry("hyperparameter/slope", best.setting().values().get("slope"))
          .containsEntry("metric/r_squared", best.metrics().get("r_squared"));
      assertThat(run.messages()).hasSize(40).allMatch(line -> line.startsWith("trial "));
      assertThat(run.made(Tuner.Outputs::bestHyperparameters).path())
          .isDirectoryContaining(file -> file.endsWith(BestHyperparameters.FILE));
    }
  }

  @Test
  void trainerMakesTheModelThatTheLeaderboardSpeaksOf() throws Exception {
    try (var run = run(tuner(Slope.Tuned.class))) {
      run.execute();
      var best =
          Leaderboard.read(run.made(Tuner.Outputs::tunerResults).path()).best().orElseThrow();
      var model = train(Slope.Tuned.class, run.made(Tuner.Outputs::bestHyperparameters).path());
      assertThat(Float.parseFloat(Files.readString(model.resolve("native/slope.txt"))))
          .isEqualTo((float) (double) (Double) best.setting().values().get("slope"));
      assertThat(model.resolve("model_card.json"))
          .content()
          .contains("\"hyperparameters_digest\" : ");
    }
  }

  private Path train(Class<? extends Training> training, Path best) throws Exception {
    var trainer = new Trainer(EXAMPLES, TRANSFORM, training).withHyperparameters(BEST);
    try (var run = FakeRun.of(trainer, Files.createTempDirectory(directory, "run"))) {
      return run.given(EXAMPLES, examples)
          .given(TRANSFORM, transform)
          .given(BEST, best)
          .execute()
          .made(Trainer.Outputs::model)
          .path();
    }
  }

  @Test
  void trainerWithoutATunerTakesThePresets() throws Exception {
    var trainer = new Trainer(EXAMPLES, TRANSFORM, Slope.Tuned.class);
    try (var run = FakeRun.of(trainer, Files.createTempDirectory(directory, "run"))) {
      run.given(EXAMPLES, examples).given(TRANSFORM, transform).execute();
      assertThat(run.made(Trainer.Outputs::model).path().resolve("native/slope.txt"))
          .hasContent("1.0");
    }
  }

  @Test
  void trainerRefusesWhatWasFoundForAnotherTrainingOrSpace() throws Exception {
    try (var run = run(tuner(Slope.Tuned.class))) {
      var best = run.execute().made(Tuner.Outputs::bestHyperparameters).path();
      assertThatThrownBy(() -> train(Slope.Other.class, best))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("found for " + Slope.Tuned.class.getName())
          .hasMessageContaining("give Tuner and Trainer the same training");
      var file = best.resolve(BestHyperparameters.FILE);
      Files.writeString(file, Files.readString(file).replace("\"slope\" : ", "\"slope\" : 1000"));
      assertThatThrownBy(() -> train(Slope.Tuned.class, best))
          .hasMessageContaining("0.0 to 4.0")
          .hasMessageContaining("search again");
    }
  }

  /** A training that leaves nothing to choose. */
  static final class Plain implements Training {
    @Override
    public Algorithm define() {
      return new Slope(1);
    }
  }

  @Test
  void trainerOfAPlainTrainingTakesNoHyperparameters() {
    var trainer = new Trainer(EXAMPLES, TRANSFORM, Plain.class);
    assertThatThrownBy(() -> trainer.withHyperparameters(BEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a TunableTraining");
  }

  @Test
  void makesEqualBytesHoweverManyTrialsRunAtATime() throws Exception {
    var one = contents(results(tuner(Slope.Tuned.class)));
    assertThat(contents(results(tuner(Slope.Tuned.class).withParallelTrials(4))))
        .isEqualTo(one)
        .containsOnlyKeys("leaderboard.json", "leaderboard.txt");
  }

  private static Map<String, String> contents(Path payload) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var files = Files.list(payload)) {
      for (var file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void otherSeedsSearchElsewhere() throws Exception {
    try (var one = run(tuner(Slope.Tuned.class));
        var other = run(tuner(Slope.Tuned.class)).withSeed(2)) {
      assertThat(settings(one.execute())).isNotEqualTo(settings(other.execute()));
    }
  }

  private static List<String> settings(FakeRun<Tuner.Outputs> run) throws IOException {
    return Leaderboard.read(run.made(Tuner.Outputs::tunerResults).path()).trials().stream()
        .map(trial -> trial.setting().toString())
        .sorted()
        .toList();
  }

  @Test
  void ranksByTheMetricThatIsAskedFor() throws Exception {
    var leaderboard =
        Leaderboard.read(results(tuner(Slope.Tuned.class).withObjective(Metric.MAXIMUM_ERROR)));
    var values = new ArrayList<Double>();
    leaderboard.trials().forEach(trial -> trial.value().ifPresent(values::add));
    assertThat(values).isSorted().hasSizeGreaterThan(10);
    assertThat(leaderboard.best().orElseThrow().metrics())
        .containsEntry("maximum_error", values.get(0));
  }

  @Test
  void halvingTrainsOnAShareOfTheRows() throws Exception {
    var halving = new Search.SuccessiveHalving(8, 2, 2, new Resource.Rows());
    var leaderboard =
        Leaderboard.read(results(new Tuner(EXAMPLES, TRANSFORM, Slope.Tuned.class, halving)));
    assertThat(leaderboard.trials()).hasSizeBetween(9, 12);
    assertThat(leaderboard.trials().get(0).share()).isEqualTo(1);
  }

  @Test
  void metricOfAnotherTaskIsRefused() throws Exception {
    assertThat(failure(tuner(Slope.Tuned.class).withObjective(Metric.AUC)))
        .hasMessageContaining("objective")
        .hasMessageContaining("auc for a regression")
        .returns(Code.INVALID_ARGUMENT, ExecutionFailure::code);
    assertThatThrownBy(() -> tuner(Slope.Tuned.class).withObjective(Metric.EXAMPLE_COUNT))
        .hasMessageContaining("example_count");
  }

  @Test
  void clusteringCannotBeJudged() throws Exception {
    transform =
        TransformedData.transform(
            Files.createTempDirectory(directory, "none"), "x", "\"labels\": []");
    assertThat(failure(tuner(Slope.Tuned.class)))
        .hasMessageContaining("there is no judging a clustering");
  }

  @Test
  void failsWhenAllTrialsDo() throws Exception {
    assertThat(failure(tuner(Slope.Moody.class)))
        .hasMessageContaining("all 40 failed")
        .hasMessageContaining("slope 1.0 is too steep")
        .returns(Code.FAILED_PRECONDITION, ExecutionFailure::code);
  }

  @Test
  void rowsOfDifferentWeightFailTrialsOfWhatTakesThemAlike() throws Exception {
    var label = numbers("big_tip", 2f, 4f, 6f, 1f);
    var weight = numbers("w", 1f, 2f, 1f, 3f);
    examples = Files.createTempDirectory(directory, "weighted");
    TransformedData.examples(examples, "train", 2, X, C, label, weight);
    TransformedData.examples(examples, "eval", 3, X, C, label, weight);
    transform =
        TransformedData.transform(
            Files.createTempDirectory(directory, "weights"),
            "x",
            "\"labels\": [{\"name\": \"big_tip\", \"kind\": \"NUMBER\"}], \"weight\": \"w\"");
    assertThat(failure(tuner(Slope.Tuned.class)))
        .hasMessageContaining("all 40 failed")
        .hasMessageContaining("gives all rows the same weight");
  }

  @Test
  void emptySpaceIsRefused() throws Exception {
    assertThat(failure(tuner(Slope.Empty.class)))
        .hasMessageContaining("no hyper-parameter")
        .returns(Code.INVALID_ARGUMENT, ExecutionFailure::code);
  }

  @Test
  void constantLabelIsRefused() throws Exception {
    examples(numbers("big_tip", 1f, 1f, 1f, 1f), numbers("big_tip", 2f, 4f, 6f, 1f));
    assertThat(failure(tuner(Slope.Tuned.class))).hasMessageContaining("1.0 in all 4 rows");
  }

  @Test
  void heldOutRowsOfOneClassCannotRankByAuc() throws Exception {
    transform("BOOLEAN");
    examples(numbers("big_tip", 0f, 1f, 1f, 0f), numbers("big_tip", 1f, 1f, 1f, 1f));
    assertThat(failure(tuner(Slope.Tuned.class)))
        .hasMessageContaining("none of its 4 rows is big_tip 0, so that there is no auc");
  }

  @Test
  void unknownSplitIsRefused() throws Exception {
    assertThat(failure(tuner(Slope.Tuned.class).withSplits("train", "test")))
        .hasMessageContaining("'test'")
        .hasMessageContaining("[eval, train]");
    assertThatThrownBy(() -> tuner(Slope.Tuned.class).withSplits("train", "train"))
        .hasMessageContaining("another split");
  }

  @Test
  void noTimeAndNoTrialsAtATimeAreRefused() {
    var tuner = tuner(Slope.Tuned.class);
    assertThatThrownBy(() -> tuner.withTimeBudget(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeBudget: PT0S");
    assertThatThrownBy(() -> tuner.withParallelTrials(0)).hasMessageContaining("parallelTrials: 0");
  }

  /** Learns nothing, but tells what it was to learn from. A plain one only weighs classes. */
  record Telling(boolean stopsEarly) implements Algorithm {
    @Override
    public boolean weighsRows() {
      return stopsEarly;
    }

    @Override
    public boolean weighsClasses() {
      return true;
    }

    @Override
    public Set<Task> tasks() {
      return Set.of(Task.REGRESSION, Task.BINARY_CLASSIFICATION);
    }

    @Override
    public FittedModel fit(TrainingData data, long seed) {
      throw new IllegalArgumentException(
          "weights "
              + data.weights().map(Arrays::toString).orElse("none")
              + ", evaluation "
              + data.evaluation().map(rows -> rows.rows() + " rows").orElse("none"));
    }

    /** Both kinds. */
    static final class Tuned implements TunableTraining {
      private static final Choice KIND = Choice.of("kind", "stops", "plain");

      @Override
      public SearchSpace space() {
        return SearchSpace.of(KIND);
      }

      @Override
      public Algorithm define(Setting chosen) {
        return new Telling(chosen.get(KIND).equals("stops"));
      }
    }
  }

  @Test
  void saysWhichClassNoRowToJudgeByIsOf() throws Exception {
    examples(numbers("big_tip", 1f, 0f, 1f, 0f), numbers("big_tip", 0f, 0f, 0f, 0f));
    transform("BOOLEAN");
    assertThat(failure(tuner(Telling.Tuned.class)))
        .hasMessageContaining("split 'eval' > label: none of its 4 rows is big_tip 1, so that")
        .hasMessageContaining("there is no auc (expected: rows of every kind to judge by)");
    assertThat(told(tuner(Telling.Tuned.class).withObjective(Metric.LOG_LOSS))).hasSize(2);
  }

  private List<String> told(Tuner tuner) throws IOException {
    try (var run = run(tuner)) {
      assertThatThrownBy(run::execute).hasMessageContaining("all 2 failed");
      return run.parts().stream().map(part -> part.failure().orElseThrow()).toList();
    }
  }

  @Test
  void evaluationSplitIsForTrialsThatStopEarly() throws Exception {
    TransformedData.examples(examples, "stop", 3, X, C, numbers("big_tip", 2f, 4f, 6f, 1f));
    assertThat(told(tuner(Telling.Tuned.class).withEvaluationSplit("stop")))
        .containsExactlyInAnyOrder(
            "weights none, evaluation 4 rows", "weights none, evaluation none");
    assertThat(failure(tuner(Slope.Tuned.class).withEvaluationSplit("test")))
        .hasMessageContaining("'test' to stop by")
        .hasMessageContaining("[eval, stop, train]");
    assertThatThrownBy(() -> tuner(Slope.Tuned.class).withEvaluationSplit("train"))
        .hasMessageContaining("evaluationSplit: 'train'");
  }

  private FakeRun<Trainer.Outputs> trainerWithEvaluationSplit() throws IOException {
    var trainer =
        new Trainer(EXAMPLES, TRANSFORM, Slope.Tuned.class)
            .withHyperparameters(BEST)
            .withEvaluationSplit("eval");
    return FakeRun.of(trainer, Files.createTempDirectory(directory, "run"))
        .given(EXAMPLES, examples)
        .given(TRANSFORM, transform);
  }

  @Test
  void trainerTakesNoNoticeOfAnEvaluationSplitThatTheTunersChoiceDoesNotNeed() throws Exception {
    try (var tuned = run(tuner(Slope.Tuned.class).withEvaluationSplit("eval"));
        var run = trainerWithEvaluationSplit()) {
      var best = tuned.execute().made(Tuner.Outputs::bestHyperparameters).path();
      var model = run.given(BEST, best).execute().made(Trainer.Outputs::model).path();
      assertThat(model.resolve("native/slope.txt")).exists();
      assertThat(model.resolve("model_card.json"))
          .content()
          .contains("\"hyperparameters_digest\"")
          .doesNotContain("evaluation_split");
    }
  }

  @Test
  void trainerRefusesAnEvaluationSplitThatThePresetsDoNotNeed() throws Exception {
    try (var run = trainerWithEvaluationSplit()) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("evaluation split: 'eval' (expected: none: Slope does not learn");
    }
  }

  @Test
  void classWeightsCountInLearning() throws Exception {
    transform("BOOLEAN");
    examples(numbers("big_tip", 0f, 1f, 1f, 1f), numbers("big_tip", 1f, 0f, 1f, 0f));
    assertThat(told(tuner(Telling.Tuned.class).withClassWeights(ClassWeights.balanced())))
        .containsOnly("weights [2.0, 0.6666667, 0.6666667, 0.6666667], evaluation none");
    assertThat(failure(tuner(Slope.Tuned.class).withClassWeights(ClassWeights.balanced())))
        .hasMessageContaining("gives all rows the same weight");
    transform("NUMBER");
    assertThat(failure(tuner(Telling.Tuned.class).withClassWeights(ClassWeights.balanced())))
        .hasMessageContaining("class weights > task: regression");
  }

  /** Comes nearer to slope 2 in each of its rounds, and keeps how many there were. */
  record Rounds(int rounds, double rate) implements Algorithm {
    private static final AtomicInteger MADE = new AtomicInteger();

    @Override
    public Set<Task> tasks() {
      return Set.of(Task.REGRESSION);
    }

    @Override
    public FittedModel fit(TrainingData data, long seed) throws Exception {
      return fit(data, seed, RoundCheckpoints.none());
    }

    @Override
    public FittedModel fit(TrainingData data, long seed, RoundCheckpoints kept) throws IOException {
      var found = kept.find("rounds");
      int begun = found.isPresent() ? found.get().length : 0;
      assertThat(begun).isLessThan(rounds);
      MADE.addAndGet(rounds - begun);
      kept.put("rounds", () -> new byte[rounds]);
      return new Slope(2 - Math.pow(1 - rate, rounds)).fit(data, seed);
    }

    /** Rounds, and a rate. */
    static final class Tuned implements TunableTraining {
      private static final IntegerRange ROUNDS = IntegerRange.linear("rounds", 1, 64, 48);
      private static final NumberRange RATE = NumberRange.linear("rate", 0.01, 0.3, 0.1);

      @Override
      public SearchSpace space() {
        return SearchSpace.of(ROUNDS, RATE);
      }

      @Override
      public Algorithm define(Setting chosen) {
        return new Rounds(chosen.get(ROUNDS), chosen.get(RATE));
      }
    }
  }

  private static int rounds(Trial trial, Resource.Steps steps) {
    var space = new Rounds.Tuned().space();
    return (Integer) steps.share(space, trial.setting(), trial.share()).values().get("rounds");
  }

  @Test
  void promotedTrialsGoOnFromTheRoundsOfTheirSmallerShare() throws Exception {
    var steps = new Resource.Steps("rounds");
    for (var search :
        List.of(new Search.SuccessiveHalving(9, 3, 3, steps), new Search.Hyperband(3, 2, steps))) {
      Rounds.MADE.set(0);
      var leaderboard =
          Leaderboard.read(results(new Tuner(EXAMPLES, TRANSFORM, Rounds.Tuned.class, search)));
      var most = new HashMap<Setting, Integer>();
      int all = 0;
      for (var trial : leaderboard.trials()) {
        assertThat(trial.hasFailed()).as(trial.failure()).isFalse();
        most.merge(trial.setting(), rounds(trial, steps), Math::max);
        all += rounds(trial, steps);
      }
      assertThat(Rounds.MADE.get())
          .isEqualTo(most.values().stream().mapToInt(rounds -> rounds).sum())
          .isLessThan(all);
    }
  }

  /** Keeps in memory, but for one time that the disk is full. */
  private static final class FullOnce implements Checkpoints {
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final AtomicInteger puts = new AtomicInteger();

    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
      if (name.startsWith("rounds-") && content.length > 0 && puts.incrementAndGet() == 3) {
        throw new IOException("No space left on device");
      }
      kept.put(name, content);
    }
  }

  @Test
  void roundsThatCannotBeKeptEndTheSearchAndFailNoTrial() throws Exception {
    var tuner = new Tuner(EXAMPLES, TRANSFORM, Rounds.Tuned.class, new Search.Random(5));
    var checkpoints = new FullOnce();
    try (var run = run(tuner).withCheckpoints(checkpoints)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left on device");
    }
    assertThat(checkpoints.kept).containsKeys("trial-1.json", "trial-2.json");
    assertThat(checkpoints.kept).doesNotContainKey("trial-3.json");
    try (var run = run(tuner).withCheckpoints(checkpoints)) {
      var leaderboard = run.execute().made(Tuner.Outputs::tunerResults).path();
      assertThat(contents(leaderboard)).isEqualTo(contents(results(tuner)));
      assertThat(Leaderboard.read(leaderboard).failed()).isZero();
    }
  }

  @Test
  void trialsOfMoreRowsBeginAnew() throws Exception {
    var halving = new Search.SuccessiveHalving(9, 3, 3, new Resource.Rows());
    Rounds.MADE.set(0);
    var leaderboard =
        Leaderboard.read(results(new Tuner(EXAMPLES, TRANSFORM, Rounds.Tuned.class, halving)));
    int all = 0;
    for (var trial : leaderboard.trials()) {
      all += ((Number) trial.setting().values().get("rounds")).intValue();
    }
    assertThat(Rounds.MADE.get()).isEqualTo(all);
  }
}
