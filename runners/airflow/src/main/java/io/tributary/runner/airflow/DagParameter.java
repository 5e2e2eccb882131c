package io.tributary.runner.airflow;

import io.tributary.core.PipelineExport.Parameter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A setting or runtime parameter as an Airflow {@code Param}, checked by Airflow before a run. */
final class DagParameter {
  private static final Set<Class<?>> INTEGERS =
      Set.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          short.class,
          Short.class,
          byte.class,
          Byte.class);
  private static final Set<Class<?>> NUMBERS =
      Set.of(double.class, Double.class, float.class, Float.class);
  private static final Set<Class<?>> BOOLEANS = Set.of(boolean.class, Boolean.class);

  private DagParameter() {}

  /** The call that makes the {@code Param}. */
  static String python(Parameter parameter) {
    var type = parameter.type();
    var arguments = new ArrayList<String>();
    parameter
        .value()
        .ifPresentOrElse(
            value -> arguments.add(literal(type, value)),
            () -> {
              if (parameter.optional()) {
                arguments.add("None");
              }
            });
    var name = isNumber(parameter) ? jsonType(type) : "string";
    arguments.add(
        "type="
            + (parameter.optional()
                ? PythonLiterals.list(List.of("null", name))
                : PythonLiterals.string(name)));
    if (type.isEnum()) {
      var names =
          Stream.of(type.getEnumConstants())
              .map(constant -> PythonLiterals.string(((Enum<?>) constant).name()));
      arguments.add(
          "enum=["
              + String.join(
                  ", ",
                  Stream.concat(names, parameter.optional() ? Stream.of("None") : Stream.of())
                      .toList())
              + "]");
    }
    if (type == Instant.class) {
      arguments.add("format=\"date-time\"");
    }
    return "Param(" + String.join(", ", arguments) + ")";
  }

  /** JSON has no infinity, and nothing that is not a number. */
  private static boolean isNumber(Parameter parameter) {
    return !NUMBERS.contains(parameter.type())
        || parameter.value().isEmpty()
        || Double.isFinite(Double.parseDouble(parameter.value().get()));
  }

  private static String jsonType(Class<?> type) {
    if (INTEGERS.contains(type)) {
      return "integer";
    } else if (NUMBERS.contains(type)) {
      return "number";
    }
    return BOOLEANS.contains(type) ? "boolean" : "string";
  }

  private static String literal(Class<?> type, String value) {
    if (BOOLEANS.contains(type)) {
      return Boolean.parseBoolean(value) ? "True" : "False";
    } else if (INTEGERS.contains(type)) {
      return Long.toString(Long.parseLong(value));
    } else if (NUMBERS.contains(type) && Double.isFinite(Double.parseDouble(value))) {
      // "1d" and hexadecimal fractions are numbers in Java alone
      return type == float.class || type == Float.class
          ? Float.toString(Float.parseFloat(value))
          : Double.toString(Double.parseDouble(value));
    }
    return PythonLiterals.string(value);
  }
}
