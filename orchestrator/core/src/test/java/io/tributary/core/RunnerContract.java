package io.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.Condition;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinitionException;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.SubPipeline;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Checkpoint.Point;
import io.tributary.core.launcher.RunSettings;
import io.tributary.core.steps.Dice;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Gather;
import io.tributary.core.steps.Hang;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Latest;
import io.tributary.core.steps.Leak;
import io.tributary.core.steps.Meeting;
import io.tributary.core.steps.ReadDamaged;
import io.tributary.core.steps.ReadFile;
import io.tributary.core.steps.Repeat;
import io.tributary.core.steps.Report;
import io.tributary.core.steps.Silent;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Trace;
import io.tributary.core.steps.Write;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetContextsByExecutionRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.proto.mlmd.GetExecutionsByTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every runner promises. */
public abstract class RunnerContract {
  @TempDir Path directory;
  private Path trace;
  private RunHome home;
  private int runs;

  /** A runner that tells {@code checkpoint} how far it is with each node. */
  protected abstract Runner runner(Checkpoint checkpoint);

  @BeforeEach
  void openHome() {
    trace = directory.resolve("trace");
    home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
  }

  @AfterEach
  void closeHome() {
    home.close();
  }

  private RunRequest request(Pipeline pipeline) {
    return RunRequest.of(
        Compiler.compile(pipeline), RunnerContract.class.getClassLoader(), "run-" + ++runs);
  }

  private RunResult run(Pipeline pipeline) {
    return run(request(pipeline));
  }

  private RunResult run(RunRequest request) {
    return end(runner(Checkpoint.NONE).start(request, home, RunListener.SILENT));
  }

