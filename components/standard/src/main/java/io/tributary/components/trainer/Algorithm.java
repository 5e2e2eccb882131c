package io.tributary.components.trainer;

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

  /**
   * Learns from {@code data}.
   *
   * @param data its labels ask for one of {@link #tasks}
   * @param seed the only source of randomness
   * @throws Exception when no model can be made of the data
   */
  FittedModel fit(TrainingData data, long seed) throws Exception;
}
