package io.tributary.cli.command;

import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What a user gave for an option or a parameter, or its default.
 *
 * @param <T> the type of the value
 */
public record Given<T>(ArgSpec argument) {
  /** The value, of an argument that always has one. */
  public T value() {
    return Objects.requireNonNull(argument.<T>getValue());
  }

  /** Whether the user gave it, as opposed to its default. */
  public boolean isGiven() {
    return !argument.stringValues().isEmpty();
  }

  /** The value, if there is one. */
  public Optional<T> find() {
    return Optional.ofNullable(argument.<T>getValue());
  }
}
