package io.tributary.components.tuner;

import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Metric.Better;
import java.util.function.Consumer;

/** Tells of each trial, and of the best so far. Thread-safe. */
final class TrialProgress implements Consumer<EndedTrial> {
  private final Metric metric;
  private final Consumer<String> audience;
  private double best = Double.NaN;

  TrialProgress(Metric metric, Consumer<String> audience) {
    this.metric = metric;
    this.audience = audience;
  }

  @Override
  public synchronized void accept(EndedTrial ended) {
    var trial = ended.trial();
    var line = new StringBuilder("trial ").append(trial.number()).append(": ");
    if (trial.hasFailed()) {
      line.append("failed, ").append(trial.failure());
    } else {
      double value = trial.value().orElseThrow();
      boolean isBetter = metric.better() == Better.HIGHER ? value > best : value < best;
      best = Double.isNaN(best) || isBetter ? value : best;
      line.append(metric.key()).append(' ').append(Figure.of(value));
      line.append(", best ").append(Figure.of(best));
    }
    audience.accept(line.append("; ").append(trial.setting()).toString());
  }
}
