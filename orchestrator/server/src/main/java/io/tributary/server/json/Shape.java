package io.tributary.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.api.Explanation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value looks like in JSON. {@link #schema} says it to others, as a JSON Schema; {@link
 * #read} takes no value that looks otherwise. Immutable.
 */
public sealed interface Shape {

  /** The JSON Schema; other records are referred to as {@code #/components/schemas/<name>}. */
  ObjectNode schema();

  /**
   * The value that some JSON stands for.
   *
   * @param where names it in messages
   * @param problems is told everything that is wrong with it
   * @return null if there is a problem
   */
  @Nullable Object read(JsonNode json, String where, List<Explanation> problems);

  /** The same for text that stands in an address. */
  default @Nullable Object parse(String text, String where, List<Explanation> problems) {
    return read(JsonNodeFactory.instance.textNode(text), where, problems);
  }

  /** The shape of a record. */
  static Fields of(Class<? extends Record> type) {
    return Fields.of(type);
  }

  /** The shape of a type that a component of a record may have. */
  static Shape of(Type type, @Nullable Field field) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new ListOf(of(arguments[0], field), field == null ? Long.MAX_VALUE : field.max());
      } else if (generic.getRawType() == Map.class) {
        return new MapOf(
            arguments[1] == Object.class ? new Anything() : of(arguments[1], field),
            field != null && !field.pattern().isEmpty(),
            field == null ? Long.MAX_VALUE : field.max());
      }
    } else if (type == String.class) {
      return new Text(field == null ? "" : field.pattern());
    } else if (type == Instant.class) {
      return new Moment();
    } else if (type == Duration.class) {
      return new Length();
    } else if (type == int.class || type == Integer.class) {
      return Whole.small(field);
    } else if (type == long.class || type == Long.class) {
      return field == null
          ? new Whole(Long.MIN_VALUE, Long.MAX_VALUE, false)
          : new Whole(field.min(), field.max(), false);
    } else if (type == boolean.class || type == Boolean.class) {
      return new Truth();
    } else if (type instanceof Class<?> of && of.isEnum()) {
      return Choice.of(of, field != null && field.lowerCase());
    } else if (type instanceof Class<?> of && of.isRecord()) {
      return Fields.of(of.asSubclass(Record.class));
    }
    throw new IllegalArgumentException(type + ": has no shape in JSON");
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static @Nullable Object refused(
      List<Explanation> problems, String where, JsonNode json, String expected) {
    return refused(problems, where, shown(json), expected);
  }

  private static @Nullable Object refused(
      List<Explanation> problems, String where, String value, String expected) {
    problems.add(new Explanation(where, value, expected, "correct it"));
    return null;
  }

  private static String shown(JsonNode json) {
    if (json.isTextual()) {
      return "'" + shortened(json.textValue()) + "'";
    }
    return json.isContainerNode()
        ? json.getNodeType().name().toLowerCase(Locale.ROOT)
        : shortened(json.toString());
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }

  /**
   * A text.
   *
   * @param pattern what it has to match; empty: it is nothing that anybody gives
   */
  record Text(String pattern) implements Shape {
    @Override
    public ObjectNode schema() {
      return pattern.isEmpty() ? typed("string") : typed("string").put("pattern", pattern);
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      if (!json.isTextual()) {
        return refused(problems, where, json, "a text");
      }
      var text = json.textValue();
      // What is no Unicode no database takes.
      boolean unicode =
          text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
      return unicode && Pattern.compile(pattern).matcher(text).matches()
          ? text
          : refused(problems, where, json, "a text like " + pattern);
    }
  }

  /** A moment, in UTC, from 1970 to 2999. */
  record Moment() implements Shape {
    private static final String PATTERN =
        "^(19[7-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z$";

    @Override
    public ObjectNode schema() {
      return typed("string").put("format", "date-time").put("pattern", PATTERN);
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      var text = json.isTextual() ? json.textValue() : "";
      try {
        return Pattern.matches(PATTERN, text)
            ? Instant.parse(text)
            : refused(problems, where, json, "a time in UTC such as 2026-01-01T00:00:00Z");
      } catch (DateTimeException e) {
        return refused(problems, where, json, "a day that there is: " + e.getMessage());
      }
    }
  }

  /** A length of time. */
  record Length() implements Shape {
    private static final String PATTERN =
        "^PT([0-9]{1,6}H([0-9]{1,8}M)?([0-9]{1,9}S)?|[0-9]{1,8}M([0-9]{1,9}S)?|[0-9]{1,9}S)$";

    @Override
    public ObjectNode schema() {
      return typed("string").put("pattern", PATTERN);
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      return json.isTextual() && Pattern.matches(PATTERN, json.textValue())
          ? Duration.parse(json.textValue())
          : refused(problems, where, json, "a length of time such as PT1H30M");
    }
  }

  /** A whole number. */
  record Whole(long min, long max, boolean small) implements Shape {
    private static Whole small(@Nullable Field field) {
      if (field == null) {
        return new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, true);
      }
      long least = Math.max(field.min(), Integer.MIN_VALUE);
      long most = Math.min(field.max(), Integer.MAX_VALUE);
      return new Whole(least, most, true);
    }

    @Override
    public ObjectNode schema() {
      var schema = typed("integer").put("format", small ? "int32" : "int64");
      if (min != Long.MIN_VALUE && min != Integer.MIN_VALUE) {
        schema.put("minimum", min);
      }
      if (max != Long.MAX_VALUE && max != Integer.MAX_VALUE) {
        schema.put("maximum", max);
      }
      return schema;
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      if (json.isNumber() && Double.isFinite(json.doubleValue())) {
        return checked(json.decimalValue(), json, where, problems);
      }
      return refused(problems, where, json, expected());
    }

    @Override
    public @Nullable Object parse(String text, String where, List<Explanation> problems) {
      return Pattern.matches("-?[0-9]{1,18}", text)
          ? checked(new BigDecimal(text), JsonNodeFactory.instance.textNode(text), where, problems)
          : refused(problems, where, "'" + shortened(text) + "'", expected());
    }

    private @Nullable Object checked(
        BigDecimal number, JsonNode json, String where, List<Explanation> problems) {
      boolean fits =
          number.compareTo(BigDecimal.valueOf(min)) >= 0
              && number.compareTo(BigDecimal.valueOf(max)) <= 0
              && number.stripTrailingZeros().scale() <= 0;
      if (!fits) {
        return refused(problems, where, json, expected());
      }
      return small ? (Object) number.intValueExact() : (Object) number.longValueExact();
    }

    private String expected() {
      return "a whole number from " + min + " to " + max;
    }
  }

  /** True or false. */
  record Truth() implements Shape {
    @Override
    public ObjectNode schema() {
      return typed("boolean");
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      return json.isBoolean()
          ? (Object) json.booleanValue()
          : refused(problems, where, json, "true or false");
    }

    @Override
    public @Nullable Object parse(String text, String where, List<Explanation> problems) {
      return text.equals("true") || text.equals("false")
          ? (Object) text.equals("true")
          : refused(problems, where, "'" + shortened(text) + "'", "true or false");
    }
  }

  /** A value of an enum. */
  record Choice(Map<String, Object> values) implements Shape {
    private static Choice of(Class<?> type, boolean lowerCase) {
      var values = new LinkedHashMap<String, Object>();
      for (var constant : type.getEnumConstants()) {
        values.put(Json.name((Enum<?>) constant, lowerCase), constant);
      }
      return new Choice(values);
    }

    @Override
    public ObjectNode schema() {
      var schema = typed("string");
      var names = schema.putArray("enum");
      values.keySet().forEach(names::add);
      return schema;
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      var value = json.isTextual() ? values.get(json.textValue()) : null;
      return value != null ? value : refused(problems, where, json, "one of " + values.keySet());
    }
  }

  /** A list. */
  record ListOf(Shape element, long most) implements Shape {
    @Override
    public ObjectNode schema() {
      var schema = typed("array");
      schema.set("items", element.schema());
      return most == Long.MAX_VALUE ? schema : schema.put("maxItems", most);
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      if (!json.isArray()) {
        return refused(problems, where, json, "a list");
      } else if (json.size() > most) {
        return refused(problems, where, json.size() + " elements", most + " at most");
      }
      int before = problems.size();
      var list = new ArrayList<Object>();
      for (int i = 0; i < json.size(); i++) {
        var value = element.read(json.get(i), where + "[" + i + "]", problems);
        if (value != null) {
          list.add(value);
        }
      }
      return problems.size() == before ? list : null;
    }
  }

  /**
   * Values by name.
   *
   * @param given whether people give them, and not the program
   */
  record MapOf(Shape value, boolean given, long most) implements Shape {
    private static final Text NAME = new Text("^[^\\u0000]{1,200}$");

    @Override
    public ObjectNode schema() {
      var schema = typed("object");
      schema.set("additionalProperties", value.schema());
      if (given) {
        schema.set("propertyNames", NAME.schema());
      }
      return most == Long.MAX_VALUE ? schema : schema.put("maxProperties", most);
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      if (!json.isObject()) {
        return refused(problems, where, json, "an object");
      } else if (json.size() > most) {
        return refused(problems, where, json.size() + " entries", most + " at most");
      }
      int before = problems.size();
      var map = new LinkedHashMap<String, Object>();
      for (var entry : json.properties()) {
        NAME.parse(entry.getKey(), where + " > name", problems);
        var read =
            value.read(entry.getValue(), where + " > " + shortened(entry.getKey()), problems);
        if (read != null) {
          map.put(entry.getKey(), read);
        }
      }
      return problems.size() == before ? map : null;
    }
  }

  /** Whatever the program says; nobody gives it. */
  record Anything() implements Shape {
    @Override
    public ObjectNode schema() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      throw new UnsupportedOperationException(where + ": is never read");
    }
  }

  /**
   * A part of a list, with what follows it: {@code items}, and {@code next} unless it is the last.
   */
  record PageOf(Fields element) implements Shape {
    @Override
    public ObjectNode schema() {
      var schema = typed("object");
      var properties = schema.putObject("properties");
      properties.set("items", new ListOf(element, Long.MAX_VALUE).schema());
      properties.set(
          "next",
          typed("string")
              .put("description", "the parameter after of the next page; absent on the last"));
      schema.putArray("required").add("items");
      return schema.put("additionalProperties", false);
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      throw new UnsupportedOperationException(where + ": is never read");
    }
  }

  /** All the records that a shape refers to, itself included, by the names of their schemas. */
  default Map<String, Fields> records() {
    var found = new LinkedHashMap<String, Fields>();
    collect(this, found);
    return found;
  }

  private static void collect(Shape shape, Map<String, Fields> found) {
    if (shape instanceof Fields fields) {
      if (found.put(fields.name(), fields) == null) {
        fields.components().forEach(component -> collect(component.shape(), found));
      }
    } else if (shape instanceof ListOf list) {
      collect(list.element, found);
    } else if (shape instanceof MapOf map) {
      collect(map.value, found);
    } else if (shape instanceof PageOf page) {
      collect(page.element, found);
    }
  }

  /** A record; made from its class when it is asked for, since records may hold themselves. */
  record Fields(Class<? extends Record> type) implements Shape {

    private static Fields of(Class<? extends Record> type) {
      return new Fields(type);
    }

    /** A component. */
    record Component(String name, String about, boolean optional, Shape shape) {}

    /** What its schema is called: {@code RunView} is a {@code Run}. */
    public String name() {
      var simple = type.getSimpleName().replaceAll("View$", "");
      var outer = type.getDeclaringClass();
      return outer == null ? simple : outer.getSimpleName().replaceAll("View$", "") + simple;
    }

    List<Component> components() {
      return Arrays.stream(type.getRecordComponents())
          .map(
              component -> {
                var field = component.getAnnotation(Field.class);
                boolean optional = component.getType() == Optional.class;
                var generic =
                    optional
                        ? ((ParameterizedType) component.getGenericType())
                            .getActualTypeArguments()[0]
                        : component.getGenericType();
                return new Component(
                    Json.name(component),
                    field == null ? "" : field.value(),
                    optional,
                    Shape.of(generic, field));
              })
          .toList();
    }

    @Override
    public ObjectNode schema() {
      return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name());
    }

    /** The schema that others refer to. */
    public ObjectNode definition() {
      var schema = typed("object");
      var properties = schema.putObject("properties");
      var required = JsonNodeFactory.instance.arrayNode();
      for (var component : components()) {
        var property = component.shape.schema();
        if (!component.about.isEmpty()) {
          property.put("description", component.about);
        }
        properties.set(component.name, property);
        if (!component.optional) {
          required.add(component.name);
        }
      }
      if (!required.isEmpty()) {
        schema.set("required", required);
      }
      return schema.put("additionalProperties", false);
    }

    @Override
    public @Nullable Object read(JsonNode json, String where, List<Explanation> problems) {
      if (!json.isObject()) {
        return refused(problems, where, json, "an object");
      }
      int before = problems.size();
      var components = components();
      var known = components.stream().map(Component::name).toList();
      json.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  problems.add(
                      new Explanation(
                          where,
                          "'" + shortened(name) + "'",
                          "one of " + known,
                          "leave it out, or mend the name"));
                }
              });
      var values = new @Nullable Object[components.size()];
      for (int i = 0; i < values.length; i++) {
        var component = components.get(i);
        var given = json.get(component.name);
        var place = where + " > " + component.name;
        @Nullable Object value = null;
        if (given != null) {
          value = component.shape.read(given, place, problems);
        } else if (!component.optional) {
          problems.add(new Explanation(place, "missing", "a value", "add it"));
        }
        values[i] = component.optional ? Optional.ofNullable(value) : value;
      }
      return problems.size() == before ? construct(values) : null;
    }

    private Object construct(@Nullable Object[] values) {
      var types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      try {
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + ": cannot be made", e);
      }
    }
  }
}
