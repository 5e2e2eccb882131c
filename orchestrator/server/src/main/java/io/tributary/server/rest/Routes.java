package io.tributary.server.rest;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The table of all routes. */
final class Routes {
  static final String RUN = "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$";
  static final String NODE = "^[A-Za-z0-9_.:-]{1,200}$";
  static final String SCHEDULE = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
  static final String PIPELINE = "^[A-Za-z_$][A-Za-z0-9_$.-]{0,199}$";
  static final String DIGEST = "^[0-9a-f]{64}$";

  /** Settings and the like: anything but what no database takes. */
  static final String VALUE = "^[^\\u0000]{0,10000}$";

  private Routes() {}

  /**
   * All of them.
   *
   * @param document gives the OpenAPI document, which is made from this table
   */
  static List<Route> of(Served served, Supplier<Object> document) {
    return Stream.of(
            new SystemRoutes(served, document).routes(),
            new PipelineRoutes(served).routes(),
            new RunRoutes(served).routes(),
            new ArtifactRoutes(served).routes(),
            new ScheduleRoutes(served).routes(),
            new BackfillRoutes(served).routes(),
            new JarRoutes(served).routes())
        .flatMap(List::stream)
        .toList();
  }
}
