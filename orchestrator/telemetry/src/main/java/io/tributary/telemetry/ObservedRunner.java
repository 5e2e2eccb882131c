package io.tributary.telemetry;

import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import java.util.List;
import java.util.Map;

/** A runner of whose runs telemetry is told. */
final class ObservedRunner implements Runner {
  private final Runner runner;
  private final Telemetry telemetry;

  ObservedRunner(Runner runner, Telemetry telemetry) {
    this.runner = runner;
    this.telemetry = telemetry;
  }

  @Override
  public String name() {
    return runner.name();
  }

  @Override
  public Runner configured(Map<String, String> options) {
    return new ObservedRunner(runner.configured(options), telemetry);
  }

  @Override
  public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
    return runner.start(
        request, home, RunListener.all(List.of(listener, telemetry.observe(request, home))));
  }
}
