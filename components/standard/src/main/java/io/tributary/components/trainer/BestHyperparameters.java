package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The payload of a {@code HyperParameters}: {@code hyperparameters.json}, which tells the training
 * beside the values, so that no other one is given them.
 *
 * @param training class name of the training whose space was searched
 */
public record BestHyperparameters(String training, Setting setting) {

  /** The file inside the payload. */
  public static final String FILE = "hyperparameters.json";

  public BestHyperparameters {
    requireNonNull(training, "training");
    requireNonNull(setting, "setting");
  }

  public void write(Path directory) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("training", training);
    fields.put("values", setting.values());
    Files.write(directory.resolve(FILE), Json.write(fields));
  }

  /**
   * Reads what was found for a training.
   *
   * @param where what messages call the node
   * @throws ExecutionFailure FAILED_PRECONDITION if it was found for another training, or for
   *     another search space
   */
  static Setting read(Path directory, String where, TunableTraining training) throws IOException {
    var place = where + " > hyperparameters";
    if (!(Json.read(Files.readAllBytes(directory.resolve(FILE))) instanceof Map<?, ?> fields)
        || !(fields.get("values") instanceof Map<?, ?> values)) {
      throw new IllegalStateException(directory + ": " + FILE + " holds no hyper-parameters");
    }
    var name = training.getClass().getName();
    if (!name.equals(fields.get("training"))) {
      throw new ExecutionFailure(
          Code.FAILED_PRECONDITION,
          new Explanation(
              place,
              "found for " + fields.get("training"),
              "found for " + name,
              "give Tuner and Trainer the same training"));
    }
    try {
      return training.space().read(values);
    } catch (IllegalArgumentException e) {
      throw new ExecutionFailure(
          Code.FAILED_PRECONDITION,
          new Explanation(
              place,
              String.valueOf(e.getMessage()),
              "a setting of " + name + ".space()",
              "search again: the space has changed since"),
          e);
    }
  }
}
