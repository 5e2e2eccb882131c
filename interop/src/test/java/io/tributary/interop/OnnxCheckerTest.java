package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.Task;
import io.tributary.tribuo.AdaBoost;
import io.tributary.tribuo.DecisionTree;
import io.tributary.tribuo.ExtraTrees;
import io.tributary.tribuo.FactorizationMachine;
import io.tributary.tribuo.KMeans;
import io.tributary.tribuo.LibLinear;
import io.tributary.tribuo.LinearRegression;
import io.tributary.tribuo.LogisticRegression;
import io.tributary.tribuo.RandomForest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX's own checker against the graphs of every algorithm, for every task that it does. */
class OnnxCheckerTest {
  private static final List<Algorithm> ALGORITHMS =
      List.of(
          new LogisticRegression(),
          new LinearRegression(),
          new FactorizationMachine(),
          new LibLinear(),
          new DecisionTree(),
          new RandomForest(),
          new ExtraTrees(),
          new AdaBoost(),
          new KMeans());

  @Test
  void everyExportedGraphPasses(@TempDir Path directory) throws Exception {
    var arguments = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (var algorithm : ALGORITHMS) {
      for (var task : Task.values()) {
        if (algorithm.tasks().contains(task)) {
          var data = RandomRows.scaled(task, 300, 1);
          var model = algorithm.fit(data, 1);
          var name = algorithm.getClass().getSimpleName() + "-" + task + ".onnx";
          var graph = Exported.outputs(model, data.features(), data.labels());
          arguments.add(Files.write(directory.resolve(name), graph).toString());
          names.add(name);
        }
      }
    }
    var script = PythonScript.named("onnx_check.py", arguments.toArray(String[]::new));
    var output = script.run(PythonEnvironment.ONNX, directory, Duration.ofMinutes(5));
    assertThat(output.lines()).isEqualTo(names).hasSize(27);
  }
}
