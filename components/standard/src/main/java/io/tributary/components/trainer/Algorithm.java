package io.tributary.components.trainer;

/**
 * A way to learn, with its hyper-parameters: usually a record. Immutable and thread-safe.
 *
 * <p>Equal data and equal seeds give models that predict, append and save the same, bit for bit, on
 * any number of threads.
 */
public interface Algorithm {

  /** What its models predict. */
  Task task();

  /**
   * Learns from {@code data}.
   *
   * @param seed the only source of randomness
   * @throws Exception when no model can be made of the data
   */
  FittedModel fit(TrainingData data, long seed) throws Exception;
}
