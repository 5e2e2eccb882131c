package io.tributary.components.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.ListenedLog;
import io.tributary.api.Run;
import io.tributary.api.Secret;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.ModelEvaluation;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.digest.FileDigests;
import io.tributary.components.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExternalProcessTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("CsvExampleGen", "examples", ArtifactType.of(Examples.class));

  @TempDir Path directory;

  /** Does what a shell script says. */
  record Scripted(
      Channel<Examples> examples,
      Optional<Channel<Examples>> more,
      double minFare,
      List<String> columns,
      Path script)
      implements Component<Scripted.Outputs> {
    record Outputs(Channel<ModelEvaluation> report) {}

    ExternalProcess process() {
      return ExternalProcess.of("sh")
          .withFile(script)
          .withArguments("one argument", "*")
          .withEnvironment("DECLARED", "as it is")
          .withSecret("PASSWORD", Secret.environment("HIDDEN"));
    }

    @Override
    public void run(Run<Outputs> run) throws IOException, InterruptedException {
      process().run(this, run);
    }

    @Override
    public String externalDigest(FileDigests files) throws IOException {
      return process().digest(files);
    }
  }

  /** Makes rows. */
  record Rows(Path script) implements Component<Rows.Outputs> {
    record Outputs(Channel<Examples> rows) {}

    @Override
    public void run(Run<Outputs> run) throws IOException, InterruptedException {
      ExternalProcess.of("sh").withFile(script).run(this, run);
    }
  }

  private static final String REPORT =
      "out=$(sed -n 's/.*\"path\" *: *\"\\(.*\\)\".*/\\1/p' \"$TRIBUTARY_OUTPUTS\")\n";

  private Path script(String text) throws IOException {
    return Files.writeString(directory.resolve("script.sh"), text);
  }

  private Scripted scripted(String text) throws IOException {
    return new Scripted(EXAMPLES, Optional.empty(), 2.5, List.of("fare", "tips"), script(text));
  }

  private FakeRun<Scripted.Outputs> run(Scripted component) throws IOException {
    return FakeRun.of(component, directory.resolve("run"))
        .given(EXAMPLES, examples())
        .given(Secret.environment("HIDDEN"), "s3cret");
  }

  private Path examples() throws IOException {
    var payload = Files.createDirectories(directory.resolve("payload"));
    part(payload.resolve("Split-train"));
    return payload;
  }

  private static void part(Path split) throws IOException {
    Files.createDirectories(split);
    var schema = new Schema(List.of(Field.nullable("fare", new ArrowType.Int(32, true))));
    try (var memory = new RootAllocator();
        var root = VectorSchemaRoot.create(schema, memory);
        var writer = new ExamplesWriter(split, schema, memory)) {
      ((IntVector) root.getVector("fare")).setSafe(0, 7);
      root.setRowCount(1);
      writer.append(root);
    }
  }

  private ExecutionFailure failure(Scripted component) throws Exception {
    try (var run = run(component)) {
      return catchThrowableOfType(ExecutionFailure.class, run::execute);
    }
  }

  @Test
  void programFindsInputsParametersAndOutputsAndTakesArgumentsAsTheyAre() throws Exception {
    var component =
        scripted(
            REPORT
                + "cp \"$TRIBUTARY_INPUTS\" \"$TRIBUTARY_PARAMETERS\" \"$out\"\n"
                + "printf '%s|%s|%s|%s' \"$1\" \"$2\" \"$TRIBUTARY_NODE\" \"$TRIBUTARY_SEED\" > \"$out/arguments\"\n");
    try (var run = run(component)) {
      run.execute();
      var made = run.made(Scripted.Outputs::report).path();

      assertThat(made.resolve("arguments")).hasContent("one argument|*|Scripted|1");
      assertThat(Json.read(Files.readAllBytes(made.resolve("parameters.json"))))
          .isEqualTo(
              Map.of(
                  "minFare",
                  2.5,
                  "columns",
                  List.of("fare", "tips"),
                  "script",
                  component.script().toString()));
      assertThat(Files.readString(made.resolve("inputs.json")))
          .contains(directory.resolve("payload").toString(), "\"train\"", "\"more\" : [ ]");
    }
  }

  @Test
  void environmentHoldsNoSecretThatIsNotDeclared() throws Exception {
    var component = scripted(REPORT + "env > \"$out/environment\"\n");
    try (var run = run(component)) {
      run.execute();

      var names =
          Files.readAllLines(run.made(Scripted.Outputs::report).path().resolve("environment"))
              .stream()
              .map(line -> line.split("=", 2)[0])
              .toList();
      assertThat(names).contains("PATH", "DECLARED", "PASSWORD", "TRIBUTARY_RUN");
      assertThat(names)
          .isSubsetOf(
              "PATH",
              "HOME",
              "USER",
              "LOGNAME",
              "LANG",
              "LC_ALL",
              "LC_CTYPE",
              "TZ",
              "TMPDIR",
              "DECLARED",
              "PASSWORD",
              "TRIBUTARY_RUN",
              "TRIBUTARY_NODE",
              "TRIBUTARY_ATTEMPT",
              "TRIBUTARY_SEED",
              "TRIBUTARY_INPUTS",
              "TRIBUTARY_PARAMETERS",
              "TRIBUTARY_OUTPUTS",
              "PWD",
              "OLDPWD",
              "SHLVL",
              "_");
    }
  }

  @Test
  void exitCodeAndLastLinesAreTold() throws Exception {
    var failure = failure(scripted("echo reading; echo 'no column tips' >&2; exit 3\n"));

    assertThat(failure.code()).isEqualTo(Code.USER_CODE);
    assertThat(failure)
        .hasMessageContaining("exit code 3; it said last: reading | no column tips")
        .hasMessageContaining("script.sh")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void programThatHoldsMoreMemoryThanItMayIsKilled() throws Exception {
    var component = new Rows(script(""));
    var hungry =
        ExternalProcess.of("sh", "-c", "tail -n 1 /dev/zero; echo survived >&2")
            .withLimits(ProcessLimits.NONE.withMemory(100_000_000));
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      assertThatThrownBy(() -> hungry.run(component, run))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("node 'Rows' > memory of its program: ")
          .hasMessageContaining("(expected: at most 100000000)")
          .extracting(thrown -> ((ExecutionFailure) thrown).code())
          .isEqualTo(Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void programWithinItsLimitsEndsWellAndIsToldOfThreads() throws Exception {
    var component = scripted(REPORT + "sleep 0.3\necho $OMP_NUM_THREADS > \"$out/threads\"\n");
    var limited =
        component.process().withLimits(ProcessLimits.NONE.withThreads(3).withMemory(1_000_000_000));
    try (var run = run(component)) {
      limited.run(component, run);
      assertThat(run.made(Scripted.Outputs::report).path().resolve("threads")).hasContent("3");
    }
  }

  @Test
  void limitsArePositive() {
    assertThatThrownBy(() -> ProcessLimits.NONE.withMemory(0))
        .hasMessageContaining("memory: 0 (expected: at least 1 bytes)");
    assertThatThrownBy(() -> ProcessLimits.NONE.withThreads(-1))
        .hasMessageContaining("threads: -1 (expected: at least 1 of them)");
  }

  @Test
  void progressIsToldAndLogged() throws Exception {
    var component = scripted(REPORT + "echo '@progress half'; echo done > \"$out/done\"\n");
    try (var run = run(component)) {
      run.execute();
      assertThat(run.messages()).containsExactly("half");
    }
  }

  @Test
  void programThatIsKilledFailsWithTheSignal() throws Exception {
    assertThat(failure(scripted("kill -9 $$\n")))
        .hasMessageContaining("exit code 137, somebody killed it: often the system, when memory");
  }

  @Test
  void programThatIsNotThereIsNamed() throws Exception {
    var component = new Rows(script(""));
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      assertThatThrownBy(() -> ExternalProcess.of("no-such-program").run(component, run))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("'no-such-program' cannot be started")
          .hasMessageContaining("PATH");
    }
  }

  @Test
  void outputThatIsEmptyFails() throws Exception {
    assertThat(failure(scripted("exit 0\n")))
        .hasMessageContaining("report is empty")
        .extracting(ExecutionFailure::code)
        .isEqualTo(Code.INVALID_DATA);
  }

  @Test
  void aHundredMegabytesOfOutputAreReadAndMostlyForgotten() throws Exception {
    var component =
        scripted(
            "head -c 100000000 /dev/zero | tr '\\0' 'x'; echo; yes line | head -n 1000000\n"
                + REPORT
                + "echo done > \"$out/done\"\n");
    try (var run = run(component)) {
      run.execute();
      assertThat(run.made(Scripted.Outputs::report).path().resolve("done")).exists();
    }
  }

  @Test
  void halfAnArrowFileFails() throws Exception {
    part(directory.resolve("whole"));
    var whole = directory.resolve("whole/part-00000.arrow");
    var component =
        new Rows(
            script(
                REPORT
                    + "mkdir -p \"$out/Split-all\"; head -c 100 "
                    + whole
                    + " > \"$out/Split-all/part-00000.arrow\"\n"));
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("rows > ")
          .hasMessageContaining("part-00000.arrow");
    }
  }

  @Test
  void examplesOfAProgramHaveTheSplitsThatItMade() throws Exception {
    part(directory.resolve("whole"));
    var component =
        new Rows(
            script(
                REPORT
                    + "mkdir -p \"$out/Split-train\" \"$out/Split-eval\"; for s in train eval; do cp "
                    + directory.resolve("whole/part-00000.arrow")
                    + " \"$out/Split-$s/\"; done\n"));
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      run.execute();
      assertThat(run.made(Rows.Outputs::rows).splits()).containsExactly("eval", "train");
    }
  }

  @Test
  void examplesWithoutSplitsFail() throws Exception {
    var component = new Rows(script(REPORT + "echo 1 > \"$out/rows.csv\"\n"));
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      assertThatThrownBy(run::execute).hasMessageContaining("Examples are Arrow files in splits");
    }
  }

  @Test
  void canceledProgramIsStoppedWithWhatItStarted() throws Exception {
    var pids = directory.resolve("pids");
    var component =
        scripted(
            "sleep 600 & echo $$ $! > " + pids + ".new; mv " + pids + ".new " + pids + "; wait\n");

    assertThat(canceledOnce(pids, component)).isInstanceOf(InterruptedException.class);
    awaitEnds(pids);
  }

  /** Runs a component until it is canceled, which happens when the program has made a file. */
  private Throwable canceledOnce(Path made, Scripted component) throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var thread =
        new Thread(
            () -> {
              try (var run = run(component)) {
                run.execute();
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    thread.start();
    while (!Files.exists(made)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    thread.interrupt();
    thread.join();
    return thrown.get();
  }

  private static void awaitEnds(Path pids) throws Exception {
    for (var pid : Files.readString(pids).strip().split(" ", -1)) {
      var handle = ProcessHandle.of(Long.parseLong(pid));
      if (handle.isPresent()) {
        handle.get().onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void whatAProgramStartsWhenItIsAskedToEndIsStoppedToo() throws Exception {
    var ready = directory.resolve("ready");
    var pids = directory.resolve("pids");
    var component =
        scripted(
            "forever() { while :; do sleep 600 & wait; done; }\n"
                + ("trap 'sleep 600 & echo $$ $! > " + pids + "; forever' TERM\n")
                + ("echo > " + ready + "\nforever\n"));

    assertThat(canceledOnce(ready, component)).isInstanceOf(InterruptedException.class);
    awaitEnds(pids);
  }

  /** A process in which a program runs until it is killed. */
  static final class Doomed {
    private Doomed() {}

    /** Arguments: the script, and a directory. */
    public static void main(String[] arguments) throws Exception {
      var component = new Rows(Path.of(arguments[0]));
      try (var run = FakeRun.of(component, Path.of(arguments[1]))) {
        run.execute();
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void programDiesWithTheProcessOfItsNode() throws Exception {
    var pids = directory.resolve("pids");
    // Its input ends when it is watched.
    var script =
        script(
            "cat > /dev/null; sleep 600 & "
                + ("echo $$ $! > " + pids + ".new; mv " + pids + ".new " + pids + "; wait\n"));
    var doomed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName(),
                script.toString(),
                directory.resolve("doomed").toString())
            .inheritIO()
            .start();
    while (!Files.exists(pids)) {
      assertThat(doomed.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
    }
    doomed.destroyForcibly();

    awaitEnds(pids);
  }

  /** A log that takes one line and then has no room left, as that of a node on a full disk. */
  private static ListenedLog fullDisk() {
    var lines = new AtomicInteger();
    return new ListenedLog(
        line -> {
          if (lines.getAndIncrement() > 0) {
            throw new UncheckedIOException(
                "log: cannot be written", new IOException("No space left on device"));
          }
        });
  }

  @Test
  void programEndsThoughItsOutputCannotBeLoggedAndTheNodeFailsWithTheReason() throws Exception {
    var ended = directory.resolve("ended");
    var component =
        scripted(
            REPORT
                + "echo done > \"$out/done\"; yes line | head -n 100000\n"
                + ("echo > " + ended + "\n"));
    try (var run = run(component).withLog(fullDisk())) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("log: cannot be written")
          .hasRootCauseMessage("No space left on device");
      assertThat(ended).exists();
    }
  }

  @Test
  void exitCodeIsToldTogetherWithWhyTheOutputCouldNotBeLogged() throws Exception {
    try (var run = run(scripted("echo 1; echo 'disk full'; exit 3\n")).withLog(fullDisk())) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("exit code 3; it said last: 1 | disk full; not logged: log")
          .hasMessageContaining("No space left on device");
    }
  }

  @Test
  void programThatLeavesAChildBehindEndsNevertheless() throws Exception {
    var pid = directory.resolve("pid");
    var component =
        scripted(REPORT + "sleep 600 &\necho $! > " + pid + "\necho done > \"$out/done\"\n");
    try (var run = run(component)) {
      run.execute();
      assertThat(run.made(Scripted.Outputs::report).path().resolve("done")).exists();
    }
    var child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    assertThat(child.map(ProcessHandle::isAlive)).contains(true);
    child.ifPresent(ProcessHandle::destroy);
  }

  @Test
  void changedScriptHasAnotherDigest() throws Exception {
    var component = scripted("echo 1\n");
    var before = component.externalDigest(FileDigests.READING);
    assertThat(component.externalDigest(FileDigests.READING)).isEqualTo(before);
    script("echo 2\n");

    assertThat(component.externalDigest(FileDigests.READING)).isNotEqualTo(before);
    Files.delete(component.script());
    assertThatThrownBy(() -> component.externalDigest(FileDigests.READING))
        .hasMessageContaining("script.sh does not exist");
  }

  @Test
  void commandsThatDifferHaveDigestsThatDiffer() throws Exception {
    var script = script("echo 1\n");
    var python = ExternalProcess.of("python");
    var processes =
        List.of(
            python,
            python.withFile(script),
            python.reading(script),
            python.withArguments(script.toString()),
            python.withFile(script).withArguments("x"),
            python.withArguments("x").withFile(script),
            python.withArguments("x", "y"),
            python.withArguments("x1:y"),
            python.withEnvironment("A", "1\nB=2"),
            python.withEnvironment("A", "1").withEnvironment("B", "2"),
            python.withEnvironment("A", "1").withArguments("B", "2"));
    var digests = new HashSet<String>();
    for (var process : processes) {
      digests.add(process.digest(FileDigests.READING));
    }
    assertThat(digests).hasSameSizeAs(processes);
  }

  @Test
  void sameCommandWithAFileThatLiesElsewhereHasTheSameDigest() throws Exception {
    var script = script("echo 1\n");
    var copy = Files.copy(script, directory.resolve("copy.sh"));

    assertThat(ExternalProcess.of("sh").withFile(copy).digest(FileDigests.READING))
        .isEqualTo(ExternalProcess.of("sh").withFile(script).digest(FileDigests.READING));
  }
}
