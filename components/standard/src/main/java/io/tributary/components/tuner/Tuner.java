package io.tributary.components.tuner;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionBase;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.HyperParameters;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.api.artifact.TunerResults;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Metric.Better;
import io.tributary.components.trainer.BestHyperparameters;
import io.tributary.components.trainer.ExamplesLoader;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.trainer.UserTraining;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Searches for the hyper-parameters with which a training does best.
 *
 * <p>Every trial fits the training's algorithm to one split and judges its predictions for another
 * by the metrics of the Evaluator. All trials, and so the Trainer that is given the best of them,
 * learn with the seed of the run: with the same examples, and no further options, the Trainer makes
 * the very model that the leaderboard speaks of.
 *
 * <p>A trial that throws, diverges or has an undefined metric counts as failed, with its reason,
 * and the others go on; the Tuner fails if all of them do. Every trial is kept as soon as it has
 * ended, and stored as an execution of type {@code Trial} in the metadata store, with its times: a
 * Tuner that is killed repeats none when its run is resumed, nor does a retry.
 *
 * <p>Outputs are equal, byte for byte, for equal inputs, parameters and seed, whatever {@code
 * parallelTrials} is and however often the process died. With a time budget, how many trials there
 * are depends on the machine and on {@code parallelTrials}; but they are always the first of those
 * that there would be without one, and each is what it would be then.
 *
 * @param examples transformed examples, as Transform gives them
 * @param transformGraph the transform that made them
 * @param training whose hyper-parameters are searched
 * @param search how
 * @param objective the metric by which trials are ranked; empty, the default, for {@code auc} of a
 *     binary classification, {@code log_loss} of a multi-class one, {@code macro_auc} of a
 *     multi-label one, {@code root_mean_squared_error} of a regression
 * @param split the split to learn from; default {@code train}
 * @param heldOutSplit the split to judge by; default {@code eval}
 * @param parallelTrials how many trials run at a time, each with the memory that its algorithm
 *     takes; at least 1, default 1
 * @param timeBudget after which no further trial begins; trials under way are finished, and one is
 *     made in any case. Time of earlier attempts counts, too. Above 0; empty, the default, for none
 */
