package io.tributary.runner.beam;

import io.tributary.api.Run;
import io.tributary.api.data.DataEngine;
import io.tributary.core.RunRequest;
import io.tributary.core.launcher.Engines;
import java.nio.file.Path;
import java.util.List;

/**
 * Engines whose passes run where the node does.
 *
 * @param options of the job that the node is part of
 * @param jars with the classes of the pipeline, as every worker sees them
 */
record BeamEngines(BeamOptions options, List<Path> jars) implements Engines {
  @Override
  public DataEngine open(Run<?> run, RunRequest request) {
    return new BeamDataEngine(
        run.allocator(),
        request.parallelism(),
        options,
        new BeamDataEngine.Surroundings(
            run::temporaryDirectory,
            run::progress,
            run.log()::info,
            jars.stream().map(Path::toString).toList(),
            request.classLoader()),
        BeamDataEngine.Submission.BEAM);
  }
}
