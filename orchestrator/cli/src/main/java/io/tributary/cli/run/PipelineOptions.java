package io.tributary.cli.run;

import io.tributary.api.PipelineDefinition;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.ShellWord;
import io.tributary.cli.command.UsageException;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.RunSettings;
import io.tributary.proto.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which pipeline, with which settings. */
public final class PipelineOptions {
  /** What can be written for a pipeline, for the description of a parameter. */
  public static final String DESCRIPTION =
      "Name of a pipeline that the class path announces, such as chicago-taxi, or a class that implements PipelineDefinition";

  private final Given<String> name;
  private final Given<List<Path>> jars;
  private final Given<Map<String, String>> settings;

  /** Adds the options to {@code command}. */
  public PipelineOptions(Command command) {
    this(command, command.optionalParameter("PIPELINE", DESCRIPTION + "."), "A run keeps a copy.");
  }

  /**
   * Adds the options to {@code command}, which keeps what it is given, and runs it later.
   *
   * @param name the parameter that names the pipeline
   */
  public static PipelineOptions kept(Command command, Given<String> name) {
    return new PipelineOptions(command, name, "The home keeps a copy, which all runs have.");
  }

  private PipelineOptions(Command command, Given<String> name, String copy) {
    this.name = name;
    jars =
        command.repeated(
            "--jar",
            "JAR",
            List.class,
            "Jar or folder with the classes of the pipeline; may be repeated. " + copy,
            Path.class);
    settings =
        command.repeated(
            "--set",
            "NAME=VALUE",
            Map.class,
            "A setting of the pipeline or a runtime parameter; may be repeated.",
            String.class,
            String.class);
  }

  /**
   * A compiled pipeline, ready for a run.
   *
   * @param parameters values of runtime parameters, as given
   * @param definition with the settings, as given
   */
  public record Compiled(
      Pipeline pipeline,
      ClassLoader classes,
      Map<String, String> parameters,
      PipelineDefinition definition) {}

  public Compiled compile() {
    return compile(jars());
  }

  /**
   * A compiled pipeline, ready for a run.
   *
   * @param jars are to have the classes
   */
  public Compiled compile(List<Path> jars) {
    var definitions = Definitions.in(jars);
    var nameOrClass =
        name.find()
            .orElseThrow(
                () ->
                    new UsageException(
                        "pipeline",
                        "no name",
                        "one of " + definitions.byName().keySet() + ", or the name of a class",
                        "write it after the command"));
    return compile(definitions, nameOrClass, settings());
  }

  /** The pipeline of that name or class, with {@code settings}. */
  public static Compiled compile(
      Definitions definitions, String nameOrClass, Map<String, String> settings) {
    var rest = new LinkedHashMap<>(settings);
    var definition = definitions.find(nameOrClass, rest);
    var pipeline = Compiler.compile(Definitions.define(definition), definitions.classes());
    var declared =
        pipeline.getRuntimeParametersList().stream().map(parameter -> parameter.getName()).toList();
    for (var unknown : rest.keySet()) {
      if (!declared.contains(unknown)) {
        throw new UsageException(
            "--set " + unknown,
            "no such setting",
            "one of "
                + Definitions.settings(definition.getClass())
                + (declared.isEmpty() ? "" : ", " + String.join(", ", declared)),
            "mend the name");
      }
    }
    return new Compiled(pipeline, definitions.classes(), rest, definition);
  }

  /** Refuses settings for which no pipeline is named. */
  public void requireNoSettings() {
    if (!settings().isEmpty()) {
      throw new UsageException(
          "--set " + String.join(", ", settings.value().keySet()),
          "no pipeline",
          "PIPELINE, for a run that does not exist yet",
          "leave it out: a run goes on with the settings that it was started with");
    }
  }

  /** Whether a pipeline is named. */
  public boolean isGiven() {
    return name.find().isPresent();
  }

  /** The command that runs such a pipeline again, see {@link RunSettings#command}. */
  public String command() {
    return command(name(), jars(), settings());
  }

  /** The command that runs a pipeline, see {@link RunSettings#command}. */
  public static String command(String name, List<Path> jars, Map<String, String> settings) {
    var words = new ArrayList<>(List.of("run"));
    jars.forEach(jar -> words.addAll(List.of("--jar", jar.toString())));
    words.add(name);
    settings.forEach((setting, value) -> words.addAll(List.of("--set", setting + "=" + value)));
    return words.stream().map(ShellWord::of).collect(Collectors.joining(" "));
  }

  /** What names the pipeline. */
  public String name() {
    return name.value();
  }

  /** Settings and runtime parameters, as given. */
  public Map<String, String> settings() {
    return settings.find().orElse(Map.of());
  }

  public List<Path> jars() {
    return jars.find().orElse(List.of());
  }
}
