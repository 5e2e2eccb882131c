package io.tributary.pipelines.taxi;

import io.tributary.cli.Tributary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in this process, with a home of its own. */
record Cli(Path home) {

  /** What a command printed and how it ended. */
  record Outcome(int exitCode, String out, String err) {}

  Outcome call(String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(1, List.of("--home", home.toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(out), new PrintWriter(err), command.toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** Runs the taxi pipeline on {@code data}. */
  Outcome taxi(Path data, String... further) {
    var command = new ArrayList<>(List.of("run", "chicago-taxi", "--set", "data=" + data));
    command.addAll(List.of(further));
    return call(command.toArray(String[]::new));
  }
}
