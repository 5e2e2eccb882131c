package io.tributary.interop;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.transform.Task;
import io.tributary.tribuo.AdaBoost;
import io.tributary.tribuo.DecisionTree;
import io.tributary.tribuo.ExtraTrees;
import io.tributary.tribuo.FactorizationMachine;
import io.tributary.tribuo.KMeans;
import io.tributary.tribuo.LibLinear;
import io.tributary.tribuo.LinearRegression;
import io.tributary.tribuo.LogisticRegression;
import io.tributary.tribuo.RandomForest;
import io.tributary.tribuo.XgBoost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of a model, fitted to random rows: from features to the outputs of its task, and, of
 * every algorithm that explains, one more graph, which also tells contributions.
 *
 * @param name of algorithm and task, such as {@code XgBoost-REGRESSION} or {@code
 *     XgBoost-REGRESSION-explained}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ExportedGraph(String name, byte[] onnx) {
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
          new KMeans(),
          new XgBoost());

  /** How many algorithms there are for each of the tasks, summed up, and how many explain. */
  static final int COUNT = 32 + 31;

  private static final List<ExportedGraph> ALL = new ArrayList<>();

  /** The graphs of every algorithm, and every task that it does; fitted once in a process. */
  static synchronized List<ExportedGraph> all() throws Exception {
    if (ALL.isEmpty()) {
      for (var algorithm : ALGORITHMS) {
        for (var task : Task.values()) {
          if (algorithm.tasks().contains(task)) {
            add(algorithm, task);
          }
        }
      }
    }
    return List.copyOf(ALL);
  }

  private static void add(Algorithm algorithm, Task task) throws Exception {
    var data = RandomRows.scaled(task, 300, 1);
    var model = algorithm.fit(data, 1);
    var name = algorithm.getClass().getSimpleName() + "-" + task.name();
    ALL.add(new ExportedGraph(name, Exported.outputs(model, data.features(), data.labels())));
    if (algorithm.explains()) {
      ALL.add(new ExportedGraph(name + "-explained", Exported.explained(model, data)));
    }
  }

  Path write(Path directory) throws IOException {
    return Files.write(directory.resolve(name + ".onnx"), onnx);
  }
}
