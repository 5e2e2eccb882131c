package io.tributary.cli.command;

import io.tributary.telemetry.Telemetry;
import io.tributary.telemetry.logs.LogFormat;
import io.tributary.telemetry.logs.RunLog;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One subcommand: what help says of it, its options, and what it does. Options are declared by
 * code, as fields: picocli's annotations would take longer to read than most commands to run.
 */
public abstract class Command implements Callable<Integer> {
  /** Only collections are left for picocli to make; its own factory looks for classes of Groovy. */
  public static final CommandLine.IFactory NO_REFLECTION = new NoReflection();

  private final CommandSpec spec;

  /**
   * @param description what the command does, in a sentence or two
   */
  protected Command(String name, String description) {
    spec = CommandSpec.wrapWithoutInspection(this, NO_REFLECTION).name(name);
    spec.usageMessage().description(description);
    spec.addOption(help());
  }

  /** The option that every command has. */
  public static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .type(boolean.class)
        .description("Show this help and exit.")
        .build();
  }

  /** Does the work, and gives the exit code. */
  @Override
  public abstract Integer call() throws Exception;

  public final CommandSpec spec() {
    return spec;
  }

  public final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  public final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** What the environment asks for; what it asks for in vain is a warning. */
  public final Telemetry telemetry() {
    return Telemetry.fromEnvironment(System.getenv(), this::warn);
  }

  /** Says what does not go as it should: as a line for people, or of logs, where these are data. */
  public final void warn(String message) {
    if (LogFormat.isJson(System.getenv())) {
      RunLog.warn(message);
    } else {
      err().println("tributary: " + message);
      err().flush();
    }
  }

  /** What was given, quoted for a POSIX shell, but for some options. */
  public final String again(Set<String> but) {
    return spec.commandLine().getParseResult().matchedArgs().stream()
        .filter(
            given -> !(given instanceof OptionSpec option && but.contains(option.longestName())))
        .flatMap(Command::words)
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> words(ArgSpec given) {
    var values = given.originalStringValues().stream().map(ShellWord::of);
    if (given instanceof OptionSpec option) {
      return option.type() == boolean.class
          ? Stream.of(option.longestName())
          : values.map(value -> option.longestName() + "=" + value);
    }
    return values;
  }

  /** Lines under the options. */
  public final void footer(String... lines) {
    spec.usageMessage().footer(lines);
  }

  /** An option without a value: given, or not. */
  public final Given<Boolean> flag(String name, String description) {
    return given(
        OptionSpec.builder(name)
            .type(boolean.class)
            .defaultValue("false")
            .description(description)
            .build());
  }

  /** An option that may be left out. */
  public final <T> Given<T> option(String name, String label, Class<T> type, String description) {
    return given(described(name, label, description).type(type).build());
  }

  /** An option that may be left out, with a short name beside the long one. */
  public final <T> Given<T> option(
      String shortName, String name, String label, Class<T> type, String description) {
    return given(
        OptionSpec.builder(shortName, name)
            .paramLabel(label)
            .description(description)
            .type(type)
            .build());
  }

  /** An option that must be given. */
  public final <T> Given<T> required(String name, String label, Class<T> type, String description) {
    return given(described(name, label, description).type(type).required(true).build());
  }

  /** An option with a default, which {@code description} shows as {@code ${DEFAULT-VALUE}}. */
  public final <T> Given<T> option(
      String name, String label, Class<T> type, String byDefault, String description) {
    return given(described(name, label, description).type(type).defaultValue(byDefault).build());
  }

  /**
   * An option that may be repeated.
   *
   * @param collection a list or a map
   */
  public final <T> Given<T> repeated(
      String name, String label, Class<?> collection, String description, Class<?>... elements) {
    return given(
        described(name, label, description)
            .type(collection)
            .auxiliaryTypes(elements)
            .arity("1")
            .build());
  }

  /** A positional parameter that must be given. */
  public final <T> Given<T> parameter(int index, String label, Class<T> type, String description) {
    return given(
        positional(label, description)
            .index("" + index)
            .arity("1")
            .required(true)
            .type(type)
            .build());
  }

  /** The only positional parameter, which may be left out. */
  public final Given<String> optionalParameter(String label, String description) {
    return given(positional(label, description).arity("0..1").type(String.class).build());
  }

  /** The only positional parameter, with a default. */
  public final Given<String> optionalParameter(String label, String byDefault, String description) {
    return given(
        positional(label, description)
            .arity("0..1")
            .type(String.class)
            .defaultValue(byDefault)
            .build());
  }

  private static OptionSpec.Builder described(String name, String label, String description) {
    return OptionSpec.builder(name).paramLabel(label).description(description);
  }

  private static PositionalParamSpec.Builder positional(String label, String description) {
    return PositionalParamSpec.builder().paramLabel(label).description(description);
  }

  private <T> Given<T> given(ArgSpec argument) {
    spec.add(argument);
    return new Given<>(argument);
  }

  private static final class NoReflection implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) {
      if (type == List.class) { // what a repeated option gathers
        return type.cast(new ArrayList<>());
      }
      if (type == Map.class) {
        return type.cast(new LinkedHashMap<>());
      }
      throw new IllegalStateException(type + ": asked of picocli's factory");
    }
  }
}
