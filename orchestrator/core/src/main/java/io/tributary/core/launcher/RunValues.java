package io.tributary.core.launcher;

import io.tributary.api.Explanation;
import io.tributary.api.ParameterValues;
import io.tributary.api.PipelineDefinitionException;
import io.tributary.api.Problem;
import io.tributary.api.RuntimeParameter;
import io.tributary.core.compiler.Scalars;
import io.tributary.core.compiler.StepLoader;
import io.tributary.proto.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Values of the runtime parameters of one run. Immutable. */
final class RunValues implements ParameterValues {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * Reads the values given for a run.
   *
   * @throws PipelineDefinitionException if one is missing, unknown or cannot be read; with all
   *     problems
   */
  RunValues(Pipeline pipeline, StepLoader loader, Map<String, String> given) {
    var problems = new ArrayList<Problem>();
    var declared = loader.runtimeParameters();
    for (var parameter : pipeline.getRuntimeParametersList()) {
      var name = parameter.getName();
      var declaration = declared.get(name);
      if (declaration != null) {
        read(pipeline, name, declaration, given, problems);
      }
    }
    for (var name : given.keySet()) {
      if (!declared.containsKey(name)) {
        problems.add(
            problem(
                pipeline,
                name,
                "unknown",
                declared.isEmpty()
                    ? "no runtime parameters"
                    : "one of " + new TreeSet<>(declared.keySet()),
                "leave it out, or correct its name"));
      }
    }
    if (!problems.isEmpty()) {
      throw new PipelineDefinitionException(pipeline.getId(), problems);
    }
  }

  private void read(
      Pipeline pipeline,
      String name,
      RuntimeParameter<?> declaration,
      Map<String, String> given,
      List<Problem> problems) {
    var text = given.get(name);
    if (text != null) {
      try {
        values.put(name, Scalars.parse(name, declaration.type(), text));
      } catch (IllegalArgumentException e) {
        problems.add(
            problem(
                pipeline,
                name,
                "'" + text + "'",
                "a " + declaration.type().getSimpleName(),
                String.valueOf(e.getMessage())));
      }
    } else if (declaration.defaultValue().isPresent()) {
      values.put(name, declaration.defaultValue().get());
    } else {
      problems.add(
          problem(
              pipeline,
              name,
              "no value",
              "a " + declaration.type().getSimpleName(),
              "give the run a value, for example with --set " + name + "=..."));
    }
  }

  private static Problem problem(
      Pipeline pipeline, String name, String value, String expected, String remedy) {
    return new Problem(
        Problem.Code.RUNTIME_PARAMETER,
        new Explanation(
            "pipeline '" + pipeline.getId() + "' > runtime parameter '" + name + "'",
            value,
            expected,
            remedy));
  }

  /** The value of a parameter in this run; its default if the pipeline does not declare it. */
  @Override
  public <T> T value(RuntimeParameter<T> parameter) {
    var value = values.get(parameter.name());
    if (value == null) {
      return parameter
          .defaultValue()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "runtime parameter '"
                          + parameter.name()
                          + "': not a parameter of this pipeline (expected: one of "
                          + values.keySet()
                          + "); declare it as a component of the step's record"));
    }
    return parameter.type().cast(value);
  }

  /** All values as text, by name. */
  Map<String, String> text() {
    var text = new LinkedHashMap<String, String>();
    values.forEach((name, value) -> text.put(name, Scalars.text(value)));
    return text;
  }
}
