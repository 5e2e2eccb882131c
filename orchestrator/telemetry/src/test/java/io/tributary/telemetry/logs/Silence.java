package io.tributary.telemetry.logs;

import java.io.OutputStream;
import org.slf4j.LoggerFactory;

/** Keeps lines of logs out of the output of tests that are not about them. */
public final class Silence {
  private Silence() {}

  public static void keep() {
    ((JsonLoggers) LoggerFactory.getILoggerFactory()).redirect(OutputStream.nullOutputStream());
  }
}
