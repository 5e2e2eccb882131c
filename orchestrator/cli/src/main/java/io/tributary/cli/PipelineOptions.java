package io.tributary.cli;

import io.tributary.api.PipelineDefinition;
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
final class PipelineOptions {
  private final Given<String> name;
  private final Given<List<Path>> jars;
  private final Given<Map<String, String>> settings;

  /** Adds the options to {@code command}. */
  PipelineOptions(Command command) {
    name =
        command.optionalParameter(
            "PIPELINE",
            "Name of a pipeline that the class path announces, such as chicago-taxi, or a class that implements PipelineDefinition.");
    jars =
        command.repeated(
            "--jar",
            "JAR",
            List.class,
            "Jar or folder with the classes of the pipeline; may be repeated. A run keeps a copy.",
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
  record Compiled(
      Pipeline pipeline,
      ClassLoader classes,
      Map<String, String> parameters,
      PipelineDefinition definition) {}

  Compiled compile() {
    return compile(jars());
  }

  /**
   * A compiled pipeline, ready for a run.
   *
   * @param jars are to have the classes
   */
  Compiled compile(List<Path> jars) {
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
    return compile(definitions, nameOrClass, settings.find().orElse(Map.of()));
  }

  /** The pipeline of that name or class, with {@code settings}. */
  static Compiled compile(
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
  void requireNoSettings() {
    if (!settings.find().orElse(Map.of()).isEmpty()) {
      throw new UsageException(
          "--set " + String.join(", ", settings.value().keySet()),
          "no pipeline",
          "PIPELINE, for a run that does not exist yet",
          "leave it out: a run goes on with the settings that it was started with");
    }
  }

  /** Whether a pipeline is named. */
  boolean isGiven() {
    return name.find().isPresent();
  }

  /** The command that runs such a pipeline again, see {@link RunSettings#command}. */
  String command() {
    return command(name(), jars(), settings.find().orElse(Map.of()));
  }

  /** The command that runs a pipeline, see {@link RunSettings#command}. */
  static String command(String name, List<Path> jars, Map<String, String> settings) {
    var words = new ArrayList<>(List.of("run"));
    jars.forEach(jar -> words.addAll(List.of("--jar", jar.toString())));
    words.add(name);
    settings.forEach((setting, value) -> words.addAll(List.of("--set", setting + "=" + value)));
    return words.stream().map(Hints::quoted).collect(Collectors.joining(" "));
  }

  /** What names the pipeline. */
  String name() {
    return name.value();
  }

  List<Path> jars() {
    return jars.find().orElse(List.of());
  }
}
