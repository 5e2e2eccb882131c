package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.transform.Task;
import io.tributary.components.tuner.Search;
import io.tributary.components.tuner.Tuner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AutoTrainingTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Transform", "examples", ArtifactType.of(Examples.class));
  private static final Channel<TransformGraph> GRAPH =
      Channel.of("Transform", "graph", ArtifactType.of(TransformGraph.class));

  private final AutoTraining training = new AutoTraining();

  @ParameterizedTest
  @EnumSource(names = "CLUSTERING", mode = EnumSource.Mode.EXCLUDE)
  void everySettingMakesAnAlgorithmThatDoesTheTask(Task task) {
    var space = training.space(task);
    var settings = new ArrayList<>(space.starts());
    var random = new Random(1);
    for (int i = 0; i < 500; i++) {
      settings.add(space.at(random.doubles(space.dimensions().size()).toArray()));
    }
    for (var setting : settings) {
      assertThat(training.space().read(setting.values())).isEqualTo(setting);
      assertThat(training.define(setting).tasks()).contains(task);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "CLUSTERING", mode = EnumSource.Mode.EXCLUDE)
  void searchStartsWithEveryAlgorithm(Task task) {
    var classes = new HashSet<Class<?>>();
    for (var setting : training.space(task).starts()) {
      classes.add(training.define(setting).getClass());
    }
    assertThat(classes)
        .hasSize(training.space(task).starts().size())
        .contains(
            XgBoost.class,
            LibLinear.class,
            FactorizationMachine.class,
            DecisionTree.class,
            RandomForest.class,
            ExtraTrees.class);
    assertThat(classes.contains(LinearRegression.class)).isEqualTo(task == Task.REGRESSION);
    assertThat(classes.contains(AdaBoost.class)).isEqualTo(task != Task.REGRESSION);
  }

  @Test
  void presetsAreThoseOfTheAlgorithms() {
    var algorithms = new ArrayList<Object>();
    for (Setting setting : training.space().starts()) {
      algorithms.add(training.define(setting));
    }
    assertThat(algorithms).contains(new XgBoost(), new RandomForest(), new LibLinear());
    assertThat(training.define()).isEqualTo(new XgBoost());
  }

  @Test
  void autoTrainerIsATunerAndATrainer() {
    var pipeline = Pipeline.named("auto");
    var auto =
        new AutoTrainer(EXAMPLES, GRAPH)
            .withTrials(7)
            .withObjective(Metric.LOG_LOSS)
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
                AutoTraining.class,
                new Search.Bayesian(7),
                Optional.of(Metric.LOG_LOSS),
                "train",
                "eval",
                2,
                Optional.of(Duration.ofMinutes(1))));
    assertThat(steps).element(1).isInstanceOf(Trainer.class);
    assertThat(((Trainer) steps.get(1)).hyperparameters()).isPresent();
  }

  @Test
  void refusesASearchWithoutTrials() {
    assertThatThrownBy(() -> new AutoTrainer(EXAMPLES, GRAPH).withTrials(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trials: 0");
  }
}
