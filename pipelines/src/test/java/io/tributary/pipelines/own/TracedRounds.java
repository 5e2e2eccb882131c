package io.tributary.pipelines.own;

import io.tributary.api.Checkpoints;
import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.RoundCheckpoints;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.Training;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import io.tributary.components.transform.Transform;
import io.tributary.pipelines.taxi.TaxiFeatures;
import io.tributary.tribuo.XgBoost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A training that keeps what every round has come to, and leaves a line in the {@link Trace} when
 * it has; after some of them it can be stuck.
 */
public record TracedRounds(Path data) implements PipelineDefinition {
  static final int ROUNDS = 20;

  /** Rounds after which it can be stuck. */
  static final int FREE = 5;

  @Override
  public Pipeline define() {
    var p = Pipeline.named("traced-rounds");
    var examples = p.add(new CsvExampleGen(data)).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema = p.add(new SchemaGen(statistics).withNotInEnvironment("tips", "SERVING")).schema();
    var features = p.add(new Transform(examples, schema, TaxiFeatures.class));
    p.add(new Trainer(features.examples(), features.graph(), Boosting.class));
    return p;
  }

  /** Trees by XGBoost, drawn from samples. */
  public static final class Boosting implements Training {
    @Override
    public Algorithm define() {
      return new Traced(new XgBoost().withRounds(ROUNDS).withSubsample(0.7));
    }
  }

  private record Traced(Algorithm traced) implements Algorithm {
    @Override
    public Set<Task> tasks() {
      return traced.tasks();
    }

    @Override
    public FittedModel fit(TrainingData data, long seed) throws Exception {
      return traced.fit(data, seed);
    }

    @Override
    public FittedModel fit(TrainingData data, long seed, RoundCheckpoints kept) throws Exception {
      var hours = new AtomicInteger();
      InstantSource hourly = () -> Instant.EPOCH.plus(Duration.ofHours(hours.incrementAndGet()));
      return traced.fit(
          data,
          seed,
          RoundCheckpoints.in(new TracedCheckpoints(kept), hourly.withZone(ZoneOffset.UTC)));
    }
  }

  private static final class TracedCheckpoints implements Checkpoints {
    private final RoundCheckpoints kept;
    private int count;

    TracedCheckpoints(RoundCheckpoints kept) {
      this.kept = kept;
    }

    @Override
    public Optional<byte[]> find(String name) throws IOException {
      var found = kept.find(name);
      Trace.leave("found " + found.isPresent());
      return found;
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
      kept.<RuntimeException>put(name, () -> content);
      Trace.leave("kept " + name);
      if (++count == FREE) {
        Trace.waitWhileStuck();
      }
    }
  }
}
