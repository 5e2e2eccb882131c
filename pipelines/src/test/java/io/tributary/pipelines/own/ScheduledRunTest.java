package io.tributary.pipelines.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.RunHome;
import io.tributary.core.launcher.RunSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schedule, and a server in a process of its own that starts its runs. */
class ScheduledRunTest {
  @TempDir private Path directory;

  private Outcome call(String... arguments) throws Exception {
    return Outcome.of(directory, arguments);
  }

  private String home() {
    return directory.resolve("home").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "process"})
  void serverStartsRunsUntilItIsToldToEnd(String runner) throws Exception {
    var added =
        call(
            "schedule",
            "add",
            "often",
            Misbehaving.class.getName(),
            "--set",
            "how=well",
            "--every",
            "1s",
            "--home",
            home());
    assertThat(added.exitCode()).as(added.everything()).isZero();

    var server = server("--runner", runner);
    var run = firstEnd(server);
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(call("runs", "--home", home(), "--limit", "1000").out())
        .containsPattern(run + " +misbehaving +COMPLETE");
    assertThat(call("schedule", "list", "--home", home()).out()).contains("often", "every 1s");
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      assertThat(RunSettings.stored(home, run, RunSettings.DEFAULT).command())
          .contains("run " + Misbehaving.class.getName() + " --set 'how=well'");
    }
  }

  @Test
  void commandsThatHaveNothingToDoWithSchedulesLoadNothingOfThem() throws Exception {
    call("schedule", "list", "--home", home());
    var process = new ProcessBuilder(command("-verbose:class", "runs")).start();
    List<String> loaded;
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      loaded = lines.lines().toList();
    }
    assertThat(process.waitFor()).isZero();
    assertThat(loaded)
        .anyMatch(line -> line.contains("io.tributary.cli.run.RunsCommand"))
        .noneMatch(line -> line.contains("com.cronutils"))
        .noneMatch(line -> line.contains("io.tributary.server."));
  }

  private Process server(String... options) throws Exception {
    var command = command("-XX:TieredStopAtLevel=1", "server");
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectError(directory.resolve("server.err").toFile())
        .start();
  }

  private List<String> command(String option, String name) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            option,
            "-cp",
            System.getProperty("java.class.path"),
            "io.tributary.cli.Tributary",
            name,
            "--home",
            home()));
  }

  /** The id of the first run that the server says is complete. */
  private static String firstEnd(Process server) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("ENDED, COMPLETE, run ")) {
        return line.substring(line.indexOf("run ") + 4);
      }
    }
    throw new AssertionError("the server ended before a run did");
  }
}
