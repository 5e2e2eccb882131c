package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AutoTrainingTest {
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
}
