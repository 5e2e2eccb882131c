package io.tributary.runner.airflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An operation with its arguments.
 *
 * @param arguments for the parameters of the path, in their order
 * @param query names and values; a name may come more than once
 */
record Request(
    Operation operation,
    List<String> arguments,
    List<Map.Entry<String, String>> query,
    Optional<Object> body) {
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

  Request {
    arguments = List.copyOf(arguments);
    query = List.copyOf(query);
  }

  static Request of(Operation operation, Object... arguments) {
    return new Request(
        operation, Stream.of(arguments).map(String::valueOf).toList(), List.of(), Optional.empty());
  }

  Request with(String name, Object value) {
    var more = new ArrayList<>(query);
    more.add(Map.entry(name, value.toString()));
    return new Request(operation, arguments, more, body);
  }

  Request with(String name, Optional<?> value) {
    return value.map(given -> with(name, given)).orElse(this);
  }

  Request with(String name, List<?> values) {
    var request = this;
    for (var value : values) {
      request = request.with(name, value);
    }
    return request;
  }

  Request withBody(Object content) {
    return new Request(operation, arguments, query, Optional.of(content));
  }

  /** Path and query as they are sent; empty if this version of the interface lacks it. */
  Optional<String> target(Api api) {
    return operation
        .path(api)
        .map(
            template -> {
              var left = arguments.iterator();
              var path =
                  PARAMETER
                      .matcher(template)
                      .replaceAll(found -> Matcher.quoteReplacement(encode(left.next())));
              return query.isEmpty()
                  ? path
                  : path
                      + query.stream()
                          .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                          .collect(Collectors.joining("&", "?", ""));
            });
  }

  /** All but letters, digits and {@code -._~*} is escaped, the plus sign of a run id, too. */
  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%7E", "~");
  }
}
