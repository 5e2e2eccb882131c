package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.TraceContext;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Text;
import io.tributary.metadata.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** What a worker needs for one node it gives back. */
class NodeWorkerTest {
  private static final String RESOURCE = "of-the-user.txt";
  private static final AtomicReference<ClassLoader> CLASSES = new AtomicReference<>();

  private static final AtomicReference<Map<String, String>> ABOUT = new AtomicReference<>();

  @TempDir Path directory;

  /** Fails unless it is run with the user's jar. */
  record Looking() implements Component<Looking.Outputs> {
    record Outputs(Channel<Text> text) {}

    @Override
    public void run(Run<Outputs> run) {
      var classes = Thread.currentThread().getContextClassLoader();
      assertThat(classes.getResource(RESOURCE)).isNotNull();
      CLASSES.set(classes);
    }
  }

  private Path jar() throws Exception {
    var jar = directory.resolve("user.jar");
    try (var packed = new JarOutputStream(Files.newOutputStream(jar))) {
      packed.putNextEntry(new JarEntry(RESOURCE));
      packed.closeEntry();
    }
    return jar;
  }

  @Test
  void jarsOfTheUserAreClosedWhenTheNodeHasEnded() throws Exception {
    var p = Pipeline.named("looking");
    p.add(new Looking());
    var parent = NodeWorkerTest.class.getClassLoader();
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
        var kept = RunJars.keep(home, "run", List.of(jar()))) {
      var request = kept.in(RunRequest.of(Compiler.compile(p), parent, "run"), parent);
      var result = new BeamRunner().start(request, home, RunListener.SILENT).await();

      assertThat(result.state()).as(result.message()).isEqualTo(RunState.COMPLETE);
      assertThat(CLASSES.get()).isNotSameAs(request.classLoader());
      assertThat(CLASSES.get().getResource(RESOURCE)).isNull();
    }
  }

  /** Takes note of what its lines of logs would be about. */
  record Logging() implements Component<Logging.Outputs> {
    record Outputs(Channel<Text> text) {}

    @Override
    public void run(Run<Outputs> run) {
      ABOUT.set(MDC.getCopyOfContextMap());
    }
  }

  @Test
  void linesOfAWorkerAreAboutTheRunThatItsConductorHasStarted() throws Exception {
    var p = Pipeline.named("logging");
    p.add(new Logging(), NodeOptions.id("logs"));
    var trace = new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      var request =
          RunRequest.of(Compiler.compile(p), NodeWorkerTest.class.getClassLoader(), "run")
              .withTrace(trace);
      var result = new BeamRunner().start(request, home, RunListener.SILENT).await();

      assertThat(ABOUT.get())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "pipeline",
                  "logging",
                  "run",
                  "run",
                  "node",
                  "logs",
                  "attempt",
                  "1",
                  "execution",
                  Long.toString(result.node("logs").executionId().getAsLong()),
                  "trace_id",
                  trace.traceId(),
                  "span_id",
                  trace.attempt("run", "logs", 1).spanId()));
    }
  }
}
