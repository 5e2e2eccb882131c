package io.tributary.api.artifact;

/** All trials of a search for hyper-parameters, the best first. */
public interface TunerResults extends Artifact {

  /** The metric that trials are ranked by. */
  Property<TunerResults, String> OBJECTIVE = Property.ofString(TunerResults.class, "objective");

  /** The best value of the metric. */
  Property<TunerResults, Double> BEST = Property.ofDouble(TunerResults.class, "best");

  /** How many trials there were. */
  Property<TunerResults, Long> TRIALS = Property.ofLong(TunerResults.class, "trials");

  /** How many of them failed. */
  Property<TunerResults, Long> FAILED = Property.ofLong(TunerResults.class, "failed_trials");

  /** What was found, in one line. */
  Property<TunerResults, String> MESSAGE = Property.ofString(TunerResults.class, "tuner_message");
}
