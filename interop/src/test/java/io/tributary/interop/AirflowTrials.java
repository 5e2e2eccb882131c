package io.tributary.interop;

import io.tributary.api.Condition;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Hang;
import io.tributary.core.steps.Report;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Write;
import java.nio.file.Path;
import java.time.Duration;

/** Pipelines that go through what may happen to a node. */
final class AirflowTrials {
  private AirflowTrials() {}

  /**
   * One node of each kind of fate.
   *
   * @param trace where every attempt leaves a line
   */
  public record Fates(Path trace, String text) implements PipelineDefinition {
    @Override
    public Pipeline define() {
      var p = Pipeline.named("fates");
      var text = p.add(new Write(this.text, trace)).text();
      p.add(
          new Fail(1, ExecutionFailure.Code.UNAVAILABLE, trace),
          NodeOptions.id("flaky")
              .withRetries(2, Duration.ofSeconds(1))
              .withTimeout(Duration.ofMinutes(5)));
      var broken =
          p.add(
                  new Fail(2, ExecutionFailure.Code.USER_CODE, trace),
                  NodeOptions.id("broken").withRetries(1, Duration.ofSeconds(1)))
              .text();
      p.add(new FirstLine(broken, trace), NodeOptions.id("below"));
      p.add(
          new Fail(1, ExecutionFailure.Code.INVALID_ARGUMENT, trace),
          NodeOptions.id("hopeless").withRetries(5, Duration.ofHours(1)));
      p.when(Condition.that(text, Text.LENGTH).isAtLeast(1_000_000L))
          .add(new FirstLine(text, trace), NodeOptions.id("unwanted"));
      p.onExit(new Report(trace));
      return p;
    }
  }

  /** Stays where it is until it is told to end. */
  public record Endless(Path trace, String name) implements PipelineDefinition {
    @Override
    public Pipeline define() {
      var p = Pipeline.named(name);
      var text = p.add(new Hang("endless", trace.resolveSibling("go-on"), trace)).text();
      p.add(new FirstLine(text, trace), NodeOptions.id("below"));
      p.onExit(new Report(trace));
      return p;
    }
  }

  /** Reads one span of some data. */
  public record Spans(Path data) implements PipelineDefinition {
    @Override
    public Pipeline define() {
      var p = Pipeline.named("spans");
      var examples = p.add(new CsvExampleGen(data).withSpans("{YYYY}-{MM}-{DD}.csv")).examples();
      p.add(new StatisticsGen(examples));
      return p;
    }
  }
}
