package io.tributary.telemetry.logs;

import io.tributary.api.Explanation;
import java.util.Map;

/**
 * How logs of this process look. Refers to no class that writes them: it is asked at each start.
 */
public final class LogFormat {
  private static final String VARIABLE = "TRIBUTARY_LOG_FORMAT";
  private static final String JSON = "json";

  private LogFormat() {}

  /** Whether the environment asks for JSON. */
  public static boolean isJson(Map<String, String> environment) {
    return JSON.equals(environment.get(VARIABLE));
  }

  /**
   * Lets this process log in JSON, if its environment asks for it. To be called before anything
   * logs.
   *
   * @throws IllegalArgumentException if it asks for something unknown
   */
  public static void chooseBy(Map<String, String> environment) {
    if (isJson(environment)) {
      System.setProperty("slf4j.provider", "io.tributary.telemetry.logs.JsonLogs");
      // SLF4J would tell, in plain text, which provider it loads, and what was logged meanwhile.
      System.setProperty("slf4j.internal.verbosity", "ERROR");
      return;
    }
    var format = environment.getOrDefault(VARIABLE, "");
    if (!format.isEmpty() && !format.equals("text")) {
      throw new IllegalArgumentException(
          new Explanation(
                  "environment variable " + VARIABLE,
                  "'" + format + "'",
                  "text or json",
                  "correct it, or leave it out for text")
              .toString());
    }
  }
}
