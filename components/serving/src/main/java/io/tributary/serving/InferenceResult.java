package io.tributary.serving;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to an inference request.
 *
 * @param model that answered
 * @param version that answered, also where the request left the choice to the server
 * @param outputs by name, in the model's order
 */
public record InferenceResult(String model, String version, Map<String, Tensor> outputs) {
  public InferenceResult {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** The output of that name. */
  public Tensor output(String name) {
    Tensor tensor = outputs.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "output '" + name + "' (expected: one of " + outputs.keySet() + ")");
    }
    return tensor;
  }
}
