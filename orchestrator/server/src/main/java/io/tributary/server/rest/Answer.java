package io.tributary.server.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is answered with.
 *
 * @param value becomes JSON; empty for no content
 */
record Answer(int status, Optional<Object> value, Map<String, String> headers) {

  /** A part of a list, and the parameter {@code after} of the next one, if there is one. */
  record Page(List<?> items, Optional<String> next) {}

  static Answer ok(Object value) {
    return new Answer(200, Optional.of(value), Map.of());
  }

  static Answer page(List<?> items, Optional<String> next) {
    return ok(new Page(items, next));
  }

  static Answer created(Object value, String location) {
    return new Answer(201, Optional.of(value), Map.of("Location", location));
  }

  static Answer accepted(Object value, String location) {
    return new Answer(202, Optional.of(value), Map.of("Location", location));
  }

  static Answer nothing() {
    return new Answer(204, Optional.empty(), Map.of());
  }
}
