package io.tributary.serving;

/**
 * The answer to an inference request.
 *
 * @param model that answered
 * @param version that answered, also where the request left the choice to the server
 * @param outputs in the model's order
 */
public record InferenceResult(String model, String version, Tensors outputs) {
  /** The output of that name; an unknown name is an {@link IllegalArgumentException}. */
  public Tensor output(String name) {
    return outputs.get(name);
  }
}
