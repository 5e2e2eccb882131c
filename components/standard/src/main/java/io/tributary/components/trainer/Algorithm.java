package io.tributary.components.trainer;

import io.tributary.components.transform.Task;
import java.util.Set;

/**
 * A way to learn, with its hyper-parameters: usually a record. Immutable and thread-safe.
 *
 * <p>Equal data and equal seeds give models that predict, append and save the same, bit for bit, on
 * any number of threads.
 */
public interface Algorithm {

  /** What its models can predict; which of it they do, the labels of the data say. */
  Set<Task> tasks();

  /** Whether rows may count more or less than others; most algorithms can. */
  default boolean weighsRows() {
    return true;
  }

  /** Whether rows of some classes may count more than those of others. */
  default boolean weighsClasses() {
    return weighsRows();
  }

  /** Whether it learns in rounds, and can stop when evaluation rows say so. */
  default boolean stopsEarly() {
    return false;
  }

  /** Whether it can go on from a model that was fitted before. */
  default boolean startsWarm() {
    return false;
  }

  /** Whether its models can tell what each feature contributes to a score. */
  default boolean explains() {
    return false;
  }

  /**
   * Learns from {@code data}.
   *
   * @param data its labels ask for one of {@link #tasks}
   * @param seed the only source of randomness
   * @throws IllegalArgumentException when no model can be made of the data
   * @throws ArithmeticException when training diverges
   */
  FittedModel fit(TrainingData data, long seed) throws Exception;

  /**
   * The same, but goes on where an earlier attempt at the very same training has stopped, if that
   * has kept anything. Gives the model that it would give without interruption. Most algorithms
   * keep nothing, and start anew.
   *
   * <p>A Tuner may also hand over what other trials of the same setting have kept, with another
   * share of a hyper-parameter, whichever a search gives out by shares. So what is kept has to tell
   * by its name, or within, all that its rounds depend on.
   *
   * @param kept what this attempt may keep, and find
   */
  default FittedModel fit(TrainingData data, long seed, RoundCheckpoints kept) throws Exception {
    return fit(data, seed);
  }
}
