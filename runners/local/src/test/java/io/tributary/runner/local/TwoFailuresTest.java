package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Checkpoint.Point;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.steps.Write;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoFailuresTest {
  @TempDir Path directory;

  @Test
  void noneOfTwoFailuresThatEndARunIsLost() {
    var p = Pipeline.named("two");
    p.add(new Write("a", directory.resolve("trace")), NodeOptions.id("left"));
    p.add(new Write("b", directory.resolve("trace")), NodeOptions.id("right"));
    var both = new CyclicBarrier(2);
    Checkpoint broken =
        (point, node) -> {
          if (point == Point.BEFORE_RUN) {
            meet(both);
            throw new IllegalStateException("no disk below " + node);
          }
        };
    var request =
        RunRequest.of(Compiler.compile(p), TwoFailuresTest.class.getClassLoader(), "run")
            .withParallelism(2);
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      var run = new LocalRunner(broken, Invoker.COMPONENT).start(request, home, RunListener.SILENT);

      var thrown = catchThrowable(run::await);

      assertThat(List.of(thrown.getMessage(), thrown.getSuppressed()[0].getMessage()))
          .containsExactlyInAnyOrder("no disk below left", "no disk below right");
    }
  }

  private static void meet(CyclicBarrier both) {
    try {
      both.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
