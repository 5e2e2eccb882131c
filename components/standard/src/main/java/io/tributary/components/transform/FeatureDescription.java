package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.components.transform.Features.Output;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A feature of a transform, told to people: what its author wrote, and what became of it. Known
 * before a run but for what depends on the data.
 *
 * @param size as of {@link FittedTransform.Feature}; empty before the run if the data decides
 * @param expression what the author wrote, {@code f} being the parameter of {@link
 *     Preprocessing#define}; only the end if it is very long
 * @param columns the raw columns of a row that the feature is computed from
 * @param fitted what its analyzers found, in the order in which they need each other; empty before
 *     the run
 */
public record FeatureDescription(
    String name,
    Kind kind,
    OptionalLong size,
    String expression,
    List<String> columns,
    List<Map<String, Object>> fitted) {

  public FeatureDescription {
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(size, "size");
    requireNonNull(expression, "expression");
    columns = List.copyOf(columns);
    fitted = List.copyOf(fitted);
  }

  /**
   * What a preprocessing will give for columns of that schema; nothing is read or computed.
   *
   * @throws io.tributary.api.ExecutionFailure INVALID_ARGUMENT with everything that is wrong
   */
  public static List<FeatureDescription> of(Preprocessing preprocessing, Schema schema) {
    var definition = Definition.of(preprocessing, new RawColumns(schema));
    return of(definition, Fitted.nothing(definition.program()));
  }

  /**
   * The same of an instance of a class, as {@link Transform} makes one.
   *
   * @throws Exception what its constructor throws, too
   */
  public static List<FeatureDescription> of(
      Class<? extends Preprocessing> preprocessing, Schema schema) throws Exception {
    return of(Transform.instance(preprocessing), schema);
  }

  /**
   * One of the {@link #fitted} for people: {@code count 7, mean 0.3333, standard_deviation 1.5},
   * after the expression it belongs to where that is not the feature's own. Of what is nested, the
   * names.
   */
  public String inWords(Map<String, Object> fit) {
    var constants = new LinkedHashMap<>(fit);
    constants.remove("analyzer");
    var of = String.valueOf(constants.remove("expression"));
    return (of.equals(expression) ? "" : of + ": ")
        + constants.entrySet().stream()
            .map(constant -> constant.getKey() + " " + text(constant.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String text(Object constant) {
    if (constant instanceof Map<?, ?> nested) {
      return "of " + List.copyOf(nested.keySet());
    } else if (constant instanceof List<?> elements) {
      return elements.stream().map(FeatureDescription::text).toList().toString();
    }
    return constant instanceof Double || constant instanceof Float
        ? rounded(((Number) constant).doubleValue())
        : String.valueOf(constant);
  }

  /** With six significant digits. */
  private static String rounded(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    var rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    return rounded.scale() > 12 || rounded.scale() < -6
        ? rounded.toString()
        : rounded.toPlainString();
  }

  static List<FeatureDescription> of(Definition definition, Fitted fitted) {
    return definition.outputs().stream().map(output -> of(output, fitted)).toList();
  }

  private static FeatureDescription of(Output output, Fitted fitted) {
    var program = fitted.program();
    var found = new ArrayList<Map<String, Object>>();
    for (int position : program.needed(List.of(output.position()))) {
      var fit = fitted.fits().get(position);
      if (fit != null) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("expression", program.source(position));
        fields.putAll(fit.describe());
        found.add(fields);
      }
    }
    return new FeatureDescription(
        output.name(),
        output.kind(),
        output.kind() == Kind.NUMBER ? OptionalLong.of(0) : fitted.sizeIfKnown(output.position()),
        program.source(output.position()),
        Definition.rawColumns(program, program.computed(List.of(output.position()))).stream()
            .map(Raw::column)
            .toList(),
        found);
  }

  /**
   * Reads the descriptions of a fitted transform.
   *
   * @param file the {@link FittedTransform#DESCRIPTION_FILE}
   * @throws io.tributary.api.ExecutionFailure INVALID_DATA if it is damaged
   */
  public static List<FeatureDescription> read(Path file) throws IOException {
    return TransformDescription.readDescriptions(Files.readAllBytes(file), file);
  }

  /** Element type and domain: {@code float32}, {@code int64 from 0 to 9}, {@code float32[100]}. */
  public String type() {
    return switch (kind) {
      case NUMBER -> "float32";
      case VECTOR -> "float32[" + (size.isPresent() ? size.getAsLong() : "") + "]";
      case ID -> size.isPresent() ? "int64 from 0 to " + (size.getAsLong() - 1) : "int64 from 0 on";
    };
  }

  /** The same as fields, for JSON. */
  public Map<String, Object> asMap() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", name);
    fields.put("kind", kind.name());
    if (kind != Kind.NUMBER && size.isPresent()) {
      fields.put("size", size.getAsLong());
    }
    fields.put("expression", expression);
    fields.put("columns", columns);
    if (!fitted.isEmpty()) {
      fields.put("fitted", fitted);
    }
    return fields;
  }
}
