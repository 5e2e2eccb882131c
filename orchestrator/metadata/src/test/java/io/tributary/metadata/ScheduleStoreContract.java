package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionRequest.ArtifactAndEvent;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of schedules must do. An implementation's test extends this class. */
abstract class ScheduleStoreContract {

  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private MetadataDatabase database;
  private ScheduleStore schedules;

  /** Opens the database of this test, which is empty at first. */
  abstract MetadataDatabase openDatabase(Clock clock) throws Exception;

  /** The store under test; another than the database's own to see whether this suite notices. */
  ScheduleStore storeOf(MetadataDatabase opened) {
    return opened.schedules();
  }

  @BeforeEach
  final void open() throws Exception {
    database = openDatabase(Clock.systemUTC());
    schedules = storeOf(database);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private static Schedule hourly(String name) {
    return Schedule.of(name, "taxi", new Trigger.Every(HOUR, START), START, START);
  }

  private static Tick claimed(String schedule, int hour) {
    return Tick.claimed(schedule, START.plus(HOUR.multipliedBy(hour)), schedule + hour, NOW);
  }

  @Test
  void scheduleIsFoundAsItWasCreatedAlsoAfterReopening() throws Exception {
    var settings = new LinkedHashMap<String, String>();
    settings.put("z", "a \"quoted\" \\ value\nof ünï lines");
    settings.put("a", "");
    var cron =
        Schedule.of(
                "daily.1",
                "com.example.Taxi",
                new Trigger.Cron("0 6 * * 1-5", ZoneId.of("Europe/Berlin")),
                START,
                NOW)
            .withJars(List.of("0af file:/home/jars/0af.jar file:/build/a%20b.jar", "1b x y"))
            .withSettings(settings)
            .withPolicies(CatchUp.ALL, Overlap.QUEUE)
            .until(START.plus(HOUR));
    var every = hourly("every");
    assertThat(schedules.create(every)).isEqualTo(every);
    assertThat(schedules.create(cron)).isEqualTo(cron);
    close();
    open();
    assertThat(schedules.find("daily.1")).contains(cron);
    assertThat(schedules.find("daily.1").orElseThrow().settings().keySet())
        .containsExactly("z", "a");
    assertThat(schedules.all()).containsExactly(cron, every);
    assertThat(schedules.find("none")).isEmpty();
  }

  @Test
  void nameIsTakenOnce() {
    schedules.create(hourly("s"));
    fails(Code.ALREADY_EXISTS, () -> schedules.create(hourly("s")));
    assertThat(schedules.all()).hasSize(1);
  }

  @Test
  void scheduleIsPausedAndGoesOn() {
    schedules.create(hourly("s"));
    assertThat(schedules.setPaused("s", true).paused()).isTrue();
    assertThat(schedules.find("s").orElseThrow().paused()).isTrue();
    assertThat(schedules.setPaused("s", false)).isEqualTo(hourly("s"));
    fails(Code.NOT_FOUND, () -> schedules.setPaused("none", true));
  }

  @Test
  void removedScheduleLeavesItsTicks() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(claimed("s", 0)), START);
    schedules.remove("s");
    assertThat(schedules.find("s")).isEmpty();
    assertThat(schedules.open()).containsExactly(claimed("s", 0));
    fails(Code.NOT_FOUND, () -> schedules.remove("s"));
    fails(Code.NOT_FOUND, () -> schedules.settle("s", List.of(claimed("s", 1)), NOW));
  }

  @Test
  void scheduleOfARemovedOnesNameDoesNotSettleItsTicksAgain() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(claimed("s", 0), claimed("s", 3)), claimed("s", 3).scheduled());
    schedules.remove("s");
    assertThat(schedules.create(hourly("s")).settled()).isEqualTo(claimed("s", 3).scheduled());
    assertThat(schedules.create(hourly("other"))).isEqualTo(hourly("other"));
  }

  @Test
  void claimIsMadeOnceAndAllOrNothing() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(claimed("s", 1)), claimed("s", 1).scheduled());
    fails(
        Code.ALREADY_EXISTS,
        () ->
            schedules.settle(
                "s", List.of(claimed("s", 0), claimed("s", 1)), claimed("s", 5).scheduled()));
    assertThat(schedules.open()).containsExactly(claimed("s", 1));
    assertThat(schedules.find("s").orElseThrow().settled()).isEqualTo(claimed("s", 1).scheduled());
  }

  @Test
  void whatIsSettledNeverGoesBack() {
    schedules.create(hourly("s"));
    schedules.settle("s", List.of(), NOW);
    schedules.settle("s", List.of(), START);
    assertThat(schedules.find("s").orElseThrow().settled()).isEqualTo(NOW);
  }

  @Test
  void ticksThatSettleNothingAreRefused() {
    schedules.create(hourly("s"));
    schedules.create(hourly("t"));
    fails(Code.INVALID_ARGUMENT, () -> schedules.settle("s", List.of(claimed("t", 0)), NOW));
    fails(
        Code.INVALID_ARGUMENT,
        () -> schedules.settle("s", List.of(claimed("s", 0).started(NOW)), NOW));
    fails(Code.INVALID_ARGUMENT, () -> schedules.settle("s", List.of(claimed("s", 1)), START));
    assertThat(schedules.open()).isEmpty();
  }

  @Test
  void tickGoesThroughItsStatesToItsEnd() {
    schedules.create(hourly("s"));
    var tick = claimed("s", 0);
    schedules.settle("s", List.of(tick), NOW);
    assertThat(schedules.tick("s", START)).contains(tick);
    schedules.put(tick.started(NOW));
    assertThat(schedules.open()).containsExactly(tick.started(NOW));
    schedules.put(tick.ended("COMPLETE", NOW.plusSeconds(1)));
    assertThat(schedules.tick("s", START)).contains(tick.ended("COMPLETE", NOW.plusSeconds(1)));
    assertThat(schedules.open()).isEmpty();
    fails(Code.FAILED_PRECONDITION, () -> schedules.put(tick.started(NOW)));
    fails(Code.NOT_FOUND, () -> schedules.put(claimed("s", 1).started(NOW)));
    assertThat(schedules.tick("s", START.plusSeconds(1))).isEmpty();
  }

  @Test
  void skippedTicksStandForAllFromTheFirstToTheLast() {
    schedules.create(hourly("s"));
    var missed =
        Tick.skipped("s", START, START.plus(HOUR.multipliedBy(4)), SkipReason.CATCH_UP, NOW);
    schedules.settle("s", List.of(missed, claimed("s", 5)), claimed("s", 5).scheduled());
    assertThat(schedules.newest("s", 9)).containsExactly(claimed("s", 5), missed);
    var late = claimed("s", 5).skipped(SkipReason.PAUSED, NOW);
    schedules.put(late);
    assertThat(schedules.newest("s", 1)).containsExactly(late);
    assertThat(schedules.open()).isEmpty();
    assertThat(schedules.before("s", late.scheduled(), 1)).containsExactly(missed);
    assertThat(schedules.before("s", missed.scheduled(), 9)).isEmpty();
    fails(Code.INVALID_ARGUMENT, () -> schedules.before("s", NOW, 0));
    assertThat(schedules.newest("none", 1)).isEmpty();
    fails(Code.INVALID_ARGUMENT, () -> schedules.newest("s", 0));
  }

  @Test
  void openTicksOfAllSchedulesComeInTheOrderOfTime() {
    schedules.create(hourly("a"));
    schedules.create(hourly("b"));
    schedules.settle("b", List.of(claimed("b", 0), claimed("b", 2)), claimed("b", 2).scheduled());
    schedules.settle("a", List.of(claimed("a", 1)), claimed("a", 1).scheduled());
    assertThat(schedules.open()).containsExactly(claimed("b", 0), claimed("a", 1), claimed("b", 2));
  }

  @Test
  void transactionThatFailsLeavesNothing() {
    schedules.create(hourly("s"));
    assertThatThrownBy(
            () ->
                database.transact(
                    () -> {
                      schedules.settle("s", List.of(claimed("s", 0)), NOW);
                      throw new IllegalStateException("on the way");
                    }))
        .hasMessage("on the way");
    assertThat(schedules.open()).isEmpty();
    assertThat(schedules.find("s")).contains(hourly("s"));
  }

  @Test
  void recordsRefuseWhatMakesNoSense() {
    assertThatThrownBy(() -> hourly("a/b")).hasMessageContaining("Schedule.name: 'a/b'");
    assertThatThrownBy(() -> hourly("a".repeat(65))).hasMessageContaining("Schedule.name");
    assertThatThrownBy(() -> hourly("s").until(START)).hasMessageContaining("Schedule.end");
    assertThatThrownBy(() -> new Trigger.Cron(" ", ZoneId.of("UTC")))
        .hasMessageContaining("Trigger.Cron.expression");
    assertThatThrownBy(() -> new Trigger.Every(Duration.ofMillis(1500), START))
        .hasMessageContaining("Trigger.Every.period");
    assertThatThrownBy(() -> new Trigger.Every(Duration.ZERO, START))
        .hasMessageContaining("Trigger.Every.period");
    assertThatThrownBy(() -> new Trigger.Every(HOUR, NOW))
        .hasMessageContaining("Trigger.Every.anchor");
    assertThatThrownBy(() -> Tick.claimed("s", START, "", NOW)).hasMessageContaining("run ''");
    assertThatThrownBy(() -> Tick.skipped("s", NOW, START, SkipReason.PAUSED, NOW))
        .hasMessageContaining("Tick.since");
    assertThatThrownBy(
            () ->
                new Tick(
                    "s", NOW, START, TickState.CLAIMED, "r", Optional.empty(), "", NOW, "", ""))
        .hasMessageContaining("Tick.since");
  }

  private static final Trigger.OnArtifact MODEL =
      new Trigger.OnArtifact("taxi", "Trainer", "model");

  private Schedule backfill() {
    return schedules.create(
        Schedule.of("b", "taxi", new Trigger.Backfill(1, 9, 1, 2), START, START));
  }

  private static Tick piece(int span) {
    var time = START.plusNanos(span * 1_000L);
    return Tick.claimed("b", time, "b-span-" + span, NOW)
        .withSpan("" + span)
        .withCause("span-" + span);
  }

  @Test
  void triggersAndSpansAreFoundAsTheyWereCreated() throws Exception {
    var schedule = hourly("hours");
    var plain = schedule.about(new SpanPlan(SpanPlan.Unit.HOUR, 1, Optional.empty()));
    var late =
        hourly("late")
            .about(
                new SpanPlan(
                    SpanPlan.Unit.DAY,
                    0,
                    Optional.of(
                        new SpanPlan.Data(
                            "/in/{SPAN}/\"q\".csv",
                            Duration.ofSeconds(90),
                            SpanPlan.Late.WAIT,
                            Duration.ofHours(6)))));
    var span =
        Schedule.of("span", "taxi", new Trigger.OnSpan("/in/{SPAN}", Duration.ZERO), START, START);
    var artifact = Schedule.of("artifact", "taxi", MODEL, START, START);
    for (var one : List.of(plain, late, span, artifact)) {
      assertThat(schedules.create(one)).isEqualTo(one);
    }
    var backfill = backfill();
    close();
    open();
    assertThat(schedules.all()).containsExactly(artifact, backfill, plain, late, span);
  }

  @Test
  void tickKeepsItsSpanAndItsCauseThroughAllItsStates() {
    backfill();
    var tick = piece(3);
    schedules.settle("b", List.of(tick), NOW);
    for (var state :
        List.of(
            tick.waiting("no data yet", NOW),
            tick.started(NOW),
            tick.failed("FAILED: Trainer failed", NOW))) {
      schedules.put(state);
      assertThat(schedules.tick("b", tick.scheduled())).contains(state);
      assertThat(state.span()).isEqualTo("3");
      assertThat(state.cause()).isEqualTo("span-3");
      assertThat(schedules.open()).hasSize(state.state().open() ? 1 : 0);
    }
  }

  @Test
  void causeCountsOnce() {
    backfill();
    schedules.create(hourly("s"));
    schedules.settle("b", List.of(piece(1), piece(2)), NOW);
    var again = Tick.claimed("b", NOW, "b-span-2", NOW).withSpan("2").withCause(piece(2).cause());
    fails(Code.ALREADY_EXISTS, () -> schedules.settle("b", List.of(piece(3), again), NOW));
    assertThat(schedules.causes("b")).containsExactlyInAnyOrder("span-1", "span-2");
    schedules.settle("s", List.of(claimed("s", 0), claimed("s", 1)), claimed("s", 1).scheduled());
    assertThat(schedules.causes("s")).isEmpty();
    schedules.remove("b");
    assertThat(schedules.causes("b")).hasSize(2);
  }

  @Test
  void whatHasFailedOrWasSkippedIsRetriedUnderItsOldRunId() {
    backfill();
    schedules.settle("b", List.of(piece(1), piece(2), piece(3), piece(4)), NOW);
    schedules.put(piece(1).ended("COMPLETE", NOW));
    schedules.put(piece(2).failed("FAILED", NOW));
    schedules.put(piece(3).skipped(SkipReason.PAUSED, NOW));
    assertThat(schedules.count("b"))
        .containsOnly(
            Map.entry(TickState.ENDED, 1L),
            Map.entry(TickState.FAILED, 1L),
            Map.entry(TickState.SKIPPED, 1L),
            Map.entry(TickState.CLAIMED, 1L));
    assertThat(schedules.newest("b", TickState.FAILED, 9))
        .containsExactly(piece(2).failed("FAILED", NOW));
    assertThat(schedules.retry("b", NOW)).isEqualTo(2);
    assertThat(schedules.retry("b", NOW)).isZero();
    assertThat(schedules.open())
        .extracting(tick -> tick.runId() + " " + tick.state())
        .containsExactly("b-span-2 RETRIED", "b-span-3 RETRIED", "b-span-4 CLAIMED");
    assertThat(schedules.count("none")).isEmpty();
  }

  @Test
  void artifactsArriveWithTheEndOfTheRunThatMadeThem() throws Exception {
    var before = Instant.now();
    long model = makes("made", NodeState.COMPLETE, "model", Artifact.State.LIVE);
    makes("reused", NodeState.CACHED, "model", Artifact.State.LIVE);
    makes("other", NodeState.COMPLETE, "card", Artifact.State.LIVE);
    makes("gone", NodeState.COMPLETE, "model", Artifact.State.DELETED);
    makes("failed", NodeState.COMPLETE, "model", Artifact.State.LIVE);
    assertThat(schedules.arrivals(MODEL, Instant.EPOCH)).isEmpty();
    for (var run : List.of("reused", "other", "gone", "made")) {
      database.runs().finish(run, RunState.COMPLETE, "");
    }
    database.runs().finish("failed", RunState.FAILED, "");
    assertThat(schedules.arrivals(MODEL, before.minusSeconds(1)))
        .containsExactly(new Arrival(model, "made"));
    assertThat(schedules.arrivals(MODEL, Instant.now().plusSeconds(60))).isEmpty();
    assertThat(
            schedules.arrivals(new Trigger.OnArtifact("other", "Trainer", "model"), Instant.EPOCH))
        .isEmpty();
  }

  /** A run whose node has an artifact. */
  private long makes(String run, NodeState node, String output, Artifact.State state) {
    var store = database.store();
    database
        .runs()
        .create(PipelineRun.starting(run, "taxi", NOW, ByteString.EMPTY, Map.of(), "me", true));
    long type =
        store
            .putExecutionType(
                PutExecutionTypeRequest.newBuilder()
                    .setExecutionType(ExecutionType.newBuilder().setName("Trainer"))
                    .build())
            .getTypeId();
    long artifactType =
        store
            .putArtifactType(
                PutArtifactTypeRequest.newBuilder()
                    .setArtifactType(ArtifactType.newBuilder().setName("Model"))
                    .build())
            .getTypeId();
    var made =
        store.putExecution(
            PutExecutionRequest.newBuilder()
                .setExecution(Execution.newBuilder().setTypeId(type))
                .addArtifactEventPairs(
                    ArtifactAndEvent.newBuilder()
                        .setArtifact(Artifact.newBuilder().setTypeId(artifactType).setState(state))
                        .setEvent(
                            Event.newBuilder()
                                .setType(Event.Type.OUTPUT)
                                .setPath(
                                    Event.Path.newBuilder()
                                        .addSteps(Event.Path.Step.newBuilder().setKey(output))
                                        .addSteps(Event.Path.Step.newBuilder().setIndex(0)))))
                .build());
    database
        .runs()
        .put(
            new NodeRun(
                run,
                "Trainer",
                node,
                1,
                OptionalLong.of(made.getExecutionId()),
                "",
                Optional.empty(),
                Optional.empty(),
                "{}"));
    return made.getArtifactIds(0);
  }

  @Test
  void spansAndTriggersRefuseWhatMakesNoSense() {
    assertThatThrownBy(() -> new Trigger.Backfill(3, 2, 1, 1)).hasMessageContaining("spans 3 to 2");
    assertThatThrownBy(() -> new Trigger.Backfill(0, 2, 1, 0)).hasMessageContaining("0 runs");
    assertThatThrownBy(() -> new Trigger.OnSpan("", Duration.ZERO))
        .hasMessageContaining("Trigger.OnSpan");
    assertThatThrownBy(() -> new Trigger.OnArtifact("a", "", "b"))
        .hasMessageContaining("PIPELINE/NODE.OUTPUT");
    assertThatThrownBy(() -> new SpanPlan(SpanPlan.Unit.DAY, -1, Optional.empty()))
        .hasMessageContaining("SpanPlan.back");
    assertThatThrownBy(
            () -> new SpanPlan.Data("/x", Duration.ZERO, SpanPlan.Late.WAIT, Duration.ZERO))
        .hasMessageContaining("SpanPlan.Data.patience");
    assertThatThrownBy(
            () ->
                Schedule.of("s", "taxi", MODEL, START, START)
                    .about(new SpanPlan(SpanPlan.Unit.DAY, 0, Optional.empty())))
        .hasMessageContaining("a trigger by time");
    assertThat(new Trigger.Backfill(1, 10, 4, 1).pieces()).isEqualTo(3);
  }

  @Test
  void spanOfATimeIsThatOfItsZone() {
    var time = Instant.parse("2026-03-29T22:30:00Z");
    var day = new SpanPlan(SpanPlan.Unit.DAY, 1, Optional.empty());
    assertThat(day.span(time, ZoneId.of("UTC"))).isEqualTo(20_540);
    assertThat(day.span(time, ZoneId.of("Europe/Berlin"))).isEqualTo(20_541);
    assertThat(
            new SpanPlan(SpanPlan.Unit.HOUR, 0, Optional.empty())
                .span(time, ZoneId.of("Europe/Berlin")))
        .isEqualTo(20_541L * 24 + 22);
    assertThat(day.span(Instant.EPOCH, ZoneId.of("UTC"))).isZero();
  }

  private static void fails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
