package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.Runner;
import io.tributary.core.jar.RunJar;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Tick;
import io.tributary.metadata.TickState;
import io.tributary.metadata.Trigger;
import io.tributary.proto.pipeline.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLaunchTest {
  private static final Instant TIME = Instant.parse("2026-01-01T01:00:00Z");

  @TempDir Path directory;

  private final SetClock clock = new SetClock("2026-01-01T01:00:00Z");
  private final FakeRunner runner = new FakeRunner();
  private final List<Path> defined = new ArrayList<>();
  private RunHome home;
  private RunLaunch launch;

  @BeforeEach
  void open() {
    home = RunHome.open(directory.resolve("home"), clock);
    launch =
        new RunLaunch(
            home, runner, this::define, RunListener.SILENT, RunLaunchTest.class.getClassLoader());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private RunRequest define(Schedule schedule, Tick tick, List<Path> jars) {
    defined.addAll(jars);
    return RunRequest.of(
            Pipeline.getDefaultInstance(), RunLaunchTest.class.getClassLoader(), tick.runId())
        .withParameters(schedule.settings());
  }

  /** Stores runs, which end when the test says so. */
  private static final class FakeRunner implements Runner {
    final List<RunRequest> requests = new ArrayList<>();
    final CompletableFuture<RunState> end = new CompletableFuture<>();

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
      requests.add(request);
      if (!request.resume()) {
        home.metadata().runs().create(stored(request.runId()));
      }
      return new ActiveRun() {
        @Override
        public String runId() {
          return request.runId();
        }

        @Override
        public void cancel() {
          end.complete(RunState.CANCELED);
        }

        @Override
        public RunResult await() {
          return new RunResult(request.runId(), "taxi", end.join(), "", Duration.ZERO, List.of());
        }
      };
    }
  }

  private static PipelineRun stored(String runId) {
    return PipelineRun.starting(runId, "taxi", TIME, ByteString.EMPTY, Map.of(), "me", true);
  }

  private static Schedule schedule() {
    return Schedule.of("s", "taxi", new Trigger.Every(Duration.ofHours(1), TIME), TIME, TIME)
        .withSettings(Map.of("steps", "3"));
  }

  private static Tick tick() {
    return Tick.claimed("s", TIME, Scheduler.runId("s", TIME), TIME);
  }

  @Test
  void runOfATickIsStartedWithTheSettingsOfItsSchedule() throws Exception {
    var launched = launch.launch(tick(), Optional.of(schedule()));
    assertThat(runner.requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.runId()).isEqualTo("s-20260101T010000Z");
              assertThat(request.parameters()).containsExactly(Map.entry("steps", "3"));
              assertThat(request.settings().trigger()).contains("schedule s");
              assertThat(request.resume()).isFalse();
            });
    assertThat(launched.ending()).isEmpty();
    runner.end.complete(RunState.COMPLETE);
    launched.await();
    assertThat(launched.ending())
        .contains(new Launched.Ending(Launched.Outcome.COMPLETE, "COMPLETE"));
  }

  @Test
  void runThatIsStoredIsGoneOnWith() {
    home.metadata().runs().create(stored(tick().runId()));
    launch.launch(tick(), Optional.empty());
    assertThat(runner.requests).extracting(RunRequest::resume).containsExactly(true);
  }

  @Test
  void runThatHasEndedIsOnlyLookedAt() {
    home.metadata().runs().create(stored(tick().runId()));
    home.metadata().runs().finish(tick().runId(), RunState.FAILED, "Trainer failed");
    assertThat(launch.launch(tick(), Optional.empty()).ending())
        .contains(new Launched.Ending(Launched.Outcome.FAILED, "FAILED: Trainer failed"));
    assertThat(runner.requests).isEmpty();
  }

  @Test
  void runThatHasFailedIsGoneOnWithWhenItsTickIsRetried() {
    home.metadata().runs().create(stored("b-span-7"));
    home.metadata().runs().finish("b-span-7", RunState.FAILED, "Trainer failed");
    var retried =
        new Tick(
            "b",
            TIME,
            TIME,
            TickState.RETRIED,
            "b-span-7",
            Optional.empty(),
            "",
            TIME,
            "7",
            "span-7");
    launch.launch(retried, Optional.of(schedule()));
    assertThat(runner.requests).extracting(RunRequest::resume).containsExactly(true);
    launch.launch(retried.started(TIME), Optional.of(schedule()));
    assertThat(runner.requests).as("what has failed since is over").hasSize(1);
  }

  @Test
  void runOfACauseRemembersIt() {
    var tick = Tick.claimed("s", TIME, "s-artifact-12", TIME).withCause("artifact-12");
    launch.launch(tick, Optional.of(schedule()));
    assertThat(runner.requests.get(0).settings().trigger()).contains("schedule s, artifact-12");
  }

  @Test
  void runThatIsStoppedIsNotOver() throws Exception {
    var launched = launch.launch(tick(), Optional.of(schedule()));
    launched.cancel();
    launched.await();
    assertThat(launched.ending()).hasValueSatisfying(end -> assertThat(end.isFinal()).isFalse());
  }

  @Test
  void runOfARemovedScheduleIsNotStarted() {
    assertThatThrownBy(() -> launch.launch(tick(), Optional.empty()))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("its schedule was removed");
  }

  @Test
  void runHasTheJarsOfItsScheduleAsTheyWereKept() throws Exception {
    var jar = directory.resolve("build.jar");
    write(jar, "first");
    List<String> lines;
    try (var kept = RunJars.keep(home, "s", List.of(jar))) {
      lines = kept.jars().stream().map(one -> RunJar.format(List.of(one))).toList();
      kept.retain();
    }
    write(jar, "second");
    launch.launch(tick(), Optional.of(schedule().withJars(lines)));
    var digest = RunJar.parse(lines.get(0)).get(0).digest();
    assertThat(defined).containsExactly(home.directory().resolve("jars/" + digest + ".jar"));
    assertThat(runner.requests.get(0).jars()).extracting(RunJar::digest).containsExactly(digest);
    assertThat(defined.get(0)).exists();
  }

  @Test
  void jarThatIsGoneIsNamed() throws Exception {
    var jar = directory.resolve("build.jar");
    write(jar, "first");
    List<String> lines;
    try (var kept = RunJars.keep(home, "s", List.of(jar))) {
      lines = kept.jars().stream().map(one -> RunJar.format(List.of(one))).toList();
      kept.retain();
      Files.delete(kept.paths().get(0));
    }
    Files.delete(jar);
    assertThatThrownBy(() -> launch.launch(tick(), Optional.of(schedule().withJars(lines))))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("schedule 's' > jars: build.jar");
  }

  private static void write(Path jar, String text) throws Exception {
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(text));
    }
  }
}
