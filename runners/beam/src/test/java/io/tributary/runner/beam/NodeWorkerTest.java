package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Text;
import io.tributary.metadata.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker needs for one node it gives back. */
class NodeWorkerTest {
  private static final String RESOURCE = "of-the-user.txt";
  private static final AtomicReference<ClassLoader> CLASSES = new AtomicReference<>();

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
}
