package io.tributary.cli.command;

import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

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

  /**
   * Whether the user gave it, as opposed to its default: also after the name of a subcommand that
   * inherits it.
   */
  public boolean isGiven() {
    return !argument.stringValues().isEmpty() || isGivenBelow(argument.command());
  }

  private boolean isGivenBelow(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .anyMatch(
            below -> below.options().stream().anyMatch(this::isGivenAs) || isGivenBelow(below));
  }

  private boolean isGivenAs(OptionSpec inherited) {
    return inherited.root() == argument && !inherited.stringValues().isEmpty();
  }

  /** The value, if there is one. */
  public Optional<T> find() {
    return Optional.ofNullable(argument.<T>getValue());
  }
}
