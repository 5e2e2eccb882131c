package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a pipeline.
 *
 * @param id unique among all runs of the database; its context in the metadata store carries the
 *     same name
 * @param pipeline name of the pipeline
 * @param state how far it is
 * @param started when it was created
 * @param ended when it ended, if it has
 * @param ir the compiled pipeline, from which the run can be resumed
 * @param parameters values of runtime parameters by name, in the order given
 * @param message why it ended as it did; empty while it runs
 * @param owner who started it: user, host and process in words
 * @param cacheEnabled whether nodes may reuse earlier outputs
 */
public record PipelineRun(
    String id,
    String pipeline,
    RunState state,
    Instant started,
    Optional<Instant> ended,
    ByteString ir,
    Map<String, String> parameters,
    String message,
    String owner,
    boolean cacheEnabled) {

  /** Checks that nothing is missing, and copies the parameters. */
  public PipelineRun {
    if (id.isEmpty()) {
      throw new IllegalArgumentException(
          "PipelineRun.id: '' (expected: a name); give the run an id");
    }
    if (pipeline.isEmpty()) {
      throw new IllegalArgumentException(
          "PipelineRun.pipeline: '' (expected: a name); name the pipeline");
    }
    requireNonNull(state, "state");
    requireNonNull(started, "started");
    requireNonNull(ended, "ended");
    requireNonNull(ir, "ir");
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    requireNonNull(message, "message");
    requireNonNull(owner, "owner");
  }

  /** A run that starts now. */
  public static PipelineRun starting(
      String id,
      String pipeline,
      Instant started,
      ByteString ir,
      Map<String, String> parameters,
      String owner,
      boolean cacheEnabled) {
    return new PipelineRun(
        id,
        pipeline,
        RunState.RUNNING,
        started,
        Optional.empty(),
        ir,
        parameters,
        "",
        owner,
        cacheEnabled);
  }
}
