package io.tributary.runner.local;

import io.tributary.core.Runner;
import io.tributary.core.RunnerContract;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;

class LocalRunnerTest extends RunnerContract {
  @Override
  protected Runner runner(Checkpoint checkpoint) {
    return new LocalRunner(checkpoint, Invoker.COMPONENT);
  }
}
