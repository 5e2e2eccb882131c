package io.tributary.cli.schedule;

import io.tributary.api.span.ScheduledSpan;
import io.tributary.cli.command.UsageException;
import io.tributary.proto.pipeline.Pipeline;
import io.tributary.proto.pipeline.RuntimeParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runtime parameters of a pipeline by which it is told its span. */
final class SpanParameter {
  private SpanParameter() {}

  /**
   * The parameters of a run, with its span.
   *
   * @param span as one word; empty: the run is about none
   * @throws UsageException if the pipeline cannot be told a span, or is told another one
   */
  static Map<String, String> set(Pipeline pipeline, Map<String, String> given, String span) {
    if (span.isEmpty()) {
      return given;
    }
    var names = names(pipeline);
    if (names.isEmpty()) {
      throw new UsageException(
          "pipeline '" + pipeline.getId() + "'",
          "no parameter for a span",
          "a RuntimeParameter<ScheduledSpan>, as CsvExampleGen.withSpans declares one",
          "declare one, or ask for no spans");
    }
    var parameters = new LinkedHashMap<>(given);
    for (var name : names) {
      if (given.containsKey(name)) {
        throw new UsageException(
            "--set " + name,
            "'" + given.get(name) + "', of a pipeline that is told its span by what starts it",
            "no value",
            "leave it out");
      }
      parameters.put(name, span);
    }
    return parameters;
  }

  private static List<String> names(Pipeline pipeline) {
    return pipeline.getRuntimeParametersList().stream()
        .filter(parameter -> parameter.getType().equals(ScheduledSpan.class.getName()))
        .map(RuntimeParameter::getName)
        .toList();
  }
}
