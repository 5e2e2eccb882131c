package io.tributary.runner.beam;

import io.tributary.core.Runner;
import io.tributary.core.RunnerContract;
import io.tributary.core.launcher.Checkpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on a Flink cluster inside this process. */
class FlinkRunnerTest extends RunnerContract {
  @TempDir static Path shared;
  private static FlinkInProcess cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = FlinkInProcess.start(shared);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @Override
  protected Runner runner(Checkpoint checkpoint) {
    return new BeamRunner(cluster.options(), Remembered.of(checkpoint));
  }
}
