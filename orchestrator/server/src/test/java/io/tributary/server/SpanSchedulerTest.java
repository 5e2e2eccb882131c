package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.SpanPlan.Late;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules that are about spans: by time, with late data, and upon the arrival of data. */
class SpanSchedulerTest {
  private static final String PATTERN = "/in/{SPAN}.csv";

  /** 2026-01-01. */
  private static final long DAY = 20_454;

  @TempDir Path directory;

  private final SetClock clock = new SetClock("2026-01-01T00:30:00Z");
  private final FakeSpans data = new FakeSpans();
  private final Launches launches = Launches.endingAtOnce();
  private MetadataDatabase database;
  private Schedules schedules;
  private Scheduler scheduler;

  @BeforeEach
  void open() {
    database = MetadataDatabase.open(directory.resolve("metadata.db"), clock);
    schedules = new Schedules(database, clock, data);
    scheduler = new Scheduler(database, launches, "one", data);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** At six in Berlin, about the day before. */
  private Schedule daily(Late late, String patience) {
    return schedules.add(
        Schedule.of(
                "s",
                "taxi",
                new Trigger.Cron("0 6 * * *", ZoneId.of("Europe/Berlin")),
                clock.instant(),
                clock.instant())
            .withPolicies(CatchUp.ALL, Overlap.QUEUE)
            .about(
                new SpanPlan(
                    SpanPlan.Unit.DAY,
                    1,
                    Optional.of(
                        new SpanPlan.Data(
                            PATTERN, Duration.ofMinutes(1), late, Duration.parse(patience))))));
  }

  private Schedule onSpan(CatchUp catchUp) {
    return schedules.add(
        Schedule.of(
                "s",
                "taxi",
                new Trigger.OnSpan(PATTERN, Duration.ofMinutes(1)),
                clock.instant(),
                clock.instant())
            .withPolicies(catchUp, Overlap.QUEUE));
  }

  /** Steps until there is nothing more to do now. */
  private Step at(String time) {
    clock.set(Instant.parse(time));
    return settled(scheduler);
  }

  private Step settled(Scheduler one) {
    var now = clock.instant();
    var step = one.next(now);
    while (step.again().isPresent() && !step.again().get().isAfter(now)) {
      step = one.next(now);
    }
    return step;
  }

  /** For example {@code 20453 ENDED}. */
  private List<String> ticks() {
    var lines = new ArrayList<String>();
    for (var tick : database.schedules().newest("s", 1000)) {
      lines.add(tick.span() + " " + tick.reason().map(Enum::name).orElse(tick.state().name()));
    }
    Collections.reverse(lines);
    return lines;
  }

  private Tick last() {
    return database.schedules().newest("s", 1).get(0);
  }

  @Test
  void tickIsAboutTheDayBeforeInItsZone() {
    schedules.add(
        Schedule.of(
                "s",
                "taxi",
                new Trigger.Cron("30 0 * * *", ZoneId.of("Europe/Berlin")),
                clock.instant(),
                clock.instant())
            .about(new SpanPlan(SpanPlan.Unit.DAY, 1, Optional.empty())));
    at("2026-01-01T23:30:00Z");
    assertThat(launches.spans()).isEqualTo(Map.of("s-20260101T233000Z", "" + DAY));
  }

  @Test
  void tickWhoseDataIsThereIsStartedAtOnce() {
    daily(Late.WAIT, "PT6H");
    data.come(DAY - 1, "2026-01-01T04:00:00Z");
    at("2026-01-01T05:00:00Z");
    assertThat(launches.spans()).isEqualTo(Map.of("s-20260101T050000Z", "" + (DAY - 1)));
    assertThat(ticks()).containsExactly("20453 ENDED");
  }

  @Test
  void tickWaitsVisiblyForItsDataAndIsStartedWhenThatIsSettled() {
    daily(Late.WAIT, "PT6H");
    var again = at("2026-01-01T05:00:00Z").again();
    assertThat(again).contains(Instant.parse("2026-01-01T05:00:10Z"));
    assertThat(ticks()).containsExactly("20453 WAITING");
    assertThat(last().message())
        .isEqualTo("waits until 2026-01-01T11:00:00Z for span 20453: no file /in/20453.csv");
    data.come(DAY - 1, "2026-01-01T07:00:00Z");
    at("2026-01-01T07:00:30Z");
    assertThat(last().message())
        .endsWith("/in/20453.csv or another file of span 20453 has just changed");
    at("2026-01-01T07:00:59Z");
    assertThat(launches.started()).isEmpty();
    at("2026-01-01T07:01:09Z");
    assertThat(launches.started()).containsExactly("s-20260101T050000Z");
    assertThat(ticks()).containsExactly("20453 ENDED");
  }

  @Test
  void tickThatHasWaitedUntilItsDeadlineFails() {
    daily(Late.WAIT, "PT6H");
    at("2026-01-01T05:00:00Z");
    assertThat(at("2026-01-01T10:59:55Z").again()).contains(Instant.parse("2026-01-01T11:00:00Z"));
    assertThat(ticks()).containsExactly("20453 WAITING");
    at("2026-01-01T11:00:00Z");
    assertThat(ticks()).containsExactly("20453 FAILED");
    assertThat(last().message())
        .isEqualTo("span 20453 was not there by 2026-01-01T11:00:00Z: no file /in/20453.csv");
    data.come(DAY - 1, "2026-01-01T11:30:00Z");
    at("2026-01-01T12:00:00Z");
    assertThat(launches.started()).isEmpty();
  }

  @Test
  void ticksBehindOneThatWaitsComeAfterIt() {
    daily(Late.WAIT, "P3D");
    data.come(DAY, "2026-01-01T23:00:00Z");
    at("2026-01-02T05:00:00Z");
    assertThat(ticks()).containsExactly("20453 WAITING", "20454 CLAIMED");
    data.come(DAY - 1, "2026-01-02T06:00:00Z");
    at("2026-01-02T07:00:00Z");
    assertThat(ticks()).containsExactly("20453 ENDED", "20454 ENDED");
    assertThat(launches.started()).containsExactly("s-20260101T050000Z", "s-20260102T050000Z");
  }

  @Test
  void lateTickFailsOrIsSkippedWhereItsScheduleSaysSo() {
    daily(Late.FAIL, "PT0S");
    at("2026-01-01T05:00:00Z");
    assertThat(ticks()).containsExactly("20453 FAILED");
    assertThat(last().message()).isEqualTo("span 20453 is late: no file /in/20453.csv");
    schedules.remove("s");
    daily(Late.SKIP, "PT0S");
    at("2026-01-02T05:00:00Z");
    data.come(DAY + 1, "2026-01-02T22:00:00Z");
    at("2026-01-03T05:00:00Z");
    assertThat(ticks()).containsExactly("20453 FAILED", "20454 LATE", "20455 ENDED");
  }

  @Test
  void tickThatWaitsIsSkippedWhenItsScheduleIsPaused() {
    daily(Late.WAIT, "PT6H");
    at("2026-01-01T05:00:00Z");
    schedules.pause("s");
    at("2026-01-01T05:00:10Z");
    assertThat(ticks()).containsExactly("20453 PAUSED");
  }

  @Test
  void tickThatWaitsIsTakenOverByAnotherServer() {
    daily(Late.WAIT, "PT6H");
    at("2026-01-01T05:00:00Z");
    scheduler = new Scheduler(database, launches, "two", data);
    data.come(DAY - 1, "2026-01-01T07:00:00Z");
    at("2026-01-01T08:00:00Z");
    assertThat(launches.started()).containsExactly("s-20260101T050000Z");
  }

  @Test
  void spanThatArrivesIsRunWhenItsFilesHaveSettledAndOnce() {
    onSpan(CatchUp.NONE);
    at("2026-01-01T01:00:00Z");
    data.come(7, "2026-01-01T01:00:05Z");
    at("2026-01-01T01:00:30Z");
    data.come(7, "2026-01-01T01:00:35Z");
    at("2026-01-01T01:01:20Z");
    assertThat(launches.started()).isEmpty();
    at("2026-01-01T01:01:35Z");
    assertThat(launches.spans()).isEqualTo(Map.of("s-span-7", "7"));
    data.come(7, "2026-01-01T01:02:00Z");
    at("2026-01-01T02:00:00Z");
    assertThat(launches.started()).hasSize(1);
    assertThat(launches.resumed()).isEmpty();
  }

  @Test
  void markedSpanIsRunAtOnce() {
    onSpan(CatchUp.NONE);
    data.come(7, "2026-01-01T01:00:05Z");
    data.mark(7);
    at("2026-01-01T01:00:06Z");
    assertThat(launches.started()).containsExactly("s-span-7");
  }

  @Test
  void spansThatArriveTogetherAreRunInOrderEachOnItsOwn() {
    onSpan(CatchUp.NONE);
    for (long span : List.of(9L, 7L, 8L)) {
      data.come(span, "2026-01-01T01:00:00Z");
    }
    at("2026-01-01T02:00:00Z");
    assertThat(launches.started()).containsExactly("s-span-7", "s-span-8", "s-span-9");
    data.come(3, "2026-01-01T02:00:00Z");
    at("2026-01-01T03:00:00Z");
    assertThat(ticks()).containsExactly("7 ENDED", "8 ENDED", "9 ENDED", "3 ENDED");
  }

  @Test
  void newVersionOfASpanIsAnotherArrival() {
    onSpan(CatchUp.NONE);
    data.comeAs(7, 1);
    at("2026-01-01T01:00:00Z");
    data.comeAs(7, 2);
    at("2026-01-01T02:00:00Z");
    assertThat(launches.started()).containsExactly("s-span-7-v1", "s-span-7-v2");
  }

  @Test
  void spansThatWereThereBeforeFollowTheCatchUp() {
    for (long span = 1; span <= 3; span++) {
      data.come(span, "2025-12-31T00:00:00Z");
    }
    onSpan(CatchUp.LATEST);
    at("2026-01-01T01:00:00Z");
    assertThat(ticks()).containsExactly("1 CATCH_UP", "2 CATCH_UP", "3 ENDED");
    schedules.remove("s");
    onSpan(CatchUp.ALL);
    at("2026-01-01T02:00:00Z");
    assertThat(launches.started())
        .as("known to a schedule of this name")
        .containsExactly("s-span-3");
  }

  @Test
  void spansThatArriveWhilePausedAreNotMadeUpFor() {
    onSpan(CatchUp.NONE);
    schedules.pause("s");
    data.come(1, "2026-01-01T01:00:00Z");
    at("2026-01-01T02:00:00Z");
    data.come(2, "2026-01-01T02:00:00Z");
    clock.set(Instant.parse("2026-01-01T03:00:00Z"));
    schedules.resume("s");
    data.come(3, "2026-01-01T03:00:00Z");
    at("2026-01-01T04:00:00Z");
    assertThat(ticks()).containsExactly("1 PAUSED", "2 PAUSED", "3 ENDED");
  }

  @Test
  void spansThatArriveWhileNoServerRunsAreRunAfterwards() {
    onSpan(CatchUp.NONE);
    at("2026-01-01T01:00:00Z");
    for (long span = 1; span <= 3; span++) {
      data.come(span, "2026-01-02T00:00:00Z");
    }
    scheduler = new Scheduler(database, launches, "two", data);
    at("2026-01-05T00:00:00Z");
    assertThat(launches.started()).containsExactly("s-span-1", "s-span-2", "s-span-3");
  }

  @Test
  void spansThatArriveAfterTheEndAreLeftAlone() {
    schedules.add(
        Schedule.of(
                "s",
                "taxi",
                new Trigger.OnSpan(PATTERN, Duration.ZERO),
                clock.instant(),
                clock.instant())
            .until(Instant.parse("2026-01-01T02:00:00Z")));
    data.come(1, "2026-01-01T01:00:00Z");
    at("2026-01-01T01:59:59Z");
    data.come(2, "2026-01-01T02:00:00Z");
    at("2026-01-01T03:00:00Z");
    assertThat(launches.started()).containsExactly("s-span-1");
  }

  @Test
  void artifactOfAnotherPipelineIsRunUponOnce() {
    schedules.add(
        Schedule.of(
            "s",
            "taxi",
            new Trigger.OnArtifact("other", "Trainer", "model"),
            clock.instant(),
            clock.instant()));
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    long first = makes("one");
    at("2026-01-01T02:00:00Z");
    at("2026-01-01T03:00:00Z");
    long second = makes("two");
    long third = makes("three");
    scheduler = new Scheduler(database, launches, "two", data);
    at("2026-01-04T04:00:00Z");
    assertThat(launches.started())
        .containsExactly("s-artifact-" + first, "s-artifact-" + second, "s-artifact-" + third);
  }

  /** A complete run of another pipeline, which has made a model. */
  private long makes(String run) {
    var store = database.store();
    database
        .runs()
        .create(
            PipelineRun.starting(
                run, "other", clock.instant(), ByteString.EMPTY, Map.of(), "me", true));
    long execution =
        store
            .putExecutionType(
                PutExecutionTypeRequest.newBuilder()
                    .setExecutionType(ExecutionType.newBuilder().setName("Trainer"))
                    .build())
            .getTypeId();
    long model =
        store
            .putArtifactType(
                PutArtifactTypeRequest.newBuilder()
                    .setArtifactType(ArtifactType.newBuilder().setName("Model"))
                    .build())
            .getTypeId();
    var path = Event.Path.newBuilder().addSteps(Event.Path.Step.newBuilder().setKey("model"));
    var made =
        store.putExecution(
            PutExecutionRequest.newBuilder()
                .setExecution(Execution.newBuilder().setTypeId(execution))
                .addArtifactEventPairs(
                    PutExecutionRequest.ArtifactAndEvent.newBuilder()
                        .setArtifact(
                            Artifact.newBuilder().setTypeId(model).setState(Artifact.State.LIVE))
                        .setEvent(Event.newBuilder().setType(Event.Type.OUTPUT).setPath(path)))
                .build());
    var node =
        new NodeRun(
            run,
            "Trainer",
            NodeState.COMPLETE,
            1,
            OptionalLong.of(made.getExecutionId()),
            "",
            Optional.empty(),
            Optional.empty(),
            "{}");
    database.runs().put(node);
    database.runs().finish(run, RunState.COMPLETE, "");
    return made.getArtifactIds(0);
  }

  @Test
  void serversWhoseClocksAreApartStartEachTimeOnce() {
    schedules.add(
        Schedule.of(
                "t",
                "taxi",
                new Trigger.Every(Duration.ofSeconds(20), Instant.parse("2026-01-01T01:00:00Z")),
                Instant.parse("2026-01-01T01:00:00Z"),
                clock.instant())
            .withPolicies(CatchUp.ALL, Overlap.QUEUE));
    var other = new Scheduler(database, launches, "two", data);
    var now = Instant.parse("2026-01-01T01:00:00Z");
    for (int step = 0; step < 300; step++) {
      clock.set(now);
      settled(scheduler);
      clock.set(step % 11 == 0 ? now.minus(Duration.ofHours(1)) : now.minusSeconds(30));
      settled(other);
      now = now.plusSeconds(7);
    }
    var first = Instant.parse("2026-01-01T01:00:00Z");
    assertThat(launches.started())
        .containsExactlyElementsOf(
            Stream.iterate(first, time -> time.plusSeconds(20))
                .limit((299 * 7) / 20 + 1)
                .map(time -> Scheduler.runId("t", time))
                .toList());
    assertThat(launches.resumed()).isEmpty();
  }

  @Test
  void serversWhoseClocksAreApartRunEachSpanOnce() {
    onSpan(CatchUp.NONE);
    var other = new Scheduler(database, launches, "two", data);
    var now = Instant.parse("2026-01-01T01:00:00Z");
    for (int step = 0; step < 60; step++) {
      if (step % 5 == 0) {
        data.come(step, now);
      }
      now = now.plusSeconds(11);
      clock.set(now);
      settled(scheduler);
      // Thirty seconds behind, and now and then jumping back an hour.
      clock.set(now.minusSeconds(step % 7 == 0 ? 3_600 : 30));
      settled(other);
    }
    clock.set(now.plusSeconds(120));
    settled(scheduler);
    assertThat(launches.started())
        .containsExactly(
            List.of(0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55).stream()
                .map(span -> "s-span-" + span)
                .toArray(String[]::new));
    assertThat(launches.resumed()).isEmpty();
    assertThat(ticks()).hasSize(12).allMatch(line -> line.endsWith(" ENDED"));
  }

  @Test
  void serverThatDiesAfterClaimingIsFollowedByAnotherWithTheSameRun() {
    onSpan(CatchUp.NONE);
    data.come(7, "2026-01-01T00:00:00Z");
    clock.set(Instant.parse("2026-01-01T01:00:00Z"));
    var dying =
        new Scheduler(
            database,
            (tick, schedule) -> {
              throw new OutOfMemoryError("dies here");
            },
            "dying",
            data);
    assertThat(dying.next(clock.instant()).failures()).hasSize(1);
    at("2026-01-01T01:00:30Z");
    assertThat(launches.started()).isEmpty();
    at("2026-01-01T01:01:30Z");
    assertThat(launches.started()).containsExactly("s-span-7");
  }

  @Test
  void filesOfThisMachineAreFoundAndLookedAfter() throws Exception {
    scheduler = new Scheduler(database, launches, "one");
    schedules = new Schedules(database, clock);
    schedules.add(
        Schedule.of(
            "s",
            "taxi",
            new Trigger.OnSpan(directory + "/in/{SPAN}/*.csv", Duration.ofDays(1)),
            clock.instant(),
            clock.instant()));
    clock.set(Instant.now());
    assertThat(settled(scheduler).failures()).isEmpty();
    write("7/a.csv");
    write("8/a.csv");
    write("8/_SUCCESS");
    clock.advance(Duration.ofMinutes(1));
    settled(scheduler);
    assertThat(launches.started()).containsExactly("s-span-8");
    clock.advance(Duration.ofDays(2));
    settled(scheduler);
    assertThat(launches.started()).containsExactly("s-span-8", "s-span-7");
  }

  private void write(String name) throws IOException {
    var file = directory.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "n\n1\n");
    // A time that copying has taken along does not count where the file system knows better.
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
  }

