package io.tributary.cli.model;

import io.tributary.cli.command.UsageException;
import io.tributary.components.transform.Task;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a model that is evaluated predicts. */
enum EvaluationTask {
  BINARY,
  MULTICLASS,
  MULTILABEL,
  REGRESSION,
  RANKING;

  /** What the outputs of a model are those of; binary if they do not say it. */
  static EvaluationTask of(Path model) throws IOException {
    var file = model.resolve("signature.json");
    if (!Files.isRegularFile(file)) {
      return BINARY;
    }
    var outputs = signature(file).outputs();
    var names = outputs.stream().map(TensorSpec::name).toList();
    if (has(names, Task.MULTICLASS_CLASSIFICATION)) {
      return MULTICLASS;
    } else if (has(names, Task.MULTILABEL_CLASSIFICATION)) {
      return MULTILABEL;
    }
    return has(names, Task.REGRESSION) ? REGRESSION : BINARY;
  }

  private static Signature signature(Path file) throws IOException {
    try {
      return Signature.read(file);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--model", e);
    }
  }

  private static boolean has(List<String> names, Task task) {
    return names.containsAll(task.outputs());
  }
}
