package io.tributary.server.rest;

import io.tributary.api.Explanation;
import java.util.List;
import java.util.Map;

/** A request that is not done. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<Explanation> problems;
  private final transient Map<String, String> headers;

  private Refusal(int status, List<Explanation> problems, Map<String, String> headers) {
    super(problems.get(0).toString());
    this.status = status;
    this.problems = List.copyOf(problems);
    this.headers = Map.copyOf(headers);
  }

  /**
   * @param problems one at least
   */
  static Refusal of(int status, List<Explanation> problems) {
    return new Refusal(status, problems, Map.of());
  }

  static Refusal of(int status, String where, String value, String expected, String remedy) {
    return of(status, List.of(new Explanation(where, value, expected, remedy)));
  }

  Refusal with(String header, String value) {
    return new Refusal(status, problems, Map.of(header, value));
  }

  int status() {
    return status;
  }

  List<Explanation> problems() {
    return problems;
  }

  Map<String, String> headers() {
    return headers;
  }
}
