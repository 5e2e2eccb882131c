package io.tributary.metadata.filter;

import java.util.Map;

/**
 * A column by the name that a query uses.
 *
 * @param states the names that can be compared with it; empty for an ordinary column
 */
record Field(String name, Type type, Map<String, Long> states) {

  private static final Map<String, Long> ARTIFACT_STATES =
      Map.of("UNKNOWN", 0L, "PENDING", 1L, "LIVE", 2L, "MARKED_FOR_DELETION", 3L, "DELETED", 4L);
  private static final Map<String, Long> EXECUTION_STATES =
      Map.of(
          "UNKNOWN",
          0L,
          "NEW",
          1L,
          "RUNNING",
          2L,
          "COMPLETE",
          3L,
          "FAILED",
          4L,
          "CACHED",
          5L,
          "CANCELED",
          6L);
  private static final Map<String, Long> EVENT_TYPES =
      Map.of(
          "DECLARED_OUTPUT",
          1L,
          "DECLARED_INPUT",
          2L,
          "INPUT",
          3L,
          "OUTPUT",
          4L,
          "INTERNAL_INPUT",
          5L,
          "INTERNAL_OUTPUT",
          6L);

  static final Field STATE = new Field("state", Type.INT64, ARTIFACT_STATES);
  static final Field LAST_KNOWN_STATE = new Field("last_known_state", Type.INT64, EXECUTION_STATES);
  static final Field EVENT_TYPE = new Field("type", Type.INT64, EVENT_TYPES);

  static Field number(String name) {
    return new Field(name, Type.INT64, Map.of());
  }

  static Field text(String name) {
    return new Field(name, Type.STRING, Map.of());
  }

  boolean isState() {
    return !states.isEmpty();
  }
}
