package io.tributary.cli;

import io.tributary.core.compiler.Compiler;
import io.tributary.proto.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which pipeline, with which settings. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PipelineOptions {
  @Parameters(
      paramLabel = "PIPELINE",
      arity = "0..1",
      description =
          "Name of a pipeline that the class path announces, such as chicago-taxi, or a class that implements PipelineDefinition.")
  private @Nullable String name;

  @Option(
      names = "--jar",
      paramLabel = "JAR",
      description = "Jar or folder with the classes of the pipeline; may be repeated.")
  private List<Path> jars = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting of the pipeline or a runtime parameter; may be repeated.")
  private Map<String, String> given = new LinkedHashMap<>();

  /**
   * A compiled pipeline, ready for a run.
   *
   * @param parameters values of runtime parameters, as given
   */
  record Compiled(Pipeline pipeline, ClassLoader classes, Map<String, String> parameters) {}

  Compiled compile() {
    var definitions = Definitions.in(jars);
    if (name == null) {
      throw new UsageException(
          "pipeline",
          "no name",
          "one of " + definitions.byName().keySet() + ", or the name of a class",
          "write it after the command");
    }
    var rest = new LinkedHashMap<>(given);
    var definition = definitions.find(name, rest);
    var pipeline = Compiler.compile(definition.define());
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
    return new Compiled(pipeline, definitions.classes(), rest);
  }

  List<Path> jars() {
    return jars;
  }
}
