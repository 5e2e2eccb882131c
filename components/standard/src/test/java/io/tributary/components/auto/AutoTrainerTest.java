package io.tributary.components.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.ClassWeights;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.tuner.Search;
import io.tributary.components.tuner.Tuner;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutoTrainerTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Transform", "examples", ArtifactType.of(Examples.class));
  private static final Channel<TransformGraph> GRAPH =
      Channel.of("Transform", "graph", ArtifactType.of(TransformGraph.class));

  /** Is only named. */
  static final class Slopes implements TunableTraining {
    @Override
    public SearchSpace space() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Algorithm define(Setting chosen) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void autoTrainerIsATunerAndATrainer() {
    var pipeline = Pipeline.named("auto");
    var auto =
        new AutoTrainer(EXAMPLES, GRAPH, Slopes.class)
            .withTrials(7)
            .withObjective(Metric.LOG_LOSS)
            .withEvaluationSplit("stop")
            .withClassWeights(ClassWeights.balanced())
            .withParallelTrials(2)
            .withTimeBudget(Duration.ofMinutes(1));
    auto.define(pipeline);
    var steps = pipeline.nodes().stream().map(node -> node.step()).toList();
    assertThat(steps)
        .element(0)
        .isEqualTo(
            new Tuner(
                EXAMPLES,
                GRAPH,
                Slopes.class,
                new Search.Bayesian(7),
                Optional.of(Metric.LOG_LOSS),
                "train",
                "eval",
                Optional.of("stop"),
                Optional.of(ClassWeights.balanced()),
                2,
                Optional.of(Duration.ofMinutes(1))));
    assertThat(steps).element(1).isInstanceOf(Trainer.class);
    var trainer = (Trainer) steps.get(1);
    assertThat(trainer.hyperparameters()).isPresent();
    assertThat(trainer.evaluationSplit()).hasValue("stop");
    assertThat(trainer.classWeights()).hasValue(ClassWeights.balanced());
  }

  @Test
  void refusesASearchWithoutTrials() {
    assertThatThrownBy(() -> new AutoTrainer(EXAMPLES, GRAPH, Slopes.class).withTrials(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trials: 0");
  }
}
