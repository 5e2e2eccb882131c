package io.tributary.server.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.tributary.api.Explanation;
import io.tributary.server.Audit;
import io.tributary.server.json.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of a route, with all that it brings read and checked. Used by one thread. */
final class Call {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** How many are told: a body may have one in every few bytes. */
  private static final int MOST_PROBLEMS = 100;

  private final Map<String, Object> values;
  private final @Nullable Object body;
  private final InputStream stream;
  private final Audit audit;
  private String subject;

  private Call(
      Map<String, Object> values,
      @Nullable Object body,
      InputStream stream,
      Audit audit,
      String subject) {
    this.values = values;
    this.body = body;
    this.stream = stream;
    this.audit = audit;
    this.subject = subject;
  }

  /**
   * Reads a request.
   *
   * @param audit of whoever makes it
   * @throws Refusal with all that is wrong with it, as far as that can be read
   */
  static Call read(Route route, Context request, Audit audit) throws IOException {
    var problems = new ArrayList<Explanation>();
    var values = new HashMap<String, Object>();
    for (var parameter : route.parameters()) {
      value(parameter, request, problems).ifPresent(value -> values.put(parameter.name(), value));
    }
    unknown(route, request, problems);
    @Nullable Object body = null;
    InputStream stream = InputStream.nullInputStream();
    if (route.body().isPresent()) {
      var expected = route.body().get();
      checkType(request, expected);
      stream = new Bounded(request.bodyInputStream(), expected.most());
      if (request.req().getContentLengthLong() > expected.most()) {
        throw Bounded.tooLarge(expected.most());
      }
      if (expected instanceof Body.Json json) {
        body = json.shape().read(parsed(stream), "body", problems);
      }
    }
    if (!problems.isEmpty()) {
      throw Refusal.of(400, problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
    }
    return new Call(values, body, stream, audit, subject(request));
  }

  /** What a request is about, as far as its path tells. */
  static String subject(Context request) {
    return String.join(" ", request.pathParamMap().values());
  }

  private static Optional<Object> value(
      Parameter parameter, Context request, List<Explanation> problems) {
    if (parameter.inPath()) {
      return Optional.ofNullable(
          parameter
              .shape()
              .parse(request.pathParam(parameter.name()), "path > " + parameter.name(), problems));
    }
    var where = "query > " + parameter.name();
    var given = request.queryParams(parameter.name());
    if (given.isEmpty()) {
      return parameter.byDefault();
    } else if (parameter.shape() instanceof Shape.ListOf list) {
      var array = JsonNodeFactory.instance.arrayNode();
      given.forEach(array::add);
      return Optional.ofNullable(list.read(array, where, problems));
    } else if (given.size() > 1) {
      problems.add(new Explanation(where, given.size() + " values", "one", "leave the others out"));
      return Optional.empty();
    }
    return Optional.ofNullable(parameter.shape().parse(given.get(0), where, problems));
  }

  private static void unknown(Route route, Context request, List<Explanation> problems) {
    var known =
        route.parameters().stream()
            .filter(parameter -> !parameter.inPath())
            .map(Parameter::name)
            .toList();
    for (var name : request.queryParamMap().keySet()) {
      if (!known.contains(name)) {
        problems.add(
            new Explanation(
                "query",
                "'" + (name.length() > 100 ? name.substring(0, 100) + "..." : name) + "'",
                known.isEmpty() ? "no parameters" : "one of " + known,
                "leave it out, or mend the name"));
      }
    }
  }

  private static void checkType(Context request, Body expected) {
    var given = request.req().getContentType();
    var type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!type.equals(expected.type())) {
      throw Refusal.of(
          415,
          "header > Content-Type",
          given == null ? "none" : "'" + given + "'",
          expected.type(),
          "send that, and say so");
    }
  }

  private static JsonNode parsed(InputStream stream) throws IOException {
    try {
      var json = MAPPER.readTree(stream);
      if (json != null && !json.isMissingNode()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw Refusal.of(400, "body", e.getOriginalMessage(), "JSON in UTF-8", "correct it");
    }
    throw Refusal.of(400, "body", "empty", "JSON in UTF-8", "send it");
  }

  /** A parameter that is always there. */
  <T> T get(String name, Class<T> type) {
    return find(name, type)
        .orElseThrow(() -> new IllegalArgumentException(name + ": may be left out"));
  }

  String text(String name) {
    return get(name, String.class);
  }

  int limit() {
    return get(Parameter.LIMIT.name(), Integer.class);
  }

  Optional<String> after() {
    return find(Parameter.AFTER.name(), String.class);
  }

  /** A parameter that may be left out. */
  <T> Optional<T> find(String name, Class<T> type) {
    return Optional.ofNullable(values.get(name)).map(type::cast);
  }

  /** The record that the route takes. */
  <T extends Record> T body(Class<T> type) {
    return type.cast(requireNonNull(body, "body"));
  }

  /** The bytes that the route takes; {@link Refusal} when they are too many. */
  InputStream stream() {
    return stream;
  }

  /** The audit log of whoever makes the request. */
  Audit audit() {
    return audit;
  }

  /** Says what the request is about, where its path does not. */
  void about(String newSubject) {
    subject = newSubject;
  }

  String subject() {
    return subject;
  }
}
