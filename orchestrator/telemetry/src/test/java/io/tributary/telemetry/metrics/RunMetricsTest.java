package io.tributary.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.TraceContext;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import io.tributary.telemetry.Observed;
import io.tributary.telemetry.Watched;
import io.tributary.telemetry.logs.Silence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetricsTest {
  private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-z0-9_]*(?:\\{.*})?) (\\S+)");
  private static final Instant DUE = Instant.parse("2026-01-01T06:00:00Z");

  @TempDir Path directory;

  private final AtomicLong nanoTime = new AtomicLong();
  private final RunMetrics metrics = new RunMetrics(nanoTime::get);
  private Watched watched;

  @BeforeAll
  static void beSilent() {
    Silence.keep();
  }

  @BeforeEach
  void open() {
    watched = new Watched(directory);
  }

  @AfterEach
  void close() {
    watched.close();
    metrics.close();
  }

  /** Values by name and labels. */
  private Map<String, Double> scrape() {
    var samples = new TreeMap<String, Double>();
    for (var line : metrics.scrape().lines().filter(line -> !line.startsWith("#")).toList()) {
      var sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      samples.put(sample.group(1), Double.valueOf(sample.group(2)));
    }
    return samples;
  }

  @Test
  void runWithAFailureARetryAndCachedNodesIsCounted() {
    watched.run(watched.request("run-1"), metrics);
    watched.run(watched.request("run-2"), metrics);

    assertThat(scrape())
        .containsEntry("tributary_runs_started_total{pipeline=\"watched\"}", 2.0)
        .containsEntry(
            "tributary_run_duration_seconds_count{pipeline=\"watched\",state=\"failed\"}", 2.0)
        .containsEntry("tributary_nodes_ended_total{component=\"Write\",state=\"complete\"}", 1.0)
        .containsEntry("tributary_nodes_ended_total{component=\"Write\",state=\"cached\"}", 1.0)
        .containsEntry("tributary_nodes_ended_total{component=\"Join\",state=\"skipped\"}", 2.0)
        .containsEntry("tributary_nodes_ended_total{component=\"Fail\",state=\"failed\"}", 2.0)
        .containsEntry("tributary_node_retries_total{component=\"Fail\"}", 1.0)
        .containsEntry(
            "tributary_node_attempt_duration_seconds_count{component=\"Fail\",state=\"failed\"}",
            3.0)
        .containsEntry(
            "tributary_node_attempt_duration_seconds_count{component=\"Fail\",state=\"complete\"}",
            1.0)
        .containsEntry("tributary_runs_running", 0.0)
        .containsEntry("tributary_nodes_running", 0.0)
        .containsKeys("process_uptime_seconds", "jvm_threads_live_threads");
  }

  @Test
  void whatIsUnderWayIsCountedAndMeasured() {
    var run = metrics.observe(new Observed(watched.request("run-1"), watched.home(), none()));
    run.runStarted("run-1", "watched", List.of(Watched.WRITES));
    run.nodeStarted(Watched.WRITES, 1);

    assertThat(scrape())
        .containsEntry("tributary_runs_running", 1.0)
        .containsEntry("tributary_nodes_running", 1.0);

    nanoTime.addAndGet(Duration.ofSeconds(3).toNanos());
    run.runBrokeOff(new IllegalStateException("the database is gone"));

    var attempt = "{component=\"Write\",state=\"lost\"";
    assertThat(scrape())
        .containsEntry("tributary_runs_running", 0.0)
        .containsEntry("tributary_nodes_running", 0.0)
        .containsEntry("tributary_node_attempt_duration_seconds_sum" + attempt + "}", 3.0)
        .containsEntry(
            "tributary_node_attempt_duration_seconds_bucket" + attempt + ",le=\"1.0\"}", 0.0)
        .containsEntry(
            "tributary_node_attempt_duration_seconds_bucket" + attempt + ",le=\"5.0\"}", 1.0)
        .containsEntry(
            "tributary_run_duration_seconds_sum{pipeline=\"watched\",state=\"broke_off\"}", 3.0);
  }

  private static Optional<TraceContext> none() {
    return Optional.empty();
  }

  @Test
  void ticksAreCountedByOutcomeAndTheirLatenessIsMeasured() {
    var claimed = Tick.claimed("nightly", DUE, "nightly-1", DUE.plusSeconds(1));
    metrics.changed(claimed);
    metrics.changed(claimed.started(DUE.plusSeconds(2)));
    metrics.changed(claimed.ended("COMPLETE", DUE.plusSeconds(60)));
    metrics.changed(Tick.skipped("nightly", DUE, DUE, SkipReason.OVERLAP, DUE));

    assertThat(scrape())
        .containsEntry("tributary_ticks_total{outcome=\"claimed\"}", 1.0)
        .containsEntry("tributary_ticks_total{outcome=\"started\"}", 1.0)
        .containsEntry("tributary_ticks_total{outcome=\"ended\"}", 1.0)
        .containsEntry("tributary_ticks_total{outcome=\"skipped_overlap\"}", 1.0)
        .containsEntry("tributary_ticks_total{outcome=\"skipped_paused\"}", 0.0)
        .containsEntry("tributary_tick_lateness_seconds_sum", 2.0)
        .containsEntry("tributary_tick_lateness_seconds_count", 1.0);
  }

  @Test
  void schedulesAreCountedWithEachScrape() {
    var schedule =
        Schedule.of("nightly", "taxi", new Trigger.Cron("0 6 * * *", ZoneOffset.UTC), DUE, DUE);
    metrics.watch(() -> List.of(schedule));

    assertThat(scrape())
        .containsEntry("tributary_schedules{state=\"active\"}", 1.0)
        .containsEntry("tributary_schedules{state=\"paused\"}", 0.0);
  }

  @Test
  void everyFigureIsExplainedAndNoneIsOfARun() {
    watched.run(watched.request("run-of-its-own"), metrics);
    var text = metrics.scrape();

    for (var name : text.lines().filter(line -> line.startsWith("# TYPE")).toList()) {
      assertThat(text).contains("# HELP " + name.split(" ")[2] + " ");
    }
    assertThat(text).doesNotContain("run-of-its-own");
  }

  @Test
  void valuesOfALabelAreBounded() {
    for (int i = 0; i < 500; i++) {
      metrics.runStarted("pipeline-" + i);
    }

    var started =
        scrape().keySet().stream().filter(n -> n.startsWith("tributary_runs_started")).toList();
    assertThat(started)
        .hasSize(101) // a hundred, and all others
        .contains("tributary_runs_started_total{pipeline=\"other\"}");
  }
}
