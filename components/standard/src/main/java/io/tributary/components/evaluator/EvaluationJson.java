package io.tributary.components.evaluator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of an evaluation. Streaming only, so that showing a result does not wait for a
 * data-binding library to start.
 */
final class EvaluationJson {
  private static final int FORMAT = 1;

  private EvaluationJson() {}

  static void write(EvaluationResult result, Path file) throws IOException {
    try (var out = generator(file)) {
      out.writeStartObject();
      out.writeNumberField("format", FORMAT);
      out.writeStringField("task", "binary_classification");
      out.writeNumberField("decision_threshold", result.decisionThreshold());
      out.writeNumberField("unlabelled_rows", result.unlabelledRows());
      out.writeNumberField("dropped_bits", result.droppedBits());
      out.writeFieldName("overall");
      metrics(result.overall(), out);
      out.writeArrayFieldStart("slices");
      for (var slice : result.slices()) {
        metrics(slice, out);
      }
      out.writeEndArray();
      out.writeNumberField("small_slices", result.smallSlices());
      judgement(result, out);
      out.writeEndObject();
    }
  }

  static void writeVerdicts(EvaluationResult result, Path file) throws IOException {
    try (var out = generator(file)) {
      out.writeStartObject();
      out.writeNumberField("format", FORMAT);
      judgement(result, out);
      out.writeEndObject();
    }
  }

  private static JsonGenerator generator(Path file) throws IOException {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return new JsonFactory().createGenerator(Files.newOutputStream(file)).setPrettyPrinter(printer);
  }

  private static void judgement(EvaluationResult result, JsonGenerator out) throws IOException {
    out.writeBooleanField("blessed", result.blessed());
    out.writeStringField("message", result.message());
    out.writeArrayFieldStart("verdicts");
    for (var verdict : result.verdicts()) {
      out.writeStartObject();
      out.writeStringField("requirement", verdict.requirement());
      out.writeStringField("metric", verdict.metric().key());
      slice(verdict.slice(), out);
      number("value", verdict.value(), out);
      number("lowest", verdict.bound().lowest(), out);
      number("highest", verdict.bound().highest(), out);
      out.writeBooleanField("passed", verdict.passed());
      out.writeStringField("reason", verdict.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void slice(Slice slice, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("slice");
    for (var value : slice.values()) {
      out.writeFieldName(value.column());
      if (value.value().isPresent()) {
        out.writeString(value.value().get());
      } else {
        out.writeNull();
      }
    }
    out.writeEndObject();
  }

  private static void metrics(SliceMetrics metrics, JsonGenerator out) throws IOException {
    out.writeStartObject();
    slice(metrics.slice(), out);
    metrics("candidate", metrics.candidate(), out);
    if (metrics.baseline().isPresent()) {
      metrics("baseline", metrics.baseline().get(), out);
    }
    out.writeEndObject();
  }

  private static void metrics(String name, Map<Metric, Double> metrics, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (var metric : Metric.values()) {
      if (metric == Metric.EXAMPLE_COUNT || metric == Metric.POSITIVE_COUNT) {
        out.writeNumberField(metric.key(), metrics.getOrDefault(metric, 0.0).longValue());
      } else {
        number(metric.key(), Optional.ofNullable(metrics.get(metric)), out);
      }
    }
    out.writeEndObject();
  }

  private static void number(String name, Optional<Double> value, JsonGenerator out)
      throws IOException {
    if (value.isPresent()) {
      out.writeNumberField(name, value.get());
    } else {
      out.writeNullField(name);
    }
  }

  static EvaluationResult read(Path file) throws IOException {
    try (var parser = new JsonFactory().createParser(file.toFile())) {
      parser.nextToken();
      if (!(value(parser) instanceof Map<?, ?> root)) {
        throw new IOException(file + ": no JSON object (expected: metrics of an evaluation)");
      }
      return result(root);
    } catch (ClassCastException | IllegalArgumentException e) {
      throw new IOException(
          file
              + ": not in the form of an evaluation (expected: format "
              + FORMAT
              + "); read it with the version that wrote it",
          e);
    }
  }

  private static EvaluationResult result(Map<?, ?> root) {
    var slices = new ArrayList<SliceMetrics>();
    for (var slice : list(root, "slices")) {
      slices.add(metrics((Map<?, ?>) slice));
    }
    var verdicts = new ArrayList<Verdict>();
    for (var each : list(root, "verdicts")) {
      var verdict = (Map<?, ?>) each;
      verdicts.add(
          new Verdict(
              text(verdict, "requirement"),
              Metric.valueOf(text(verdict, "metric").toUpperCase(Locale.ROOT)),
              slice(verdict),
              optional(verdict, "value"),
              new Bound(optional(verdict, "lowest"), optional(verdict, "highest")),
              bool(verdict, "passed"),
              text(verdict, "reason")));
    }
    return new EvaluationResult(
        number(root, "decision_threshold").doubleValue(),
        number(root, "unlabelled_rows").longValue(),
        number(root, "dropped_bits").intValue(),
        metrics(map(root, "overall")),
        slices,
        number(root, "small_slices").longValue(),
        bool(root, "blessed"),
        text(root, "message"),
        verdicts);
  }

  private static SliceMetrics metrics(Map<?, ?> slice) {
    return new SliceMetrics(
        slice(slice),
        figures(map(slice, "candidate")),
        slice.containsKey("baseline")
            ? Optional.of(figures(map(slice, "baseline")))
            : Optional.empty());
  }

  private static Map<Metric, Double> figures(Map<?, ?> written) {
    var figures = new EnumMap<Metric, Double>(Metric.class);
    for (var metric : Metric.values()) {
      optional(written, metric.key()).ifPresent(value -> figures.put(metric, value));
    }
    return figures;
  }

  private static Slice slice(Map<?, ?> holder) {
    var values = new ArrayList<Slice.Value>();
    map(holder, "slice")
        .forEach(
            (column, value) ->
                values.add(new Slice.Value((String) column, Optional.ofNullable((String) value))));
    return new Slice(values);
  }

  private static Map<?, ?> map(Map<?, ?> holder, String name) {
    return (Map<?, ?>) present(holder, name);
  }

  private static List<?> list(Map<?, ?> holder, String name) {
    return (List<?>) present(holder, name);
  }

  private static String text(Map<?, ?> holder, String name) {
    return (String) present(holder, name);
  }

  private static boolean bool(Map<?, ?> holder, String name) {
    return (Boolean) present(holder, name);
  }

  private static Number number(Map<?, ?> holder, String name) {
    return (Number) present(holder, name);
  }

  private static Optional<Double> optional(Map<?, ?> holder, String name) {
    return Optional.ofNullable((Number) holder.get(name)).map(Number::doubleValue);
  }

  private static Object present(Map<?, ?> holder, String name) {
    var value = holder.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": absent (expected: a value)");
    }
    return value;
  }

  /** The value at which the parser stands, as Map, List, String, Number, Boolean or null. */
  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      var object = new LinkedHashMap<String, @Nullable Object>();
      for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      var array = new ArrayList<@Nullable Object>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    if (token == JsonToken.VALUE_NULL || token == null) {
      return null;
    }
    if (token.isNumeric()) {
      return parser.getNumberValue();
    }
    return token.isBoolean() ? (Object) parser.getBooleanValue() : parser.getText();
  }
}
