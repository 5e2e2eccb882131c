package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Pipeline;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.core.Layers;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.metadata.RunState;
import io.tributary.runner.local.LocalRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Runs on Spark in this process; a node does its full passes itself there. */
@Tag("spark")
class SparkTest {
  @TempDir Path parent;

  @Test
  @DisabledForJreRange(min = JRE.JAVA_18, disabledReason = "Spark 3.5 runs on Java 17 at most")
  void runOnSparkEndsAsInThisProcess() throws Exception {
    var trace = parent.resolve("trace");
    try (var plain = RunHome.open(parent.resolve("plain"), Clock.systemUTC());
        var home = RunHome.open(parent.resolve("home"), Clock.systemUTC())) {
      var expected =
          Layers.digests(Layers.run(new LocalRunner(), plain, trace, RunListener.SILENT));
      var spark = new BeamRunner().configured(Map.of("runner", "spark", "bundleSize", "0"));

      var result = Layers.run(spark, home, trace, RunListener.SILENT);

      assertThat(result.state()).isEqualTo(RunState.COMPLETE);
      assertThat(Layers.digests(result)).isEqualTo(expected).hasSize(Layers.NODES);
      assertThat(home.artifacts().staged()).isEmpty();
    }
  }

  @Test
  @DisabledForJreRange(min = JRE.JAVA_18, disabledReason = "Spark 3.5 runs on Java 17 at most")
  void statisticsOnSparkAreThoseOfThisProcess() throws Exception {
    var trips = Path.of("..", "..", "pipelines", "data", "chicago-taxi", "trips.csv");
    var p = Pipeline.named("described");
    p.add(new StatisticsGen(p.add(new CsvExampleGen(trips.toAbsolutePath())).examples()));
    var request = RunRequest.of(Compiler.compile(p), getClass().getClassLoader(), "described");
    try (var plain = RunHome.open(parent.resolve("plain"), Clock.systemUTC());
        var home = RunHome.open(parent.resolve("home"), Clock.systemUTC())) {
      var here = new LocalRunner().start(request, plain, RunListener.SILENT).await();
      var spark = new BeamRunner().configured(Map.of("runner", "spark"));

      var there = spark.start(request, home, RunListener.SILENT).await();

      assertThat(there.state()).isEqualTo(RunState.COMPLETE);
      assertThat(Layers.digests(there))
          .isEqualTo(Layers.digests(here))
          .containsKey("StatisticsGen.statistics");
    }
  }
}
