package io.tributary.telemetry.logs;

import io.tributary.api.Explanation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * SLF4J's provider of logs in JSON, a line for each event, on the standard error output. It is
 * chosen by system property and announced to no {@code ServiceLoader}: logs are text by default.
 */
public final class JsonLogs implements SLF4JServiceProvider {
  /** The environment variable that chooses how logs look: {@code text} or {@code json}. */
  public static final String FORMAT = "TRIBUTARY_LOG_FORMAT";

  private static final String PROVIDER = "slf4j.provider";

  private final MDCAdapter context = new BasicMDCAdapter();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private @Nullable JsonLoggers loggers;

  /** Whether the environment asks for JSON. */
  public static boolean areAskedFor(Map<String, String> environment) {
    return environment.getOrDefault(FORMAT, "").equals("json");
  }

  /**
   * Lets this process log in JSON, if its environment asks for it. To be called before anything
   * logs.
   *
   * @throws IllegalArgumentException if it asks for something unknown
   */
  public static void chooseBy(Map<String, String> environment) {
    var format = environment.getOrDefault(FORMAT, "");
    if (areAskedFor(environment)) {
      System.setProperty(PROVIDER, JsonLogs.class.getName());
      // SLF4J would tell, in plain text, which provider it loads.
      System.setProperty("slf4j.internal.verbosity", "WARN");
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    } else if (!format.isEmpty() && !format.equals("text")) {
      throw new IllegalArgumentException(
          new Explanation(
                  "environment variable " + FORMAT,
                  "'" + format + "'",
                  "text or json",
                  "correct it, or leave it out for text")
              .toString());
    }
  }

  @Override
  public void initialize() {
    loggers = new JsonLoggers(context, new FileOutputStream(FileDescriptor.err));
  }

  @Override
  public @Nullable ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}
