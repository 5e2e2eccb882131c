package io.tributary.server;

import io.tributary.core.RunRequest;
import io.tributary.metadata.Schedule;
import java.nio.file.Path;
import java.util.List;

/** Makes the pipeline that a schedule names. */
public interface Definer {

  /**
   * A new run of the schedule's pipeline, compiled now.
   *
   * @param jars where its jars are kept
   * @throws RuntimeException if there is no such pipeline, or it cannot be compiled
   */
  RunRequest define(Schedule schedule, String runId, List<Path> jars);
}
