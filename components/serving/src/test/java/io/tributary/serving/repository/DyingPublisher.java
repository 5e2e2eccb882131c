package io.tributary.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.serving.OnnxModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own that is gone, as after kill -9, at one step of a publication. */
public final class DyingPublisher {
  private static final int DIED = 86;
  private static final String TRIAL = "TRIAL";

  private DyingPublisher() {}

  static void run(Path root, Path onnx, ModelRepository.Step step)
      throws IOException, InterruptedException {
    run(root, onnx, step.name());
  }

  /** Dies with a model on trial. */
  static void onTrial(Path root, Path onnx) throws IOException, InterruptedException {
    run(root, onnx, TRIAL);
  }

  private static void run(Path root, Path onnx, String step)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DyingPublisher.class.getName(),
                root.toString(),
                onnx.toString(),
                step)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(new File("/dev/null"))
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(DIED);
  }

  /** Repository, model file, step. */
  public static void main(String[] arguments) {
    boolean onTrial = arguments[2].equals(TRIAL);
    ModelRepository.Step last =
        onTrial ? ModelRepository.Step.PLACED : ModelRepository.Step.valueOf(arguments[2]);
    ModelRepository repository =
        new ModelRepository(
            Path.of(arguments[0]),
            Clock.systemUTC(),
            step -> {
              if (step == last) {
                Runtime.getRuntime().halt(DIED);
              }
            });
    if (onTrial) {
      Path onnx = Path.of(arguments[1]);
      try (OnnxModel model = OnnxModel.open(onnx)) {
        repository.trial(Map.of(ModelRepository.MODEL_FILE, onnx), model.signature());
      }
    }
    PublishedVersion version = repository.publish("taxi", Path.of(arguments[1]));
    repository.activate("taxi", List.of(version.version()));
  }
}