  private static RunResult end(ActiveRun run) {
    try {
      return run.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private RunResult resume(String runId) {
    return run(resuming(runId));
  }

  private RunRequest resuming(String runId) {
    var stored = home.metadata().runs().find(runId).orElseThrow();
    return RunRequest.resuming(stored, home, RunnerContract.class.getClassLoader());
  }

  private List<String> trace() {
    try {
      return Trace.of(trace);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(RunResult result, Channel<Text> channel) {
    var artifacts = result.node(channel.node()).output(channel.output());
    assertThat(artifacts).hasSize(1);
    try {
      return Files.readString(artifacts.get(0).path().resolve("text.txt"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeState state(RunResult result, String node) {
    return result.node(node).state();
  }

  @Test
  void nodesRunAfterTheNodesAboveThem() {
    var p = Pipeline.named("order");
    var a = p.add(new Write("a\nb", trace)).text();
    var line = p.add(new FirstLine(a, trace)).line();
    var joined = p.add(new Join(a, Optional.of(line), trace)).text();

    var result = run(p);

    assertThat(result.state()).isEqualTo(RunState.COMPLETE);
    assertThat(trace()).containsExactly("Write", "FirstLine", "Join");
    assertThat(text(result, joined)).isEqualTo("a\nb+a");
  }

  @Test
  void independentNodesRunAtTheSameTime() {
    var p = Pipeline.named("parallel");
    var left = p.add(new Meeting(directory + "/parallel", 2), NodeOptions.id("left")).text();
    p.add(new Meeting(directory + "/parallel", 2), NodeOptions.id("right"));

    assertThat(text(run(request(p).withParallelism(2)), left)).isEqualTo("met");
  }

  @Test
  void noMoreNodesRunAtATimeThanAsked() {
    var p = Pipeline.named("limit");
    p.add(new Write("a", trace), NodeOptions.id("a"));
    p.add(new Write("b", trace), NodeOptions.id("b"));
    p.add(new Write("c", trace), NodeOptions.id("c"));
    var started = new ArrayList<String>();
    var listener =
        new RunListener() {
          @Override
          public void nodeStarted(String node, int attempt) {
            started.add("+" + node);
          }

          @Override
          public void nodeFinished(NodeResult result) {
            started.add("-" + result.node());
          }
        };

    end(runner(Checkpoint.NONE).start(request(p).withParallelism(1), home, listener));

    assertThat(started).containsExactly("+a", "-a", "+b", "-b", "+c", "-c");
  }

  @Test
  void failedNodeIsRetriedAsOftenAsItMay() {
    var p = Pipeline.named("retry");
    var lucky =
        p.add(
                new Fail(2, Code.UNAVAILABLE, trace),
                NodeOptions.id("lucky").withRetries(2, Duration.ofMillis(1)))
            .text();
    p.add(
        new Fail(9, Code.UNAVAILABLE, trace),
        NodeOptions.id("luckless").withRetries(1, Duration.ofMillis(1)));
    p.add(
        new Fail(9, Code.INVALID_DATA, trace),
        NodeOptions.id("hopeless").withRetries(5, Duration.ofMillis(1)));

    var result = run(p);

    assertThat(text(result, lucky)).isEqualTo("attempt 3");
    assertThat(result.node("lucky").attempt()).isEqualTo(3);
    assertThat(result.node("lucky").output("text").get(0).path())
        .isDirectoryNotContaining("glob:**attempt-[12]");
    assertThat(result.node("luckless").attempt()).isEqualTo(2);
    assertThat(result.node("hopeless").attempt()).isEqualTo(1);
    assertThat(result.state()).isEqualTo(RunState.FAILED);
    assertThat(result.message()).contains("luckless", "hopeless");
  }

  @Test
  void nodeThatTakesTooLongFails() {
    var p = Pipeline.named("timeout");
    p.add(
        new Hang(directory + "/timeout", directory.resolve("never"), trace),
        NodeOptions.DEFAULT.withTimeout(Duration.ofMillis(200)));

    var result = run(p).node("Hang");

    assertThat(result.state()).isEqualTo(NodeState.FAILED);
    assertThat(result.failure().orElseThrow().code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(result.reason()).contains("timeout", "Hang", "PT0.2S", "withTimeout");
  }

  @Test
  void equalExecutionIsReused() {
    var p = Pipeline.named("cache");
    var a = p.add(new Write("a", trace)).text();
    var line = p.add(new FirstLine(a, trace)).line();

    var first = run(p);
    var second = run(p);

    assertThat(trace()).containsExactly("Write", "FirstLine");
    assertThat(state(second, "Write")).isEqualTo(NodeState.CACHED);
    assertThat(state(second, "FirstLine")).isEqualTo(NodeState.CACHED);
    assertThat(second.node("FirstLine").output("line").get(0).id())
        .isEqualTo(first.node("FirstLine").output("line").get(0).id());
    assertThat(text(second, line)).isEqualTo("a");
    assertThat(second.node("Write").reason()).contains("same code, parameters and inputs");
  }

  @Test
  void anotherParameterSeedOrPayloadIsNoReuse() throws Exception {
    var p = Pipeline.named("ingredients");
    p.add(new Dice(1_000_000, trace));
    var first = run(p);
    var other = Pipeline.named("ingredients");
    other.add(new Dice(1_000_001, trace));

    assertThat(state(run(other), "Dice")).isEqualTo(NodeState.COMPLETE);
    assertThat(state(run(request(p).withSeed(7)), "Dice")).isEqualTo(NodeState.COMPLETE);
    assertThat(state(run(request(p).withoutCache()), "Dice")).isEqualTo(NodeState.COMPLETE);
    assertThat(state(run(p), "Dice")).isEqualTo(NodeState.CACHED);
    for (var run : home.metadata().runs().newest(10)) {
      for (var node : home.metadata().runs().nodes(run.id())) {
        home.artifacts()
            .remove(
                home.artifacts()
                    .uri("ingredients", "Dice", "text", node.executionId().getAsLong()));
      }
    }
    assertThat(state(run(p), "Dice")).isEqualTo(NodeState.COMPLETE);
    assertThat(first.succeeded()).isTrue();
  }

  @Test
  void equalContentAboveCutsOffTheWorkBelow() throws Exception {
    var file = Files.writeString(directory.resolve("file"), "same\none");
    var p = Pipeline.named("cut-off");
    var text = p.add(new ReadFile(file, trace)).text();
    var line = p.add(new FirstLine(text, trace)).line();
    p.add(new Join(line, Optional.empty(), trace));
    run(p);
    Files.writeString(file, "same\nother");

    var result = run(p);

    assertThat(state(result, "ReadFile")).isEqualTo(NodeState.COMPLETE);
    assertThat(state(result, "FirstLine")).isEqualTo(NodeState.COMPLETE);
    assertThat(state(result, "Join")).isEqualTo(NodeState.CACHED);
  }

  @Test
  void failureStopsOnlyWhatDependsOnIt() {
    var p = Pipeline.named("isolation");
    var failing = p.add(new Fail(9, Code.INVALID_DATA, trace)).text();
    p.add(new FirstLine(failing, trace));
    var fine = p.add(new Write("fine", trace)).text();
    var below = p.add(new FirstLine(fine, trace), NodeOptions.id("below")).line();

    var result = run(p);

    assertThat(result.state()).isEqualTo(RunState.FAILED);
    assertThat(state(result, "Fail")).isEqualTo(NodeState.FAILED);
    assertThat(state(result, "FirstLine")).isEqualTo(NodeState.SKIPPED);
    assertThat(result.node("FirstLine").reason()).contains("Fail", "failed");
    assertThat(text(result, below)).isEqualTo("fine");
    assertThat(home.metadata().runs().node("run-1", "Fail").orElseThrow().state())
        .isEqualTo(NodeState.FAILED);
  }

  @Test
  void nodeIsSkippedUnlessItsConditionsHold() {
    var p = Pipeline.named("conditions");
    var text = p.add(new Write("four", trace)).text();
    var held = Condition.that(text, Text.LENGTH).isAtLeast(4L);
    var kept = p.when(held).add(new FirstLine(text, trace), NodeOptions.id("kept")).line();
    var dropped =
        p.when(held.negated()).add(new FirstLine(text, trace), NodeOptions.id("dropped")).line();
    p.add(new FirstLine(dropped, trace), NodeOptions.id("below"));
    var joined = p.add(new Join(kept, Optional.of(dropped), trace)).text();

    var result = run(p);

    assertThat(result.state()).isEqualTo(RunState.COMPLETE);
    assertThat(state(result, "dropped")).isEqualTo(NodeState.SKIPPED);
    assertThat(result.node("dropped").reason()).contains("length is 4");
    assertThat(state(result, "below")).isEqualTo(NodeState.SKIPPED);
    assertThat(text(result, joined)).isEqualTo("four+nothing");
  }

  @Test
  void inputThatNobodyMadeFailsTheNodeUnlessItIsOptional() {
    var p = Pipeline.named("missing");
    var nothing = p.add(new Silent("today")).text();
    var text = p.add(new Write("a", trace)).text();
    p.add(new FirstLine(nothing, trace));
    var joined = p.add(new Join(text, Optional.of(nothing), trace)).text();

    var result = run(p);

    assertThat(result.node("FirstLine").reason()).contains("input");
    assertThat(result.node("FirstLine").failure().orElseThrow().code())
        .isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(result.node("FirstLine").reason()).contains("input 'text'", "Silent.text");
    assertThat(text(result, joined)).isEqualTo("a+nothing");
  }

  @Test
  void resolverChoosesAmongWhatEarlierRunsPublished() {
    var p = Pipeline.named("history");
    var latest = p.add(new Latest(3)).text();
    var text = p.add(new Write("abc", trace)).text();
    var joined = p.add(new Join(text, Optional.of(latest), trace)).text();

    assertThat(text(run(p), joined)).isEqualTo("abc+nothing");
    assertThat(text(run(p), joined)).isEqualTo("abc+abc");
    assertThat(state(run(p), "Join")).isEqualTo(NodeState.CACHED);
  }

  @Test
  void exitHandlerSeesHowEveryNodeEnded() {
    var p = Pipeline.named("exit");
    p.onExit(new Report(trace));
    var failing = p.add(new Fail(9, Code.INVALID_DATA, directory.resolve("other"))).text();
    p.add(new FirstLine(failing, trace));
    p.add(new Write("a", directory.resolve("other")));

    var result = run(p);

    assertThat(trace()).containsExactly("Report Fail=FAILED FirstLine=SKIPPED Write=COMPLETE");
    assertThat(state(result, "Report"))
        .as(result.node("Report").reason())
        .isEqualTo(NodeState.COMPLETE);
  }

  @Test
  void canceledRunStopsAndCanBeResumed() throws Exception {
    var p = Pipeline.named("cancel");
    var go = directory.resolve("go");
    var done = p.add(new Write("done", trace)).text();
    var hanging = p.add(new Hang(directory + "/cancel", go, trace)).text();
    var joined = p.add(new Join(done, Optional.of(hanging), trace)).text();
    p.onExit(new Report(directory.resolve("report")));
    var run =
        runner(Checkpoint.NONE).start(request(p).withParallelism(1), home, RunListener.SILENT);
    assertThat(Meeting.await(directory + "/cancel", 1)).isTrue();

    run.cancel();
    var canceled = end(run);

    assertThat(canceled.state()).isEqualTo(RunState.CANCELED);
    assertThat(state(canceled, "Write")).isEqualTo(NodeState.COMPLETE);
    assertThat(state(canceled, "Hang")).isEqualTo(NodeState.CANCELED);
    assertThat(canceled.node("Join").output("text")).isEmpty();
    assertThat(Trace.of(directory.resolve("report"))).hasSize(1);
    assertThat(home.artifacts().staged()).isEmpty();
    Files.createFile(go);
    var resumed = resume("run-1");
    assertThat(resumed.state()).isEqualTo(RunState.COMPLETE);
    assertThat(text(resumed, joined)).isEqualTo("done+done");
    assertThat(trace()).containsExactly("Write", "Hang", "Hang", "Join");
  }

  @Test
  void failedRunIsResumedWhereItFailed() {
    var p = Pipeline.named("resume");
    var text = p.add(new Write("a", trace)).text();
    var failing = p.add(new Fail(1, Code.INVALID_DATA, trace)).text();
    var joined = p.add(new Join(text, Optional.of(failing), trace)).text();
    assertThat(run(p).state()).isEqualTo(RunState.FAILED);

    var resumed = resume("run-1");

    assertThat(text(resumed, joined)).isEqualTo("a+attempt 2");
    assertThat(trace()).containsExactlyInAnyOrder("Write", "Fail", "Fail", "Join");
    assertThat(home.metadata().runs().find("run-1").orElseThrow().state())
        .isEqualTo(RunState.COMPLETE);
  }

  @Test
  void checkpointsOutliveAttemptsAndGoWithTheNode() {
    var p = Pipeline.named("gather");
    var text = p.add(new Gather(2)).text();
    assertThat(run(p).state()).isEqualTo(RunState.FAILED);

    assertThat(text(resume("run-1"), text)).isEqualTo("attempt 1, attempt 2");

    assertThat(home.directory().resolve("artifacts/.checkpoints")).doesNotExist();
    // Another run has nothing to go on from: one attempt is too few again.
    assertThat(run(request(p).withoutCache()).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void checkpointsOfRunsThatNobodyWorksOnGoWhenTheSameWorkIsDone() {
    var p = Pipeline.named("gather");
    var text = p.add(new Gather(2)).text();
    assertThat(run(p).state()).isEqualTo(RunState.FAILED);
    assertThat(run(p).state()).isEqualTo(RunState.FAILED);
    assertThat(home.directory().resolve("artifacts/.checkpoints/run-1")).exists();

    assertThat(resume("run-2").state()).isEqualTo(RunState.COMPLETE);

    assertThat(home.directory().resolve("artifacts/.checkpoints")).doesNotExist();
    var resumed = resume("run-1");
    assertThat(state(resumed, "Gather")).isEqualTo(NodeState.CACHED);
    assertThat(text(resumed, text)).isEqualTo("attempt 1, attempt 2");
  }

  @Test
  void checkpointsThatStayedWhenTheirWorkWasDoneGoWhenItIsFoundDone() {
    var p = Pipeline.named("gather");
    var text = p.add(new Gather(2)).text();
    run(p);
    run(p);
    var left = home.directory().resolve("artifacts/.checkpoints/run-1");
    for (var key : List.of("run/run-1", "run/run-1/Gather", "run/run-1/.conductor")) {
      var held =
          home.metadata().leases().acquire(key, "another", Duration.ofHours(1)).orElseThrow();
      if (state("run-2") == RunState.FAILED) {
        assertThat(resume("run-2").state()).isEqualTo(RunState.COMPLETE);
      }
      assertThat(state(run(p), "Gather")).isEqualTo(NodeState.CACHED);
      assertThat(left).as(key).exists();
      home.metadata().leases().release(held);
    }

    assertThat(text(run(p), text)).isEqualTo("attempt 1, attempt 2");

    assertThat(left.getParent()).doesNotExist();
  }

  private RunState state(String runId) {
    return home.metadata().runs().find(runId).orElseThrow().state();
  }

  @Test
  void checkpointsGoWhenTheirWorkIsFoundDoneInTheRunThatHasKeptThem() {
    var p = Pipeline.named("gather");
    p.add(new Gather(2));
    run(p);
    run(p);
    var leases = home.metadata().leases();
    var held = leases.acquire("run/run-1", "another", Duration.ofHours(1)).orElseThrow();
    resume("run-2");
    leases.release(held);
    assertThat(home.directory().resolve("artifacts/.checkpoints/run-1")).exists();

    assertThat(state(resume("run-1"), "Gather")).isEqualTo(NodeState.CACHED);

    assertThat(home.directory().resolve("artifacts/.checkpoints")).doesNotExist();
  }

  @Test
  void checkpointsOfANodeThatHasSucceededGoAtTheNextRunOfAnyPipeline() throws Exception {
    var p = Pipeline.named("gather");
    p.add(new Gather(1));
    assertThat(run(p).state()).isEqualTo(RunState.COMPLETE);
    home.artifacts().checkpoints("run-1", "Gather", "work").put("part-1", new byte[] {1});
    var failing = Pipeline.named("failing");
    failing.add(new Gather(2));
    assertThat(run(failing).state()).isEqualTo(RunState.FAILED);

    assertThat(home.directory().resolve("artifacts/.checkpoints/run-1")).doesNotExist();
    assertThat(home.directory().resolve("artifacts/.checkpoints/run-2")).exists();
  }

  @Test
  void checkpointsGoAtTheNextRunWhenAProcessHasDiedBeforeItDroppedThem() {
    var p = Pipeline.named("gather");
    var text = p.add(new Gather(2)).text();
    run(p);
    run(p);
    var once = new AtomicBoolean(true);
    Checkpoint broken =
        (point, node) -> {
          if (point == Point.AFTER_COMMIT && once.getAndSet(false)) {
            throw new IllegalStateException("the machine is gone");
          }
        };

    var resumed = recovered(runner(broken), resuming("run-2"), "the machine is gone");

    assertThat(text(resumed, text)).isEqualTo("attempt 1, attempt 2");
    assertThat(state(run(p), "Gather")).isEqualTo(NodeState.CACHED);
    assertThat(home.directory().resolve("artifacts/.checkpoints")).doesNotExist();
  }

  @Test
  void partsOfAnExecutionAreRememberedOnceAmongThoseOfTheNode() {
    var p = Pipeline.named("gather");
    p.add(new Gather(2));
    assertThat(run(p).state()).isEqualTo(RunState.FAILED);
    assertThat(resume("run-1").state()).isEqualTo(RunState.COMPLETE);

    var parts =
        home.metadata()
            .store()
            .getExecutionsByType(
                GetExecutionsByTypeRequest.newBuilder().setTypeName("Part").build())
            .getExecutionsList();
    assertThat(parts)
        .extracting(Execution::getName)
        .containsExactlyInAnyOrder("gather:run-1:Gather:part-1", "gather:run-1:Gather:part-2");
    for (var part : parts) {
      int number = Integer.parseInt(part.getName().substring(part.getName().length() - 1));
      var properties = part.getCustomPropertiesMap();
      assertThat(properties).containsKeys("started", "ended");
      assertThat(properties.get("attempt").getIntValue()).isEqualTo(number);
      assertThat(properties.get("tributary_node_id").getStringValue()).isEqualTo("Gather");
      assertThat(part.getLastKnownState())
          .isEqualTo(number == 2 ? Execution.State.FAILED : Execution.State.COMPLETE);
      var contexts =
          home.metadata()
              .store()
              .getContextsByExecution(
                  GetContextsByExecutionRequest.newBuilder().setExecutionId(part.getId()).build())
              .getContextsList();
      assertThat(contexts).extracting(Context::getName).contains("run-1", "gather.Gather");
    }
  }

  @Test
  void exitHandlersRunAgainWhenAFailedRunIsResumed() {
    var p = Pipeline.named("again");
    p.add(new Fail(1, Code.INVALID_DATA, trace));
    p.onExit(new Report(trace));
    assertThat(run(p).state()).isEqualTo(RunState.FAILED);

    assertThat(resume("run-1").state()).isEqualTo(RunState.COMPLETE);

    assertThat(trace()).filteredOn(line -> line.startsWith("Report")).hasSize(2);
    assertThat(home.metadata().runs().find("run-1").orElseThrow().state())
        .isEqualTo(RunState.COMPLETE);
  }

  @Test
  void outputOfAnExitHandlerIsMadeAnewWhenAFailedRunIsResumed() {
    var p = Pipeline.named("anew");
    p.add(new Fail(1, Code.INVALID_DATA, trace));
    p.onExit(new Write("told", trace), NodeOptions.id("Told"));
    var failed = run(p);
    assertThat(failed.state()).isEqualTo(RunState.FAILED);

    var resumed = resume("run-1");

    assertThat(resumed.state()).as(resumed.message()).isEqualTo(RunState.COMPLETE);
    var first = failed.node("Told").output("text").get(0);
    var second = resumed.node("Told").output("text").get(0);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(first.message().getName()).isEqualTo("anew:run-1:Told:text:0");
    assertThat(second.message().getName()).isEqualTo("anew:run-1:Told:text:0:attempt-2");
    for (var artifact : List.of(first, second)) {
      assertThat(home.artifacts().path(artifact.uri())).isDirectory();
    }
  }

  @Test
  void leftoverThatCannotBeDroppedIsToldAndInNobodysWay() throws Exception {
    var p = Pipeline.named("leftover");
    var text = p.add(new Write("a", trace)).text();
    var apart = directory.resolve("apart");
    deep(apart);
    // So deep that no path leads to its end.
    var left =
        deep(home.directory().resolve("artifacts/.staging/run-1/Write~7~text")).resolve("more");
    Files.move(apart, left);
    var warnings = new ConcurrentLinkedQueue<String>();
    try {
      var result =
          end(
              runner(Checkpoint.NONE)
                  .start(
                      request(p),
                      home,
                      new RunListener() {
                        @Override
                        public void warned(String message) {
                          warnings.add(message);
                        }
                      }));

      assertThat(result.state()).as(result.message()).isEqualTo(RunState.COMPLETE);
      assertThat(text(result, text)).isEqualTo("a");
      assertThat(warnings)
          .isNotEmpty()
          .allSatisfy(warning -> assertThat(warning).contains("attempt run-1/Write/7", "by hand"));
    } finally {
      Files.move(left, apart);
    }
  }

  private static Path deep(Path top) throws IOException {
    var bottom = top;
    for (int i = 0; i < 10; i++) {
      bottom = bottom.resolve("d".repeat(200));
    }
    return Files.createDirectories(bottom);
  }

  @Test
  void homeWithArtifactsOfAnotherDatabaseIsRefused() {
    var p = Pipeline.named("two-databases");
    var text = p.add(new Write("a", trace)).text();
    var first = run(p);
    var other = "sqlite:" + directory.resolve("other.db");
    try (var sameHome = RunHome.open(home.directory(), other, Clock.systemUTC())) {
      assertThatThrownBy(
              () -> end(runner(Checkpoint.NONE).start(request(p), sameHome, RunListener.SILENT)))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("another metadata database")
          .hasMessageContaining("--home");
      assertThat(sameHome.metadata().runs().newest(1)).isEmpty();
    }
    assertThat(text(first, text)).isEqualTo("a");
  }

  @Test
  void nodeThatWasNotCommittedIsCommittedWhenTheRunIsResumed() {
    var p = Pipeline.named("interrupted");
    var text = p.add(new Write("a", trace)).text();
    var line = p.add(new FirstLine(text, trace)).line();
    var once = new AtomicBoolean(true);
    Checkpoint broken =
        (point, node) -> {
          if (point == Point.BEFORE_COMMIT && node.equals("FirstLine") && once.getAndSet(false)) {
            throw new IllegalStateException("the database is gone");
          }
        };
    var resumed = recovered(runner(broken), request(p), "the database is gone");

    assertThat(text(resumed, line)).isEqualTo("a");
    assertThat(trace()).containsExactly("Write", "FirstLine");
    assertThat(resumed.node("FirstLine").reason()).contains("committed from its manifest");
  }

  @Test
  void preparedPayloadThatWasDamagedIsMadeAgain() {
    var p = Pipeline.named("damaged");
    var text = p.add(new Write("a", trace)).text();
    var once = new AtomicBoolean(true);
    Checkpoint broken =
        (point, node) -> {
          if (point == Point.RENAMED && once.getAndSet(false)) {
            damage(home.artifacts().uri("damaged", "Write", "text", 1));
            throw new IllegalStateException("the machine is gone");
          }
        };
    var resumed = recovered(runner(broken), request(p), "the machine is gone");

    assertThat(text(resumed, text)).isEqualTo("a");
    assertThat(resumed.node("Write").attempt()).isEqualTo(2);
    assertThat(trace()).containsExactly("Write", "Write");
    assertThat(home.artifacts().path(home.artifacts().uri("damaged", "Write", "text", 1)))
        .doesNotExist();
  }

  /** A runner ends with what broke it, and the run is resumed; or it has recovered by itself. */
  private RunResult recovered(Runner broken, RunRequest request, String failure) {
    var run = broken.start(request, home, RunListener.SILENT);
    try {
      return run.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining(failure);
      return resume(request.runId());
    }
  }

  private void damage(String uri) {
    try {
      Files.writeString(home.artifacts().path(uri).resolve("text.txt"), "b");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runIdIsUsedOnce() {
    var p = Pipeline.named("taken");
    p.add(new Write("a", trace));
    var request = request(p);
    run(request);

    assertThatThrownBy(() -> run(request))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("exists already")
        .hasMessageContaining("tributary resume run-1");
  }

  @Test
  void runtimeParametersAreCheckedTogetherBeforeAnythingRuns() {
    var p = Pipeline.named("parameters");
    var text = p.add(new Write("ab", trace)).text();
    var times = RuntimeParameter.required("times", Integer.class);
    var repeated = p.add(new Repeat(text, times, trace)).text();

    assertThatThrownBy(() -> run(request(p).withParameters(Map.of("tims", "3"))))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("'times': no value")
        .hasMessageContaining("'tims': unknown");
    assertThat(trace()).isEmpty();
    var three = run(request(p).withParameters(Map.of("times", "3")));
    assertThat(text(three, repeated)).isEqualTo("ababab");
    var two = run(request(p).withParameters(Map.of("times", "2")));
    assertThat(text(two, repeated)).isEqualTo("abab");
    assertThat(state(two, "Write")).isEqualTo(NodeState.CACHED);
  }

  /** Two steps as one. */
  record Twice(Channel<Text> text, Path trace) implements SubPipeline<Twice.Outputs> {
    record Outputs(Channel<Text> line) {}

    @Override
    public Outputs define(Pipeline pipeline) {
      var first = pipeline.add(new FirstLine(text, trace)).line();
      return new Outputs(
          pipeline.add(new FirstLine(first, trace), NodeOptions.id("Second")).line());
    }
  }

  @Test
  void subPipelineRunsAsItsSteps() {
    var p = Pipeline.named("nested");
    var text = p.add(new Write("a\nb", trace)).text();
    var line = p.add(new Twice(text, trace)).line();

    assertThat(text(run(p), line)).isEqualTo("a");
    assertThat(trace()).containsExactly("Write", "Twice.FirstLine", "Twice.Second");
  }

  @Test
  void memoryThatIsNotReleasedFailsTheNode() {
    var p = Pipeline.named("memory");
    p.add(new Leak(false), NodeOptions.id("leaking"));
    p.add(new Leak(true), NodeOptions.id("tidy"));

    var result = run(p);

    assertThat(state(result, "tidy")).isEqualTo(NodeState.COMPLETE);
    assertThat(state(result, "leaking")).isEqualTo(NodeState.FAILED);
    assertThat(result.node("leaking").reason()).contains("leaking", "64 bytes not released");
  }

  @Test
  void failureIsReportedAndNotTheMemoryThatItLeftBehind() {
    var p = Pipeline.named("damaged-rows");
    p.add(new ReadDamaged());

    var node = run(p).node("ReadDamaged");

    assertThat(node.reason()).contains("part-00000.arrow", "a record batch cannot be loaded");
    var failure = node.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(Code.INVALID_DATA);
    if (failure.explanation().isPresent()) { // it was met in this process
      assertThat(failure.getSuppressed())
          .singleElement()
          .satisfies(leak -> assertThat(leak).hasMessageContaining("bytes not released"));
    }
  }

  @Test
  void payloadsDoNotDependOnTheNumberOfThreads() {
    var digests = new ArrayList<Object>();
    for (int threads = 1; threads <= 2; threads++) {
      var p = Pipeline.named("determinism");
      var dice = p.add(new Dice(1_000_000, trace)).text();
      var text = p.add(new Write("a", trace)).text();
      p.add(new Join(dice, Optional.of(text), trace));
      var result = run(request(p).withoutCache().withParallelism(threads));
      var byNode = new TreeMap<String, String>();
      result
          .nodes()
          .forEach(
              node ->
                  node.outputs()
                      .values()
                      .forEach(output -> byNode.put(node.node(), digest(output))));
      digests.add(byNode);
    }

    assertThat(digests.get(0)).isEqualTo(digests.get(1));
    assertThat(digests.get(0).toString()).contains("Dice", "Join", "Write");
  }

  private static String digest(List<StoredArtifact<?>> output) {
    return output.get(0).digest();
  }

  @Test
  void nodesHaveLogsOfTheirOwn() throws Exception {
    var p = Pipeline.named("logs");
    p.add(new Silent("today"));
    p.add(new Fail(9, Code.INVALID_DATA, trace));
    run(p);

    assertThat(Files.readString(home.log("run-1", "Silent"))).contains("INFO nothing, today");
    assertThat(Files.readString(home.log("run-1", "Fail")))
        .contains("ERROR INVALID_DATA", "ExecutionFailure", "at io.tributary.core.steps.Fail.run");
  }

  @Test
  void nodeWhoseLogCannotBeWrittenFails() throws Exception {
    Files.createFile(home.directory().resolve("runs"));
    var p = Pipeline.named("unlogged");
    p.add(new Write("a", trace));

    var result = run(p);

    assertThat(state(result, "Write")).isEqualTo(NodeState.FAILED);
    assertThat(result.node("Write").reason()).contains("Write.log", "cannot be written");
    assertThat(home.artifacts().staged()).isEmpty();
    assertThat(trace()).isEmpty();
  }

  @Test
  void attemptThatFailedStaysFailedWhenTheRunIsCanceledBeforeTheNext() {
    var p = Pipeline.named("pause");
    p.add(
        new Fail(1, Code.UNAVAILABLE, trace),
        NodeOptions.DEFAULT.withRetries(1, Duration.ofHours(1)));
    var pausing = new CountDownLatch(1);
    var listener =
        new RunListener() {
          @Override
          public void nodeRetrying(
              String node, int attempt, ExecutionFailure failure, Duration pause) {
            pausing.countDown();
          }
        };
    var run = runner(Checkpoint.NONE).start(request(p), home, listener);
    assertThat(reached(pausing)).isTrue();
    run.cancel();

    var result = end(run).node("Fail");

    assertThat(result.state()).isEqualTo(NodeState.CANCELED);
    var execution =
        home.metadata()
            .store()
            .getExecutionsByID(
                GetExecutionsByIDRequest.newBuilder()
                    .addExecutionIds(result.executionId().getAsLong())
                    .build())
            .getExecutions(0);
    assertThat(execution.getLastKnownState()).isEqualTo(Execution.State.FAILED);
    assertThat(execution.getCustomPropertiesMap().get("tributary_error_code").getStringValue())
        .isEqualTo("UNAVAILABLE");
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatReadsAnArtifactWithoutDigestIsNotReused() throws Exception {
    var p = Pipeline.named("foreign");
    var latest = p.add(new Latest(3)).text();
    var text = p.add(new Write("abcd", trace)).text();
    var joined = p.add(new Join(text, Optional.of(latest), trace)).text();
    run(p);
    var payload = Files.createDirectories(directory.resolve("payload"));
    var file = Files.writeString(payload.resolve("text.txt"), "old");
    putWithoutDigest("foreign", payload);
    assertThat(text(run(p), joined)).isEqualTo("abcd+old");
    Files.writeString(file, "new");

    var result = run(p);

    assertThat(text(result, joined)).isEqualTo("abcd+new");
    assertThat(result.node("Join").reason()).contains("content", "not known");
  }

  private void putWithoutDigest(String pipeline, Path payload) {
    var store = home.metadata().store();
    var type =
        store
            .getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("Text").build())
            .getArtifactType()
            .getId();
    store.putArtifacts(
        PutArtifactsRequest.newBuilder()
            .addArtifacts(
                Artifact.newBuilder()
                    .setTypeId(type)
                    .setUri(payload.toString())
                    .setState(Artifact.State.LIVE)
                    .putCustomProperties("length", Value.newBuilder().setIntValue(3).build())
                    .putCustomProperties(
                        "pipeline_name", Value.newBuilder().setStringValue(pipeline).build()))
            .build());
  }

  @Test
  void runWhoseListenerThrowsAtItsStartCanBeResumedAtOnce() {
    var p = Pipeline.named("deaf");
    var text = p.add(new Write("a", trace)).text();
    var listener =
        new RunListener() {
          @Override
          public void runStarted(String runId, String pipeline, List<String> nodes) {
            throw new IllegalStateException("no terminal");
          }
        };
    assertThatThrownBy(() -> runner(Checkpoint.NONE).start(request(p), home, listener))
        .hasMessageContaining("no terminal");

    assertThat(text(resume("run-1"), text)).isEqualTo("a");
  }

  @Test
  void resumedRunIsAsItWasStarted() {
    var p = Pipeline.named("settings");
    var target = PushTarget.of("triton://localhost:8001", trace.resolveSibling("models"));
    var times = RuntimeParameter.withDefault("times", 1);
    var late = p.add(new Fail(1, Code.INVALID_DATA, trace)).text();
    var joined = p.add(new Join(late, Optional.empty(), trace)).text();
    var repeated = p.add(new Repeat(joined, times, trace)).text();
    var dice =
        p.when(Condition.that(joined, Text.LENGTH).isAtLeast(0L)).add(new Dice(1_000_000, trace));
    var started =
        request(p)
            .withParameters(Map.of("times", "2"))
            .withSeed(7)
            .withParallelism(3)
            .withoutCache()
            .withPushTarget(target)
            .withTrigger("schedule nightly")
            .withCommand("run settings");
    assertThat(run(started).state()).isEqualTo(RunState.FAILED);
    var stored = home.metadata().runs().find("run-1").orElseThrow();

    var request = RunRequest.resuming(stored, home, RunnerContract.class.getClassLoader());
    var resumed = run(request);

    assertThat(request)
        .isEqualTo(
            new RunRequest(
                started.pipeline(),
                started.classLoader(),
                "run-1",
                Map.of("times", "2"),
                false,
                true,
                new RunSettings(
                    7,
                    3,
                    List.of(),
                    Optional.of(target),
                    Optional.of("schedule nightly"),
                    Optional.of("run settings")),
                Optional.empty(),
                request.trace()));
    assertThat(text(resumed, repeated)).isEqualTo("attempt 2+nothingattempt 2+nothing");
    assertThat(text(resumed, dice.text()))
        .isEqualTo(Integer.toString(new Random(7).nextInt(1_000_000)));
  }
}
