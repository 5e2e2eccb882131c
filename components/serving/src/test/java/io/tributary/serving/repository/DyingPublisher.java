package io.tributary.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that is gone, as after kill -9, at one step of a publication. */
public final class DyingPublisher {
  private static final int DIED = 86;

  private DyingPublisher() {}

  static void run(Path root, Path onnx, ModelRepository.Step step)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DyingPublisher.class.getName(),
                root.toString(),
                onnx.toString(),
                step.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(new File("/dev/null"))
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(DIED);
  }

  /** Repository, model file, step. */
  public static void main(String[] arguments) {
    ModelRepository.Step last = ModelRepository.Step.valueOf(arguments[2]);
    ModelRepository repository =
        new ModelRepository(
            Path.of(arguments[0]),
            Clock.systemUTC(),
            step -> {
              if (step == last) {
                Runtime.getRuntime().halt(DIED);
              }
            });
    PublishedVersion version = repository.publish("taxi", Path.of(arguments[1]));
    repository.activate("taxi", List.of(version.version()));
  }
}
