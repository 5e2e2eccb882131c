package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.core.RunHome;
import io.tributary.metadata.AuditEntry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Schemathesis holds the REST API of a real home against its own OpenAPI document. */
@Timeout(600)
class RestApiTest {
  private static final Path EXAMPLES = Path.of("../pipelines/data");

  /** For fuzzing and stateful tests; the rest takes as long as it takes. */
  private static final int SECONDS = 75;

  @TempDir Path directory;

  private String tributary(String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(1, List.of("--home", directory.resolve("home").toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(out), new PrintWriter(err), command.toArray(String[]::new));
    assertThat(exitCode).as(command + ": " + out + err).isZero();
    return out.toString();
  }

  @Test
  void apiIsWhatItsDocumentSays() throws Exception {
    PythonEnvironment.SCHEMATHESIS.need();
    var home = directory.resolve("home");
    var data = EXAMPLES.resolve("chicago-taxi/trips.csv").toAbsolutePath().toString();
    tributary("run", "chicago-taxi", "--set", "data=" + data, "--run-id", "first");
    tributary("schedule", "add", "yearly", "chicago-taxi", "--cron", "0 0 1 1 *", "--zone", "UTC");
    var token = tributary("token", "add", "schemathesis", "--role", "author").strip();

    var said = Files.createTempFile(directory, "schemathesis", ".out");
    try (var server = RestServerProcess.start(home, EXAMPLES)) {
      var builder =
          new ProcessBuilder(
                  PythonEnvironment.SCHEMATHESIS.program("schemathesis").toString(),
                  "--config-file",
                  PythonScript.file("schemathesis.toml").toString(),
                  "run",
                  server.address() + "/openapi.json",
                  "--header",
                  "Authorization: Bearer " + token,
                  "--checks",
                  "all",
                  "--max-time",
                  Integer.toString(SECONDS),
                  "--seed",
                  "1",
                  "--request-timeout",
                  "30",
                  "--continue-on-failure",
                  "--no-color")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().keySet().removeAll(List.of("PYTHONHOME", "PYTHONPATH"));
      builder.environment().putAll(PythonEnvironment.SCHEMATHESIS.variables());
      var process = builder.start();
      boolean ended = process.waitFor(SECONDS + 180, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      var output = Files.readString(said, UTF_8);
      assertThat(ended).as(output).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(output).containsPattern("Selected: (\\d+)/\\1\\s+Tested: \\1\\s");
      assertThat(server.isAlive()).isTrue();
      assertThat(server.errors()).doesNotContain("a request failed");
    }
    try (var opened = RunHome.open(home, Clock.systemUTC())) {
      var entries = opened.metadata().audit().newest(100_000);
      assertThat(entries)
          .filteredOn(entry -> entry.actor().equals("schemathesis"))
          .extracting(AuditEntry::outcome)
          .contains(AuditEntry.Outcome.DONE, AuditEntry.Outcome.REFUSED)
          .doesNotContain(AuditEntry.Outcome.FAILED);
    }
  }
}
