package io.tributary.server.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

  /** The part of a whole list, sorted by a key, that a call asks for. */
  static <T> Answer page(List<T> all, Call call, Function<T, String> key) {
    var rest =
        all.stream()
            .filter(
                one -> call.after().map(after -> key.apply(one).compareTo(after) > 0).orElse(true))
            .toList();
    var page = rest.subList(0, Math.min(call.limit(), rest.size()));
    return page(
        page,
        page.size() < rest.size()
            ? Optional.of(key.apply(page.get(page.size() - 1)))
            : Optional.empty());
  }

  /** The same page, its elements shown otherwise. */
  <T> Answer map(Class<T> type, Function<T, ?> shown) {
    var page = (Page) value.orElseThrow();
    return page(page.items().stream().map(type::cast).map(shown).toList(), page.next());
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