public record Tuner(
    Channel<Examples> examples,
    Channel<TransformGraph> transformGraph,
    Class<? extends TunableTraining> training,
    Search search,
    Optional<Metric> objective,
    String split,
    String heldOutSplit,
    int parallelTrials,
    Optional<Duration> timeBudget)
    implements Component<Tuner.Outputs> {

  /**
   * What a Tuner makes.
   *
   * @param bestHyperparameters for the Trainer of the same training
   * @param tunerResults all trials: {@link Leaderboard} reads it
   */
  public record Outputs(
      Channel<HyperParameters> bestHyperparameters, Channel<TunerResults> tunerResults) {}

  public Tuner {
    requireNonNull(examples, "examples");
    requireNonNull(transformGraph, "transformGraph");
    requireNonNull(training, "training");
    requireNonNull(search, "search");
    requireNonNull(split, "split");
    requireNonNull(heldOutSplit, "heldOutSplit");
    if (objective.isPresent() && objective.get().better() == Better.NEITHER) {
      throw wrong("objective", objective.get().key(), "a metric of which more, or less, is better");
    }
    if (split.equals(heldOutSplit)) {
      throw wrong("heldOutSplit", "'" + split + "', as the split to learn from", "another split");
    }
    if (parallelTrials < 1) {
      throw wrong("parallelTrials", "" + parallelTrials, "1 or more");
    }
    if (timeBudget.isPresent() && (timeBudget.get().isNegative() || timeBudget.get().isZero())) {
      throw wrong("timeBudget", timeBudget.get().toString(), "more than no time");
    }
  }

  private static IllegalArgumentException wrong(String what, String value, String expected) {
    return new IllegalArgumentException(
        new Explanation("Tuner > " + what, value, expected, "correct it").toString());
  }

  /** With defaults. */
  public Tuner(
      Channel<Examples> examples,
      Channel<TransformGraph> transformGraph,
      Class<? extends TunableTraining> training,
      Search search) {
    this(
        examples,
        transformGraph,
        training,
        search,
        Optional.empty(),
        "train",
        "eval",
        1,
        Optional.empty());
  }

  /** Ranks trials by another metric. */
  public Tuner withObjective(Metric metric) {
    return new Tuner(
        examples,
        transformGraph,
        training,
        search,
        Optional.of(metric),
        split,
        heldOutSplit,
        parallelTrials,
        timeBudget);
  }

  /** Learns from, and judges by, other splits. */
  public Tuner withSplits(String newSplit, String newHeldOutSplit) {
    return new Tuner(
        examples,
        transformGraph,
        training,
        search,
        objective,
        newSplit,
        newHeldOutSplit,
        parallelTrials,
        timeBudget);
  }

  /** Makes so many trials at a time. */
  public Tuner withParallelTrials(int trials) {
    return new Tuner(
        examples,
        transformGraph,
        training,
        search,
        objective,
        split,
        heldOutSplit,
        trials,
        timeBudget);
  }

  /** Begins no trial after that time. */
  public Tuner withTimeBudget(Duration budget) {
    return new Tuner(
        examples,
        transformGraph,
        training,
        search,
        objective,
        split,
        heldOutSplit,
        parallelTrials,
        Optional.of(budget));
  }

  @Override
  public ExecutionBase executionBase() {
    return ExecutionBase.TRAIN;
  }

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var where = "node '" + run.nodeId() + "'";
    var transform = FittedTransform.read(run.input(transformGraph).path());
    var task = Task.of(transform.labels());
    var metric = metric(where, task);
    var user = new UserTraining<TunableTraining>(where, training);
    var author = user.make();
    var space = user.ask(author, "space()", "a search space", each -> each.space(task));
    var proposals =
        user.ask(
            author, "space()", "a search space", each -> Proposals.of(search, space, run.seed()));
    var digest = run.input(examples).digest();
    requireSplits(where, run);
    var train =
        new ExamplesLoader(
                where + " > split '" + split + "'",
                transform.features(),
                transform.labels(),
                transform.weight(),
                task)
            .load(run.dataset(examples, split), digest, run.allocator());
    var heldOut =
        new ExamplesLoader(
                where + " > split '" + heldOutSplit + "'",
                transform.features(),
                transform.labels(),
                Optional.empty(),
                task)
            .loadEvaluation(
                run.dataset(examples, heldOutSplit),
                digest,
                run.allocator(),
                train.labels().classes());
    var objectiveOfTrials =
        new TrialTraining(author, space, Resource.of(search), train, heldOut, metric, run.seed());
    var ended =
        new SearchRun(
                proposals,
                space,
                objectiveOfTrials,
                new SearchRun.Conditions(
                    metric.better(),
                    run.seed(),
                    parallelTrials,
                    timeBudget,
                    run.checkpoints(),
                    run.clock(),
                    new TrialProgress(metric, run::progress),
                    trial ->
                        run.remember(
                            trial.part(training.getName(), task.toString(), metric.key()))))
            .run();
    publish(
        run,
        where,
        new Leaderboard(
            training.getName(),
            Optional.of(task.toString()),
            metric,
            ended.stream().map(EndedTrial::trial).toList()));
  }

  private Metric metric(String where, Task task) {
    try {
      var metric = objective.orElseGet(() -> TrialTraining.usualMetric(task));
      TrialTraining.evaluation(task).measure(metric);
      return metric;
    } catch (IllegalArgumentException e) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > objective",
              objective.map(Metric::key).orElse("none") + " for a " + task + ": " + e.getMessage(),
              "a metric of the task",
              "choose another one, or define another label in the preprocessing"),
          e);
    }
  }

  private void requireSplits(String where, Run<Outputs> run) {
    var splits = run.input(examples).splits();
    if (!splits.containsAll(List.of(split, heldOutSplit))) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > splits",
              "'" + split + "' to learn from and '" + heldOutSplit + "' to judge by",
              "two of " + splits,
              "name splits of the examples: withSplits(...)"));
    }
  }

  private static void publish(Run<Outputs> run, String where, Leaderboard leaderboard)
      throws Exception {
    var best = leaderboard.best().orElseThrow(() -> allFailed(where, leaderboard));
    new BestHyperparameters(leaderboard.training(), best.setting())
        .write(run.output(Outputs::bestHyperparameters).path());
    var results = run.output(Outputs::tunerResults);
    leaderboard.write(results.path());
    results.set(TunerResults.OBJECTIVE, leaderboard.objective().key());
    results.set(TunerResults.BEST, best.value().orElseThrow());
    results.set(TunerResults.TRIALS, (long) leaderboard.trials().size());
    results.set(TunerResults.FAILED, leaderboard.failed());
    results.set(TunerResults.MESSAGE, leaderboard.summary());
  }

  private static ExecutionFailure allFailed(String where, Leaderboard leaderboard) {
    var first = leaderboard.trials().get(0);
    return new ExecutionFailure(
        Code.FAILED_PRECONDITION,
        new Explanation(
            where + " > trials",
            "all "
                + leaderboard.trials().size()
                + " failed; the first ("
                + first.setting()
                + ") because: "
                + first.failure(),
            "one at least that succeeds",
            "correct the training, its search space or the features"));
  }
}
