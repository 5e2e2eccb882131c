package io.tributary.cli.output;

import io.tributary.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;

/** Prints what is asked for with {@code --json}. */
public final class JsonOutput {
  private JsonOutput() {}

  /** Leaves standard output to the outcome: what components print goes to standard error. */
  public static void reserve() {
    System.setOut(System.err);
  }

  public static void print(PrintWriter out, Object value) throws IOException {
    Json.pretty(out, value);
    out.println();
    out.flush();
  }
}
