package io.tributary.components.tuner;

import io.tributary.api.Checkpoints;
import io.tributary.components.evaluator.Metric.Better;
import io.tributary.components.hyperparameter.SearchSpace;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes the trials of a search, several at a time. Each is kept as soon as it has ended, and none
 * that was kept is made again. To be run once.
 */
final class SearchRun {
  /** How long trials may take to notice that they were interrupted. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /**
   * How trials are made.
   *
   * @param seed that they are remembered with
   * @param budget after which no further trial is begun, nor from the first one on that would last
   *     longer; empty for none
   * @param progress is told of every trial of this attempt when it has ended, by any thread
   * @param memory is given every trial that has ended, those of earlier attempts, too, by any
   *     thread
   */
  record Conditions(
      Better better,
      long seed,
      int parallelTrials,
      Optional<Duration> budget,
      Checkpoints checkpoints,
      Clock clock,
      Consumer<EndedTrial> progress,
      Consumer<EndedTrial> memory) {}

  private final Proposals proposals;
  private final SearchSpace space;
  private final Objective objective;
  private final Conditions conditions;
  private final Instant begin;
  private final List<EndedTrial> ended = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private final TrialTimes times = new TrialTimes();
  private Duration spentBefore = Duration.ZERO;
  private boolean isOver;

  SearchRun(Proposals proposals, SearchSpace space, Objective objective, Conditions conditions) {
    this.proposals = proposals;
    this.space = space;
    this.objective = objective;
    this.conditions = conditions;
    this.begin = conditions.clock().instant();
  }

  /** All trials, by number. With a time budget they may be the first of those without one. */
  List<EndedTrial> run() throws Exception {
    var threads = Executors.newFixedThreadPool(conditions.parallelTrials());
    try {
      for (var batch = proposals.next(observations);
          !batch.isEmpty();
          batch = proposals.next(observations)) {
        if (!tryAll(batch, threads)) {
          break;
        }
      }
      return ended;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void recall(EndedTrial ended) {
    conditions.memory().accept(ended);
    times.add(ended.trial().setting(), ended.trial().share(), ended.took());
    if (ended.spent().compareTo(spentBefore) > 0) {
      spentBefore = ended.spent();
    }
  }

  /** Whether there was time for all of them. */
  private boolean tryAll(List<Proposal> batch, ExecutorService threads) throws Exception {
    int first = ended.size() + 1;
    var known = new ArrayList<Optional<EndedTrial>>();
    for (var proposal : batch) {
      known.add(find(first + known.size(), proposal));
    }
    int begun = 0;
    for (int i = 0; i < known.size(); i++) {
      begun = known.get(i).isPresent() ? i + 1 : begun;
      known.get(i).ifPresent(this::recall);
    }
    var futures = new ArrayList<Future<Optional<EndedTrial>>>();
    for (int i = 0; i < batch.size(); i++) {
      int number = first + i;
      var proposal = batch.get(i);
      var found = known.get(i);
      boolean isBegun = i < begun || number == 1;
      futures.add(
          threads.submit(
              () ->
                  found.isPresent()
                      ? found
                      : isBegun || hasTime(proposal)
                          ? Optional.of(make(number, proposal))
                          : found));
    }
    for (var future : futures) {
      var trial = get(future);
      if (trial.isEmpty()) {
        return false;
      }
      add(trial.get());
    }
    return true;
  }

  private static Optional<EndedTrial> get(Future<Optional<EndedTrial>> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private void add(EndedTrial made) {
    ended.add(made);
    var trial = made.trial();
    double sign = conditions.better() == Better.HIGHER ? -1 : 1;
    observations.add(
        new Observation(
            new Proposal(trial.setting(), trial.share()),
            trial.value().map(value -> sign * value).orElse(Double.POSITIVE_INFINITY)));
  }

  private Optional<EndedTrial> find(int number, Proposal proposal) throws IOException {
    var kept = conditions.checkpoints().find(EndedTrial.name(number));
    return kept.isEmpty() ? Optional.empty() : EndedTrial.read(kept.get(), proposal, space);
  }

  private Duration spent() {
    return spentBefore.plus(Duration.between(begin, conditions.clock().instant()));
  }

  /** No trial has time behind one that had none: what it gives would be lost. */
  private synchronized boolean hasTime(Proposal proposal) {
    isOver = isOver || !conditions.budget().map(budget -> fits(proposal, budget)).orElse(true);
    return !isOver;
  }

  private boolean fits(Proposal proposal, Duration budget) {
    var left = budget.minus(spent());
    return left.compareTo(Duration.ZERO) > 0 && times.expected(proposal).compareTo(left) <= 0;
  }

  private EndedTrial make(int number, Proposal proposal) throws Exception {
    var started = conditions.clock().instant();
    Trial trial;
    try {
      var score = objective.of(proposal);
      trial = trial(number, proposal, score);
    } catch (InterruptedException | TrialRoundsException e) {
      throw e;
    } catch (Exception e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      trial = Trial.failed(number, proposal, conditions.seed(), reason(e));
    }
    var made =
        new EndedTrial(
            trial, started, Duration.between(started, conditions.clock().instant()), spent());
    times.add(proposal.setting(), proposal.share(), made.took());
    conditions.checkpoints().put(EndedTrial.name(number), made.json());
    conditions.memory().accept(made);
    conditions.progress().accept(made);
    return made;
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
  }

  private Trial trial(int number, Proposal proposal, Score score) {
    if (!Double.isFinite(score.value())) {
      return Trial.failed(
          number,
          proposal,
          conditions.seed(),
          "the objective is " + score.value() + " for the held-out rows");
    }
    var metrics = new LinkedHashMap<String, Double>();
    score
        .metrics()
        .forEach(
            (key, value) -> {
              if (Double.isFinite(value)) {
                metrics.put(key, value);
              }
            });
    return new Trial(
        number,
        proposal.setting(),
        proposal.share(),
        conditions.seed(),
        Optional.of(score.value()),
        metrics,
        "");
  }
}
