package io.tributary.pipelines.own;

import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.hyperparameter.IntegerRange;
import io.tributary.components.hyperparameter.NumberRange;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.transform.Task;
import io.tributary.components.transform.Transform;
import io.tributary.components.tuner.Search;
import io.tributary.components.tuner.Tuner;
import io.tributary.pipelines.taxi.TaxiFeatures;
import io.tributary.tribuo.LogisticRegression;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A search whose trials leave a line in the {@link Trace} when they begin and when they have ended.
 * All but the first three can be stuck.
 */
public record TracedTuning(Path data, int parallelTrials) implements PipelineDefinition {
  /** Trials that end while the search is stuck. */
  static final int FREE = 3;

  private static final AtomicInteger BEGUN = new AtomicInteger();

  @Override
  public Pipeline define() {
    var p = Pipeline.named("traced-tuning");
    var examples = p.add(new CsvExampleGen(data)).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema = p.add(new SchemaGen(statistics).withNotInEnvironment("tips", "SERVING")).schema();
    var features = p.add(new Transform(examples, schema, TaxiFeatures.class));
    var best =
        p.add(
                new Tuner(
                        features.examples(),
                        features.graph(),
                        Tuning.class,
                        new Search.Bayesian(10, 6, 2))
                    .withParallelTrials(parallelTrials))
            .bestHyperparameters();
    p.add(
        new Trainer(features.examples(), features.graph(), Tuning.class).withHyperparameters(best));
    return p;
  }

  /** Epochs and learning rate of a logistic regression. */
  public static final class Tuning implements TunableTraining {
    private static final IntegerRange EPOCHS = IntegerRange.linear("epochs", 1, 3, 1);
    private static final NumberRange RATE = NumberRange.logarithmic("learning_rate", 0.01, 1, 0.5);

    @Override
    public SearchSpace space() {
      return SearchSpace.of(EPOCHS, RATE);
    }

    @Override
    public Algorithm define(Setting chosen) {
      return new Traced(
          chosen.toString(),
          new LogisticRegression()
              .withEpochs(chosen.get(EPOCHS))
              .withLearningRate(chosen.get(RATE)));
    }
  }

  private record Traced(String setting, Algorithm traced) implements Algorithm {
    @Override
    public Set<Task> tasks() {
      return traced.tasks();
    }

    @Override
    public FittedModel fit(TrainingData data, long seed) throws Exception {
      Trace.leave("begin " + setting);
      if (BEGUN.incrementAndGet() > FREE) {
        Trace.waitWhileStuck();
      }
      var fitted = traced.fit(data, seed);
      Trace.leave("end " + setting);
      return fitted;
    }
  }
}
