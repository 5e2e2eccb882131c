package io.tributary.server.view;

import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import java.time.Instant;
import java.util.Optional;

/** A run in a list. */
public record RunView(
    String id,
    String pipeline,
    RunState state,
    Instant started,
    Optional<Instant> ended,
    String message) {

  public static RunView of(PipelineRun run) {
    return new RunView(
        run.id(), run.pipeline(), run.state(), run.started(), run.ended(), run.message());
  }
}
