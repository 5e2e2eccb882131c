package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.command.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TributaryTest {
  private record Outcome(int exitCode, String out, String err) {}

  private static Outcome call(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Tributary.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  @Test
  void helpNamesEveryCommandButTheOneOfTheLauncherScript() {
    var help = call("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains(
            "  run  ",
            "  resume  ",
            "  plan  ",
            "  runs  ",
            "  show  ",
            "  artifacts  ",
            "  lineage  ",
            "  logs  ",
            "  data  ",
            "  schema  ",
            "  model  ",
            "  statistics  ",
            "  anomalies  ",
            "  features  ",
            "  serve  ",
            "  schedule  ",
            "  server  ",
            "  version  ",
            "  generate-completion  ",
            "Exit codes")
        .doesNotContain("prepare");
  }

  @Test
  void withoutArgumentsThereIsHelp() {
    assertThat(call()).isEqualTo(call("--help"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "resume",
        "plan",
        "runs",
        "show",
        "artifacts",
        "lineage",
        "logs",
        "data",
        "data ingest",
        "data diff",
        "data statistics",
        "data schema",
        "data validate",
        "schema",
        "schema infer",
        "schema diff",
        "schema merge",
        "schema freeze",
        "schema record",
        "model",
        "model auto",
        "model evaluate",
        "statistics",
        "anomalies",
        "features",
        "serve",
        "schedule",
        "server",
        "version",
        "generate-completion"
      })
  void everyCommandHasHelpAndTakesTheHome(String command) {
    var help = call((command + " --help").split(" ", -1));
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: tributary " + command).contains("--home=DIR");
  }

  private static final Pattern SUBCOMMAND = Pattern.compile("^  ([a-z][a-z-]+)(  .*|)$");

  /** Of a command and all below it. */
  private static void helpOfAll(String command, Map<String, List<String>> help) {
    var lines = call((command + " --help").strip().split(" ", -1)).out().lines().toList();
    help.put(command, lines);
    int commands = lines.indexOf("Commands:");
    for (int i = commands + 1; commands >= 0 && i < lines.size() && !lines.get(i).isEmpty(); i++) {
      var subcommand = SUBCOMMAND.matcher(lines.get(i));
      if (subcommand.matches()) {
        helpOfAll((command + " " + subcommand.group(1)).strip(), help);
      }
    }
  }

  @Test
  void examplesCanBeCopied() {
    var help = new LinkedHashMap<String, List<String>>();
    helpOfAll("", help);
    assertThat(help).containsKeys("model auto", "schedule add").hasSizeGreaterThan(50);
    help.forEach(
        (command, lines) -> {
          for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith("  tributary ")) {
              assertThat(lines.get(i + 1)).as(command).matches("( .*|[A-Z].*|)");
              assertThat(lines.get(i + 1).startsWith("    "))
                  .as(command + ": " + lines.get(i))
                  .isEqualTo(lines.get(i).endsWith("\\"));
            }
          }
        });
  }

  @Test
  void aMisspeltCommandIsAnsweredWithTheOnesThatAreNear() {
    var outcome = call("ruins");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("unknown command 'ruins'").contains("runs");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheOnesThatAreNear() {
    var outcome = call("run", "--no-cash");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("'--no-cash'").contains("--no-cache");
  }

  @Test
  void aValueOfTheWrongTypeIsNamedWithItsOption() {
    var outcome = call("runs", "--limit", "many");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--limit").contains("many");
  }

  @Test
  void anAddressOfNoDatabaseIsAnsweredWithTheFormsThereAre() {
    var outcome = call("metadata", "serve", "--db", "mysql://me:hidden@host/db");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("--db", "sqlite:FILE", "postgresql://user@host/database")
        .doesNotContain("hidden");
    assertThat(call("metadata", "serve", "--help").out()).contains("postgresql://", "PGPASSWORD");
  }

  @Test
  void anArgumentThatIsMissingIsNamed() {
    for (var command : List.of(List.of("logs"), List.of("logs", "latest"), List.of("lineage"))) {
      var outcome = call(command.toArray(String[]::new));
      assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err())
          .startsWith("tributary: Missing required parameter")
          .contains("tributary " + command.get(0) + " --help");
    }
  }

  @Test
  void repeatedOptionsAreGathered(@TempDir Path directory) {
    var jar = directory.resolve("missing.jar");
    var outcome = call("plan", "--jar", jar.toString(), "--set", "a=1", "--set", "b=2", "nothing");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("tributary: --jar: " + jar);
    var settings = call("plan", "--set", "a=1", "--set", "b=2", "nothing");
    assertThat(settings.err()).startsWith("tributary: pipeline: 'nothing'");
  }

  @Test
  void aCommandIsFoundBehindTheHome(@TempDir Path directory) {
    assertThat(call("--home", directory.toString(), "ruins").err()).contains("'ruins'");
    assertThat(call("rnu", "chicago-taxi").err()).contains("unknown command 'rnu'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "node run --run-id monday --node Pusher"})
  void aPushThatMakesNoSenseIsRefusedBeforeThereIsAHome(String command, @TempDir Path directory)
      throws IOException {
    var file = Files.writeString(directory.resolve("file"), "").toString();
    var server = "triton://localhost:8001";
    assertThat(pushing(command, directory, "--push", server))
        .contains("--push " + server + ": no --repository (expected: ");
    assertThat(pushing(command, directory, "--repository", "models"))
        .contains("--repository models: no --push (expected: ");
    assertThat(pushing(command, directory, "--push", "http://here", "--repository", "models"))
        .contains("'http://here' (expected: triton://host:port");
    assertThat(pushing(command, directory, "--push", server, "--repository", file))
        .contains(file + ", which is a file (expected: the directory that the server at ");
    assertThat(directory.resolve("home")).doesNotExist();
  }

  private static String pushing(String command, Path directory, String... options) {
    var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    arguments.add("no-such-pipeline");
    arguments.addAll(List.of("--home", directory.resolve("home").toString()));
    arguments.addAll(List.of(options));
    var outcome = call(arguments.toArray(String[]::new));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    return outcome.err();
  }

  @Test
  void aRunNeedsThePipeline() {
    var outcome = call("run");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("pipeline: no name").contains("write it after the command");
  }

  @Test
  void aHomeInWhichNothingHasRunIsNamed(@TempDir Path directory) {
    var outcome = call("runs", "--home", directory.toString());
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--home: " + directory).contains("run one first");
  }

  @Test
  void theHomeMayStandBeforeTheCommandOrAfterIt(@TempDir Path directory) {
    assertThat(call("--home", directory.toString(), "runs"))
        .isEqualTo(call("runs", "--home", directory.toString()));
  }

  @Test
  void theVersionIsACommandAndAnOption() {
    assertThat(call("version").out().strip())
        .startsWith("tributary ")
        .isEqualTo(call("--version").out().strip());
  }

  @Test
  void completionKnowsEveryCommandAndIsAScriptThatBashReads(@TempDir Path directory)
      throws IOException, InterruptedException {
    var script = call("generate-completion").out();
    assertThat(script).contains("run resume plan runs show").contains("'--no-cache'");
    var file = Files.writeString(directory.resolve("completion"), script);
    var bash = new ProcessBuilder("bash", "-n", file.toString()).inheritIO().start();
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).isZero();
  }
}
