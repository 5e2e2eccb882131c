package io.tributary.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed and how it ended. */
public record Console(int exitCode, String out, String err) {
  public static Console call(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Tributary.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Console(exitCode, out.toString(), err.toString());
  }
}
