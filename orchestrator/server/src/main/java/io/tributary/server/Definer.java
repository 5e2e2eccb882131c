package io.tributary.server;

import io.tributary.core.RunRequest;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import java.nio.file.Path;
import java.util.List;

/** Makes the pipeline that a schedule names. */
public interface Definer {

  /**
   * A new run of the schedule's pipeline, compiled now.
   *
   * @param tick has the id of the run, and the spans that it is about
   * @param jars where its jars are kept
   * @throws RuntimeException if there is no such pipeline, or it cannot be compiled
   */
  RunRequest define(Schedule schedule, Tick tick, List<Path> jars);
}
