package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of a pipeline that does what it should not: the command says so, and nobody is misled. */
class MisbehavingTest {
  @TempDir private Path directory;

  private Outcome call(String... arguments) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", directory.resolve("home").toString()));
    return Outcome.of(directory, all.toArray(String[]::new));
  }

  private Outcome run(String how, String... further) throws IOException, InterruptedException {
    var all =
        new ArrayList<>(
            List.of("run", Misbehaving.class.getName(), "--set", "how=" + how, "--run-id", "r"));
    all.addAll(List.of(further));
    return call(all.toArray(String[]::new));
  }

  /** One node of a run; without {@code how}, of one that exists. */
  private Outcome node(String how, String node, String... further)
      throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("node", "run", "--run-id", "r", "--node", node));
    if (!how.isEmpty()) {
      all.addAll(2, List.of(Misbehaving.class.getName(), "--set", "how=" + how));
    }
    all.addAll(List.of(further));
    return call(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "process"})
  void componentThatEndsTheProcessFails(String runner) throws Exception {
    var outcome = run("exits", "--runner", runner);

    assertThat(outcome.exitCode()).as(outcome.everything()).isEqualTo(1);
    assertThat(outcome.out()).contains("System.exit was called at", "Misbehaving.java");
    assertThat(call("runs").out()).doesNotContain("RUNNING", "COMPLETE");
  }

  @Test
  void pipelineThatPushesNothingHasNoUseForAServer() throws Exception {
    var outcome =
        run(
            "well",
            "--push",
            "triton://127.0.0.1:1",
            "--repository",
            directory.resolve("models").toString());

    assertThat(outcome.exitCode()).as(outcome.everything()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(
            "--push triton://127.0.0.1:1: pipeline 'misbehaving', none of whose nodes pushes");
    assertThat(call("runs").out()).doesNotContain("misbehaving");
  }

  @Test
  void nodeWhoseProcessOnlyDiesFails() throws Exception {
    var outcome = run("halts", "--runner", "process");

    assertThat(outcome.exitCode()).as(outcome.everything()).isEqualTo(1);
    assertThat(outcome.out()).contains("ended 5 times in a row", "SKIPPED");
    assertThat(call("runs").out()).contains("FAILED").doesNotContain("RUNNING");
  }

  @Test
  void componentThatEndsTheProcessFromAThreadOfItsOwnDoesNotSucceed() throws Exception {
    var outcome = run("exits-elsewhere");

    assertThat(outcome.exitCode()).as(outcome.everything()).isEqualTo(1);
  }

  /** A component that does not stop holds nobody up who asks often enough. */
  @Test
  @Timeout(60)
  void processThatIsToldToEndAgainAndAgainLeavesTheRun() throws Exception {
    var home = directory.resolve("home");
    var err = directory.resolve("err");
    var process =
        Outcome.start(
            directory,
            directory.resolve("out"),
            err,
            "run",
            Misbehaving.class.getName(),
            "--set",
            "how=stays",
            "--run-id",
            "r",
            "--home",
            home.toString());
    try {
      var log = home.resolve("runs/r/First.log");
      while (!Files.exists(log) || !Files.readString(log).contains("stays")) {
        assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
      }
      do {
        process.destroy();
      } while (!process.waitFor(300, TimeUnit.MILLISECONDS));

      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(Files.readString(err)).contains("left without waiting", "tributary resume");
    } finally {
      process.destroyForcibly();
    }
    assertThat(call("runs").out()).contains("RUNNING", "nobody works on it", "resume r");
  }

  @Test
  void definitionThatEndsTheProcessIsRefused() throws Exception {
    var outcome = run("exits-while-defining");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("define()", "System.exit was called at", "take it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "process"})
  void whatComponentsPrintIsNoPartOfTheOutcomeInJson(String runner) throws Exception {
    var outcome = run("prints", "--json", "--runner", runner);

    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
    assertThat(outcome.out()).startsWith("{").endsWith("}\n").doesNotContain("printed by");
    assertThat(outcome.err()).contains("printed by the component");
  }

  @Test
  void whatTheComponentOfOneNodePrintsIsNoPartOfItsOutcomeInJson() throws Exception {
    var outcome = node("prints", "First", "--json");

    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
    assertThat(outcome.out()).startsWith("{").doesNotContain("printed by");
    assertThat(outcome.err()).contains("printed by the component");
  }

  @Test
  void failureOfSeveralLinesTakesOneLineOfTheTable() throws Exception {
    var outcome = run("throws");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out().lines())
        .anySatisfy(
            line -> assertThat(line).contains("FAILED", "first line second line", "correct the"))
        .noneSatisfy(line -> assertThat(line).contains("\u001b"));
  }

  @Test
  void refusedNodeLeavesNoRun() throws Exception {
    var refused = node("ok", "Second");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("First has not ended");
    assertThat(call("runs", "--json").out()).doesNotContain("\"r\"");
  }

  @Test
  void optionsThatSayOtherwiseThanTheRunWasStartedAreRefused() throws Exception {
    var started = node("ok", "First", "--seed", "7");
    assertThat(started.exitCode()).as(started.everything()).isZero();

    var settings = node("", "Second", "--set", "how=x");
    assertThat(settings.exitCode()).isEqualTo(2);
    assertThat(settings.err()).contains("--set how", "started with");
    var seed = node("", "Second", "--seed", "9");
    assertThat(seed.exitCode()).isEqualTo(2);
    assertThat(seed.err()).contains("--seed 9, which was 7");
    var same = node("", "Second", "--seed", "7");
    assertThat(same.exitCode()).as(same.everything()).isZero();
  }

  @Test
  void nodeWhoseInputIsGoneFailsNamingIt() throws Exception {
    node("ok", "First");
    Files.delete(directory.resolve("home/artifacts/misbehaving/First/note/1/note"));

    var outcome = node("", "Second");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("input 'above'", "artifact 1 is gone from", "backup");
  }

  @Test
  void damagedOutputIsMadeAgainAndThatIsTheReason() throws Exception {
    assertThat(run("ok").exitCode()).isZero();
    Files.writeString(
        directory.resolve("home/artifacts/misbehaving/First/note/1/note"), "longer than it was");

    var outcome = call("run", Misbehaving.class.getName(), "--set", "how=ok", "--run-id", "again");

    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
    assertThat(outcome.out()).contains("what the equal execution 1 made is gone, or was changed");
  }

  @Test
  void outputThatCannotBeWrittenIsNoSuccess() throws Exception {
    assertThat(run("ok").exitCode()).isZero();

    var outcome =
        Outcome.of(
            directory,
            Path.of("/dev/full"),
            "runs",
            "--json",
            "--home",
            directory.resolve("home").toString());

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("standard output: No space left on device");
  }

  @Test
  void foldersThatAreNoneAreNamed() throws Exception {
    Files.createDirectories(directory.resolve("home"));
    var jars = Files.createFile(directory.resolve("home/jars"));
    var folder = Files.createDirectories(directory.resolve("loop"));

    var file = run("ok", "--jar", folder.toString());
    assertThat(file.exitCode()).isEqualTo(2);
    assertThat(file.err()).contains(jars + ": a file (expected: a folder").doesNotContain("\tat ");

    Files.createSymbolicLink(folder.resolve("self"), folder);
    Files.delete(jars);
    var loop = run("ok", "--jar", folder.toString());
    assertThat(loop.exitCode()).isEqualTo(2);
    assertThat(loop.err()).contains("leads back to itself").doesNotContain("\tat ");

    var device = run("ok", "--jar", "/dev/null");
    assertThat(device.exitCode()).isEqualTo(2);
    assertThat(device.err()).contains("/dev/null, which is neither a file nor a folder");
  }

  @Test
  void newestRunCannotBeNamedByAnotherOne() throws Exception {
    var outcome = call("run", Misbehaving.class.getName(), "--set", "how=ok", "--run-id", "latest");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--run-id: 'latest'", "choose another");
  }
}
