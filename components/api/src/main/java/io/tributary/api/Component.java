package io.tributary.api;

import io.tributary.api.digest.FileDigests;

/**
 * A unit of work: a record of inputs and parameters, with one method that reads the inputs and
 * writes the outputs.
 *
 * <pre>{@code
 * public record DropNegativeFares(Channel<Examples> examples, double minFare)
 *     implements Component<DropNegativeFares.Outputs> {
 *
 *   public record Outputs(Channel<Examples> cleaned) {}
 *
 *   @Override public void run(Run<Outputs> run) throws Exception { ... }
 * }
 * }</pre>
 *
 * <p>Parameters may be String, integers, floating point, boolean, enum, Duration, Instant, Path,
 * URI, Optional, List, Map, nested records, sealed interfaces of records, protobuf messages, {@code
 * Class<? extends UserCode>}, {@link RuntimeParameter} and {@link Secret}. The process that runs
 * the component rebuilds it through its canonical constructor.
 *
 * @param <O> the outputs: a record whose components are all {@code Channel}s
 */
public non-sealed interface Component<O extends Record> extends Step<O> {

  /**
   * Does the work. Outputs become visible, all together, when this method returns; when it throws,
   * nothing is visible.
   *
   * @throws Exception whatever prevents the outputs from being complete; never swallow it
   */
  void run(Run<O> run) throws Exception;

  /** The base type under which executions of this component are stored. */
  default ExecutionBase executionBase() {
    return ExecutionBase.PROCESS;
  }

  /**
   * Digest of what this component reads that is not an artifact: files, tables, services named by
   * its parameters. It is part of the cache key, so that changed content is noticed and a changed
   * time stamp is not. Called before every run, so it must be cheaper than the work itself.
   *
   * @param files tells the digests of files, without reading again those that have not changed
   * @return empty when everything the component reads arrives through its channels
   * @throws Exception when what would be read cannot be; the execution then fails with it
   */
  default String externalDigest(FileDigests files) throws Exception {
    return "";
  }

  /**
   * The same, of a component whose runtime parameters say what it reads.
   *
   * @param values of the run that the digest is for
   */
  default String externalDigest(FileDigests files, ParameterValues values) throws Exception {
    return externalDigest(files);
  }

  /**
   * Whether the outputs of an earlier, otherwise equal execution may stand for this one. A
   * component with effects outside its artifacts answers false when those effects no longer hold.
   */
  default boolean isReusable(PastOutputs<O> past) throws Exception {
    return true;
  }
}
