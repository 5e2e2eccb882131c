package io.tributary.serving.embedded;

import io.tributary.serving.ModelStatistics;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times of one version. Thread-safe. */
final class VersionStatistics {
  private final LongAdder rows = new LongAdder();
  private final LongAdder successes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder successNanos = new LongAdder();
  private final LongAdder failureNanos = new LongAdder();

  void succeeded(long rowCount, long nanos) {
    rows.add(rowCount);
    successes.increment();
    successNanos.add(nanos);
  }

  void failed(long nanos) {
    failures.increment();
    failureNanos.add(nanos);
  }

  ModelStatistics read(String model, String version) {
    Duration success = Duration.ofNanos(successNanos.sum());
    return new ModelStatistics(
        model,
        version,
        rows.sum(),
        successes.sum(),
        failures.sum(),
        success,
        Duration.ofNanos(failureNanos.sum()),
        success);
  }
}
