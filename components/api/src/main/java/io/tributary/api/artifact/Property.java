package io.tributary.api.artifact;

import static java.util.Objects.requireNonNull;

/**
 * A named, typed value that artifacts of one type may carry. Booleans are stored as INT 1 or 0, as
 * TFX stores them.
 *
 * @param <A> the artifact type
 * @param <T> Long, Double, String or Boolean
 */
public record Property<A extends Artifact, T>(Class<A> artifact, String name, Class<T> type) {
  public Property {
    requireNonNull(artifact, "artifact");
    requireNonNull(name, "name");
    requireNonNull(type, "type");
  }

  public static <A extends Artifact> Property<A, Long> ofLong(Class<A> artifact, String name) {
    return new Property<>(artifact, name, Long.class);
  }

  public static <A extends Artifact> Property<A, Double> ofDouble(Class<A> artifact, String name) {
    return new Property<>(artifact, name, Double.class);
  }

  public static <A extends Artifact> Property<A, String> ofString(Class<A> artifact, String name) {
    return new Property<>(artifact, name, String.class);
  }

  public static <A extends Artifact> Property<A, Boolean> ofBoolean(
      Class<A> artifact, String name) {
    return new Property<>(artifact, name, Boolean.class);
  }
}
