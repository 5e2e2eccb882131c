package io.tributary.components.auto;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Pipeline;
import io.tributary.api.SubPipeline;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.api.artifact.TunerResults;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.trainer.ClassWeights;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.tuner.Search;
import io.tributary.components.tuner.Tuner;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Tuner that tries what a training may be, its presets first, then what resembles the best
 * ({@link Search.Bayesian}); and a Trainer that makes the best of it. With a training of many
 * algorithms, such as {@code AutoTraining} of the module tribuo, a first good model needs no choice
 * by the author. What is said of the {@link Tuner} about failed trials, resumption and what is
 * equal byte for byte holds here, too.
 *
 * @param examples transformed examples, with the splits {@code train}, which is learned from, and
 *     {@code eval}, which is judged by
 * @param transformGraph the transform that made them
 * @param training what may be tried
 * @param trials at most so many, at least 1; default 30
 * @param objective the metric by which models are ranked; empty for that of the task, see {@link
 *     Tuner}
 * @param evaluationSplit the split that tells algorithms that learn in rounds when to stop; empty,
 *     the default, for none. Not {@code eval} if the leaderboard is to be believed: see {@link
 *     Tuner}
 * @param classWeights how much the rows of each class count in learning; empty, the default, for
 *     all the same
 * @param parallelTrials how many trials run at a time; default 1
 * @param timeBudget after which no further trial begins; empty, the default, for none
 */
public record AutoTrainer(
    Channel<Examples> examples,
    Channel<TransformGraph> transformGraph,
    Class<? extends TunableTraining> training,
    int trials,
    Optional<Metric> objective,
    Optional<String> evaluationSplit,
    Optional<ClassWeights> classWeights,
    int parallelTrials,
    Optional<Duration> timeBudget)
    implements SubPipeline<AutoTrainer.Outputs> {

  /**
   * What is made.
   *
   * @param model the best
   * @param tunerResults all trials
   */
  public record Outputs(Channel<Model> model, Channel<TunerResults> tunerResults) {}

  private static final int TRIALS = 30;

  public AutoTrainer {
    requireNonNull(examples, "examples");
    requireNonNull(transformGraph, "transformGraph");
    requireNonNull(training, "training");
    tuner(
        examples,
        transformGraph,
        training,
        trials,
        objective,
        evaluationSplit,
        classWeights,
        parallelTrials,
        timeBudget);
  }

  /** With defaults. */
  public AutoTrainer(
      Channel<Examples> examples,
      Channel<TransformGraph> transformGraph,
      Class<? extends TunableTraining> training) {
    this(
        examples,
        transformGraph,
        training,
        TRIALS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty());
  }

  /** Tries at most so many. */
  public AutoTrainer withTrials(int most) {
    return with(copy -> copy.trials = most);
  }

  /** Ranks by another metric. */
  public AutoTrainer withObjective(Metric metric) {
    return with(copy -> copy.objective = Optional.of(metric));
  }

  /** Stops rounds when predictions for another split do not get better any more. */
  public AutoTrainer withEvaluationSplit(String split) {
    return with(copy -> copy.evaluationSplit = Optional.of(split));
  }

  /** Lets the rows of some classes count more than those of others. */
  public AutoTrainer withClassWeights(ClassWeights weights) {
    return with(copy -> copy.classWeights = Optional.of(weights));
  }

  /** Makes so many trials at a time. */
  public AutoTrainer withParallelTrials(int atATime) {
    return with(copy -> copy.parallelTrials = atATime);
  }

  /** Begins no trial after that time. */
  public AutoTrainer withTimeBudget(Duration budget) {
    return with(copy -> copy.timeBudget = Optional.of(budget));
  }

  private AutoTrainer with(Consumer<Copy> change) {
    var copy = new Copy();
    change.accept(copy);
    return copy.made();
  }

  /** What a copy has, until it is changed. */
  private final class Copy {
    private int trials = AutoTrainer.this.trials;
    private Optional<Metric> objective = AutoTrainer.this.objective;
    private Optional<String> evaluationSplit = AutoTrainer.this.evaluationSplit;
    private Optional<ClassWeights> classWeights = AutoTrainer.this.classWeights;
    private int parallelTrials = AutoTrainer.this.parallelTrials;
    private Optional<Duration> timeBudget = AutoTrainer.this.timeBudget;

    private AutoTrainer made() {
      return new AutoTrainer(
          examples,
          transformGraph,
          training,
          trials,
          objective,
          evaluationSplit,
          classWeights,
          parallelTrials,
          timeBudget);
    }
  }

  private static Tuner tuner(
      Channel<Examples> examples,
      Channel<TransformGraph> transformGraph,
      Class<? extends TunableTraining> training,
      int trials,
      Optional<Metric> objective,
      Optional<String> evaluationSplit,
      Optional<ClassWeights> classWeights,
      int parallelTrials,
      Optional<Duration> timeBudget) {
    return new Tuner(
        examples,
        transformGraph,
        training,
        new Search.Bayesian(trials),
        objective,
        "train",
        "eval",
        evaluationSplit,
        classWeights,
        parallelTrials,
        timeBudget);
  }

  @Override
  public Outputs define(Pipeline pipeline) {
    var tuned =
        pipeline.add(
            tuner(
                examples,
                transformGraph,
                training,
                trials,
                objective,
                evaluationSplit,
                classWeights,
                parallelTrials,
                timeBudget));
    var trainer =
        new Trainer(examples, transformGraph, training)
            .withHyperparameters(tuned.bestHyperparameters());
    if (evaluationSplit.isPresent()) {
      trainer = trainer.withEvaluationSplit(evaluationSplit.get());
    }
    if (classWeights.isPresent()) {
      trainer = trainer.withClassWeights(classWeights.get());
    }
    return new Outputs(pipeline.add(trainer).model(), tuned.tunerResults());
  }
}
