package io.tributary.components.process;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.InputArtifact;
import io.tributary.api.OutputArtifact;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.shape.StepShape;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory in which a program starts, and what it made. */
final class ProcessFiles<O extends Record> {
  private static final String PARAMETERS = "parameters.json";
  private static final String INPUTS = "inputs.json";
  private static final String OUTPUTS = "outputs.json";
  private static final String SPLIT = "Split-";

  private final Path directory;
  private final Map<String, String> variables;
  private final StepShape shape;

  private ProcessFiles(Path directory, Map<String, String> variables, StepShape shape) {
    this.directory = directory;
    this.variables = variables;
    this.shape = shape;
  }

  /** Writes down what the program has to know. */
  static <O extends Record> ProcessFiles<O> of(Component<O> component, Run<O> run)
      throws IOException {
    var step = (Record) component;
    var shape = StepShape.read(step.getClass(), new ArrayList<>());
    var directory = Files.createDirectories(run.temporaryDirectory().resolve("process"));
    var files = new ProcessFiles<O>(directory, variables(directory), shape);
    Files.write(directory.resolve(INPUTS), Json.write(files.inputs(step, run)));
    Files.write(directory.resolve(PARAMETERS), Json.write(files.parameters(step, run)));
    Files.write(directory.resolve(OUTPUTS), Json.write(files.outputs(run)));
    return files;
  }

  private static Map<String, String> variables(Path directory) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("TRIBUTARY_INPUTS", directory.resolve(INPUTS).toString());
    variables.put("TRIBUTARY_PARAMETERS", directory.resolve(PARAMETERS).toString());
    variables.put("TRIBUTARY_OUTPUTS", directory.resolve(OUTPUTS).toString());
    return variables;
  }

  Path directory() {
    return directory;
  }

  Map<String, String> variables() {
    return variables;
  }

  private Map<String, Object> inputs(Record step, Run<O> run) {
    var inputs = new LinkedHashMap<String, Object>();
    for (var input : shape.inputs()) {
      var value = input.of(step);
      if (value instanceof Optional<?> optional) {
        value = optional.orElse(null);
      }
      List<Object> artifacts = new ArrayList<>();
      if (value instanceof Channel<?> channel) {
        run.inputs(channel).forEach(artifact -> artifacts.add(described(artifact)));
      }
      inputs.put(input.name(), artifacts);
    }
    return inputs;
  }

  private static Map<String, Object> described(InputArtifact<?> artifact) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", artifact.id());
    fields.put("path", artifact.path().toAbsolutePath().toString());
    fields.put("uri", artifact.uri());
    fields.put("digest", artifact.digest());
    fields.put("splits", artifact.splits());
    return fields;
  }

  private Map<String, Object> parameters(Record step, Run<O> run) {
    var parameters = new LinkedHashMap<String, Object>();
    for (var parameter : shape.parameters()) {
      var value = parameter.of(step);
      if (!(value instanceof Secret)) {
        parameters.put(parameter.name(), json(value, run));
      }
    }
    return parameters;
  }

  private static @Nullable Object json(@Nullable Object value, Run<?> run) {
    if (value instanceof RuntimeParameter<?> parameter) {
      return json(run.value(parameter), run);
    } else if (value instanceof Optional<?> optional) {
      return json(optional.orElse(null), run);
    } else if (value instanceof Collection<?> elements) {
      return elements.stream().map(element -> json(element, run)).toList();
    } else if (value instanceof Map<?, ?> map) {
      var fields = new LinkedHashMap<String, Object>();
      map.forEach((name, element) -> fields.put(String.valueOf(name), json(element, run)));
      return fields;
    } else if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Float
        || value instanceof Double) {
      return value;
    }
    return value.toString();
  }

  private Map<String, Object> outputs(Run<O> run) {
    var outputs = new LinkedHashMap<String, Object>();
    for (var output : shape.outputs()) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("type", output.type().name());
      fields.put("path", artifact(run, output.name()).path().toAbsolutePath().toString());
      outputs.put(output.name(), fields);
    }
    return outputs;
  }

  private OutputArtifact<Artifact> artifact(Run<O> run, String name) {
    return run.output(outputs -> channel(outputs, name));
  }

  @SuppressWarnings("unchecked") // nothing is done with the artifact that depends on its type
  private static Channel<Artifact> channel(Record outputs, String name) {
    for (var component : outputs.getClass().getRecordComponents()) {
      if (component.getName().equals(name)) {
        try {
          component.getAccessor().setAccessible(true);
          return (Channel<Artifact>) component.getAccessor().invoke(outputs);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(component + ": cannot be read", e);
        }
      }
    }
    throw new IllegalStateException(outputs.getClass() + ": has no component '" + name + "'");
  }

  /** Takes over what the program wrote; an output that is missing or damaged fails the node. */
  void collect(Run<O> run) throws IOException {
    var problems = new ArrayList<String>();
    for (var output : shape.outputs()) {
      var artifact = artifact(run, output.name());
      var files = files(artifact.path());
      if (files.isEmpty()) {
        problems.add(output.name() + " is empty: write to " + artifact.path());
        continue;
      }
      for (var split : splits(artifact.path())) {
        artifact.split(split);
      }
      if (output.type().artifact() == Examples.class) {
        problems.addAll(examples(output.name(), artifact.path(), files, run));
      }
    }
    if (!problems.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              "node '" + run.nodeId() + "' > outputs",
              String.join("; ", problems),
              "files for every output, and complete Arrow files in the splits of Examples",
              "correct the program"));
    }
  }

  private static List<String> examples(String output, Path directory, List<Path> files, Run<?> run)
      throws IOException {
    var problems = new ArrayList<String>();
    boolean found = false;
    for (var file : files) {
      var inside = directory.relativize(file);
      if (inside.getNameCount() == 2
          && inside.getName(0).toString().startsWith(SPLIT)
          && inside.toString().endsWith(".arrow")) {
        found = true;
        try (var reader = ExamplesReader.open(file, run.allocator())) {
          reader.getVectorSchemaRoot();
        } catch (ExecutionFailure e) {
          problems.add(output + " > " + e.getMessage());
        }
      }
    }
    if (!found) {
      problems.add(
          output
              + " has no "
              + Path.of(SPLIT + "<name>", "part-00000.arrow")
              + ": Examples are Arrow files in splits");
    }
    return problems;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<String> splits(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith(SPLIT))
          .map(name -> name.substring(SPLIT.length()))
          .sorted()
          .toList();
    }
  }
}