  @Test
  void patternThatCannotBeReadIsToldOnceAndHoldsUpNoOther() throws Exception {
    scheduler = new Scheduler(database, launches, "one");
    schedules = new Schedules(database, clock);
    schedules.add(
        Schedule.of(
            "s",
            "taxi",
            new Trigger.OnSpan(directory + "/in/{YYYY}{MM}{DD}.csv", Duration.ZERO),
            clock.instant(),
            clock.instant()));
    schedules.add(
        Schedule.of(
            "t",
            "taxi",
            new Trigger.Cron("0 * * * *", ZoneId.of("UTC")),
            clock.instant(),
            clock.instant()));
    write("20269999.csv");
    assertThat(at("2026-01-01T00:59:00Z").failures())
        .singleElement()
        .satisfies(
            failure -> assertThat(failure).hasMessageContaining("whose date would be 2026-99-99"));
    assertThat(at("2026-01-01T01:00:00Z").failures()).isEmpty();
    assertThat(launches.started()).containsExactly("t-20260101T010000Z");
  }

  @Test
  void wrongPatternIsRefusedWhenTheScheduleIsAdded() {
    assertThatThrownBy(
            () ->
                new Schedules(database, clock)
                    .add(
                        Schedule.of(
                            "s",
                            "taxi",
                            new Trigger.OnSpan("/in/{SPANS}", Duration.ZERO),
                            clock.instant(),
                            clock.instant())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{SPANS} (expected: {SPAN}");
    assertThat(schedules.all()).isEmpty();
  }
}
