package io.tributary.runner.beam;

import io.tributary.core.Runner;
import io.tributary.core.RunnerContract;
import io.tributary.core.launcher.Checkpoint;
import java.util.Map;

/** The contract, on Beam's Direct runner. */
class BeamRunnerTest extends RunnerContract {
  @Override
  protected Runner runner(Checkpoint checkpoint) {
    return new BeamRunner(BeamOptions.of(Map.of()), Remembered.of(checkpoint));
  }
}
