package io.tributary.serving;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a model takes and gives.
 *
 * @param inputs in the model's order; all are required
 * @param outputs in the model's order
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) implements Serializable {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    requireDistinct("inputs", inputs);
    requireDistinct("outputs", outputs);
  }

  /** The input of that name. */
  public Optional<TensorSpec> input(String name) {
    return inputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /** The output of that name. */
  public Optional<TensorSpec> output(String name) {
    return outputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /** The signature as a JSON object, the content of {@code signature.json}; one tensor a line. */
  public String toJson() {
    return SignatureJson.write(this);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws IllegalArgumentException if the text is no such object
   */
  public static Signature fromJson(String json) {
    return SignatureJson.read(json);
  }

  /**
   * Reads a {@code signature.json}.
   *
   * @throws IllegalArgumentException naming the file, if it holds no signature
   */
  public static Signature read(Path file) throws IOException {
    try {
      return fromJson(Files.readString(file));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new IllegalArgumentException(
          file + ": " + e.getMessage() + "; publish or train the model again", e);
    }
  }

  /** Whether every tensor has a variable first extent, so that rows can be batched. */
  public boolean batched() {
    return Stream.concat(inputs.stream(), outputs.stream())
        .allMatch(spec -> spec.shape().rank() > 0 && spec.shape().dim(0) == Shape.ANY);
  }

  private static void requireDistinct(String what, List<TensorSpec> specs) {
    Set<String> names = new HashSet<>();
    for (TensorSpec spec : specs) {
      if (!names.add(spec.name())) {
        throw new IllegalArgumentException(
            what + ": '" + spec.name() + "' twice (expected: distinct names)");
      }
    }
  }
}
