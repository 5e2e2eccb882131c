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
import io.tributary.api.artifact.Property;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.api.artifact.TunerResults;
import io.tributary.components.caution.Caution;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Metric.Better;
import io.tributary.components.trainer.BestHyperparameters;
import io.tributary.components.trainer.ClassWeights;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.trainer.UserTraining;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
 * <p>A trial that learns in rounds keeps them, at most half a minute old, and goes on with them
 * when its process was killed. Where the shares of a search are rounds ({@link Resource.Steps}), a
 * trial that is promoted goes on from the rounds of its smaller share, to the very model that it
 * would have come to from the first round on; where they are rows, it cannot, as its first rounds
 * have to see the new rows. Of the algorithms of the module tribuo, XGBoost does so; the others
 * begin anew.
 *
 * <p>With an evaluation split, a trial whose algorithm learns in rounds stops when predictions for
 * that split do not get better any more; others learn as without one. Which number of rounds is
 * best is then chosen by rows that the trial is not judged by, so that its value stays an honest
 * one. The held-out split may be named for both: no rows are lost then, but values are too good for
 * those algorithms, the more so the fewer rows there are, and they win over others unfairly. Better
 * split the examples in three.
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
 * @param evaluationSplit the split that tells trials when to stop; empty, the default, for none.
 *     Give the Trainer the same one
 * @param classWeights how much the rows of each class count in learning, not in judging; empty, the
 *     default, for all the same. Trials of algorithms that give all rows the same weight then fail.
 *     Give the Trainer the same ones
 * @param parallelTrials how many trials run at a time, each with the memory that its algorithm
 *     takes; at least 1, default 1
 * @param timeBudget after which no further trial begins; the search ends before that at a trial for
 *     which too little of it is left, by the longest of those with the same choices. Trials under
 *     way are finished, and one is made in any case. Time of earlier attempts counts, too. Above 0;
 *     empty, the default, for none
 */
public record Tuner(
    Channel<Examples> examples,
    Channel<TransformGraph> transformGraph,
    Class<? extends TunableTraining> training,
    Search search,
    Optional<Metric> objective,
    String split,
    String heldOutSplit,
    Optional<String> evaluationSplit,
    Optional<ClassWeights> classWeights,
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

  /** What is to be said of the outcome; not set where that is nothing. */
  private static final Property<TunerResults, String> CAUTIONS =
      Caution.property(TunerResults.class);

  public Tuner {
    requireNonNull(examples, "examples");
    requireNonNull(transformGraph, "transformGraph");
    requireNonNull(training, "training");
    requireNonNull(search, "search");
    requireNonNull(split, "split");
    requireNonNull(heldOutSplit, "heldOutSplit");
    requireNonNull(evaluationSplit, "evaluationSplit");
    requireNonNull(classWeights, "classWeights");
    if (objective.isPresent() && objective.get().better() == Better.NEITHER) {
      throw wrong("objective", objective.get().key(), "a metric of which more, or less, is better");
    }
    if (split.equals(heldOutSplit)) {
      throw wrong("heldOutSplit", "'" + split + "', as the split to learn from", "another split");
    }
    if (evaluationSplit.equals(Optional.of(split))) {
      throw wrong(
          "evaluationSplit", "'" + split + "', as the split to learn from", "another split");
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
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty());
  }

  /** Ranks trials by another metric. */
  public Tuner withObjective(Metric metric) {
    return with(copy -> copy.objective = Optional.of(metric));
  }

  /** Learns from, and judges by, other splits. */
  public Tuner withSplits(String newSplit, String newHeldOutSplit) {
    return with(
        copy -> {
          copy.split = newSplit;
          copy.heldOutSplit = newHeldOutSplit;
        });
  }

  /** Stops trials when predictions for another split do not get better any more. */
  public Tuner withEvaluationSplit(String newSplit) {
    return with(copy -> copy.evaluationSplit = Optional.of(newSplit));
  }

  /** Lets the rows of some classes count more than those of others. */
  public Tuner withClassWeights(ClassWeights newWeights) {
    return with(copy -> copy.classWeights = Optional.of(newWeights));
  }

  /** Makes so many trials at a time. */
  public Tuner withParallelTrials(int trials) {
    return with(copy -> copy.parallelTrials = trials);
  }

  /** Begins no trial after that time. */
  public Tuner withTimeBudget(Duration budget) {
    return with(copy -> copy.timeBudget = Optional.of(budget));
  }

  private Tuner with(Consumer<Copy> change) {
    var copy = new Copy();
    change.accept(copy);
    return copy.made();
  }

  /** What a copy has, until it is changed. */
  private final class Copy {
    private Optional<Metric> objective = Tuner.this.objective;
    private String split = Tuner.this.split;
    private String heldOutSplit = Tuner.this.heldOutSplit;
    private Optional<String> evaluationSplit = Tuner.this.evaluationSplit;
    private Optional<ClassWeights> classWeights = Tuner.this.classWeights;
    private int parallelTrials = Tuner.this.parallelTrials;
    private Optional<Duration> timeBudget = Tuner.this.timeBudget;

    private Tuner made() {
      return new Tuner(
          examples,
          transformGraph,
          training,
          search,
          objective,
          split,
          heldOutSplit,
          evaluationSplit,
          classWeights,
          parallelTrials,
          timeBudget);
    }
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
    requireSplits(where, run);
    var rows = new TrialRows(where, transform, task, run, examples);
    var train = train(rows, where);
    var heldOut = rows.judged(heldOutSplit, train);
    var objectiveOfTrials =
        new TrialTraining(
            author,
            space,
            Resource.of(search),
            train,
            heldOut,
            transform.weight().isPresent(),
            classWeights.isPresent(),
            metric,
            run.seed(),
            new TrialRounds(search, run.checkpoints(), run.clock()));
    var held = new HeldOut(where, heldOutSplit, heldOut.labels());
    var constant = objectiveOfTrials.ofConstant();
    held.requireDefined(metric, constant);
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
    var leaderboard =
        new Leaderboard(
            training.getName(),
            Optional.of(task.toString()),
            metric,
            ended.stream().map(EndedTrial::trial).toList());
    publish(run, where, leaderboard);
    var cautions =
        new Cautions(train, heldOut.labels(), metric, constant, leaderboard.best()).list();
    if (!cautions.isEmpty()) {
      cautions.forEach(caution -> run.log().warn(caution.text()));
      run.output(Outputs::tunerResults).set(CAUTIONS, Caution.write(cautions));
    }
  }

  private TrainingData train(TrialRows rows, String where) throws IOException {
    var train = rows.learned(split);
    if (classWeights.isPresent()) {
      train = classWeights.get().weigh(where, train);
    }
    return evaluationSplit.isPresent()
        ? train.withEvaluation(rows.judged(evaluationSplit.get(), train))
        : train;
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
    var wanted = new ArrayList<>(List.of(split, heldOutSplit));
    evaluationSplit.ifPresent(wanted::add);
    if (!splits.containsAll(wanted)) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > splits",
              "'"
                  + split
                  + "' to learn from and '"
                  + heldOutSplit
                  + "' to judge by"
                  + evaluationSplit.map(name -> ", '" + name + "' to stop by").orElse(""),
              "some of " + splits,
              "name splits of the examples: withSplits(...), withEvaluationSplit(...)"));
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
