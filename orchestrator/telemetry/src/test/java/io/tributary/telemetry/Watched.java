package io.tributary.telemetry;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.Sequentially;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Write;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** A home, and runs in it of a pipeline in which everything happens that can be told. */
public final class Watched implements AutoCloseable {
  /** Names of the nodes: one writes, one reads it, one fails once, one always, one is below it. */
  public static final String WRITES = "writes";

  public static final String READS = "reads";
  public static final String RECOVERS = "recovers";
  public static final String FAILS = "fails";
  public static final String SKIPPED = "skipped";

  private final RunHome home;
  private final Path trace;

  public Watched(Path directory) {
    this.home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
    this.trace = directory.resolve("trace");
  }

  public RunHome home() {
    return home;
  }

  /** What fails once succeeds in its second attempt at once. */
  public RunRequest request(String runId) {
    var p = Pipeline.named("watched");
    var text = p.add(new Write("text", trace), NodeOptions.id(WRITES)).text();
    p.add(new Join(text, Optional.empty(), trace), NodeOptions.id(READS));
    p.add(
        new Fail(1, ExecutionFailure.Code.UNAVAILABLE, trace),
        NodeOptions.id(RECOVERS).withRetries(2, Duration.ZERO));
    var never =
        p.add(new Fail(9, ExecutionFailure.Code.INVALID_DATA, trace), NodeOptions.id(FAILS));
    p.add(new Join(never.text(), Optional.empty(), trace), NodeOptions.id(SKIPPED));
    return RunRequest.of(Compiler.compile(p), Watched.class.getClassLoader(), runId);
  }

  public RunResult run(RunRequest request, Observer observer) {
    var observed = new Observed(request, home, Optional.empty());
    return Sequentially.run(request, home, observer.observe(observed));
  }

  @Override
  public void close() {
    home.close();
  }
}
