package io.tributary.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A parameter whose value is given per run. Two runtime parameters of one name in one pipeline must
 * be equal.
 *
 * @param name unique in the pipeline
 * @param type any parameter type that is written as one word: String, number, boolean, enum,
 *     Duration, Instant, Path, URI, ScheduledSpan
 * @param defaultValue used when a run supplies none; empty: every run must supply one
 */
public record RuntimeParameter<T>(String name, Class<T> type, Optional<T> defaultValue) {
  public RuntimeParameter {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(defaultValue, "defaultValue");
  }

  /** A parameter that every run must supply. */
  public static <T> RuntimeParameter<T> required(String name, Class<T> type) {
    return new RuntimeParameter<>(name, type, Optional.empty());
  }

  /** A parameter that a run may supply. */
  @SuppressWarnings(
      "unchecked") // the class of a T is a Class<T>, up to enum constants with bodies and paths,
  // whose declared type is above their class
  public static <T> RuntimeParameter<T> withDefault(String name, T defaultValue) {
    Class<?> type =
        defaultValue instanceof Enum<?> constant
            ? constant.getDeclaringClass()
            : defaultValue instanceof Path ? Path.class : defaultValue.getClass();
    return new RuntimeParameter<>(name, (Class<T>) type, Optional.of(defaultValue));
  }
}
