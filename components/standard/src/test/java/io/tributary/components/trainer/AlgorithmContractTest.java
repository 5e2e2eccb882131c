package io.tributary.components.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class AlgorithmContractTest {
  @TempDir Path directory;

  @Test
  void aBrokenAlgorithmFailsIt() throws Exception {
    var failed = new TreeSet<String>();
    for (var test : AlgorithmContract.class.getDeclaredMethods()) {
      if (test.isAnnotationPresent(ForEveryTask.class) && !passes(test)) {
        failed.add(test.getName());
      }
    }
    assertThat(failed)
        .containsExactly(
            "anIdOutOfRangeContributesAsNoneDoes",
            "anyIdOutOfRangeIsNone",
            "bitsDoNotDependOnTheBatch",
            "bitsOfContributionsDependNeitherOnTheBatchNorOnOtherRows",
            "contributionsAddUpToTheScoreIfItExplains",
            "equalTrainingsGiveEqualBytes",
            "explainsASingleFeature",
            "fitsASingleNumber",
            "goesOnFromABaseModelIfItStartsWarm",
            "heavierRowsCountMoreIfItWeighsThem",
            "idsThatTrainingDidNotSeeCountAsNone",
            "learns",
            "onnxPredictsWhatTheModelPredicts",
            "stopsWhenEvaluationRowsDoNotGetBetterIfItStopsEarly",
            "trainingsAtTheSameTimeDoNotDisturbEachOther");
  }

  private boolean passes(Method test) throws IOException, IllegalAccessException {
    var contract = new Broken();
    contract.directory = Files.createTempDirectory(directory, "contract");
    test.setAccessible(true);
    try {
      test.invoke(contract, Task.BINARY_CLASSIFICATION);
      return true;
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof TestAbortedException;
    }
  }

  /** Deliberately wrong in everything but one: threads inside the graph do not show. */
  static final class Broken extends AlgorithmContract {
    private static final AtomicInteger TRAININGS = new AtomicInteger();

    @Override
    protected Algorithm algorithm() {
      return new Algorithm() {
        @Override
        public Set<Task> tasks() {
          return Set.of(Task.BINARY_CLASSIFICATION);
        }

        @Override
        public boolean explains() {
          return true;
        }

        @Override
        public boolean stopsEarly() {
          return true;
        }

        @Override
        public boolean startsWarm() {
          return true;
        }

        @Override
        public FittedModel fit(TrainingData data, long seed) {
          return new Guess(data.features(), TRAININGS.incrementAndGet());
        }
      };
    }
  }

  /** Says 0.25, but in ONNX the mean of the batch, and knows how many were made before it. */
  private record Guess(FeatureMatrix training, int number) implements FittedModel {
    @Override
    public double[] predict(FeatureMatrix features) {
      var probabilities = new double[features.rows()];
      Arrays.fill(probabilities, 0.25);
      return probabilities;
    }

    @Override
    public String appendTo(OnnxGraph graph, List<String> features) {
      var sum = graph.floats(0);
      for (int i = 0; i < features.size(); i++) {
        var feature = features.get(i);
        sum =
            graph.node(
                "Add",
                sum,
                training.columns().get(i) instanceof FeatureColumn.Ids ids
                    ? graph.node("Gather", zeros(graph, ids.size()), feature)
                    : feature);
      }
      return graph.node(
          "Sub",
          sum,
          graph.node(
              OnnxDomain.STANDARD, "ReduceMean", List.of(OnnxAttribute.ofInts("axes", 0)), sum));
    }

    @Override
    public ExplainedModel explained(TrainingData data) {
      return (graph, features) -> {
        var guess = appendTo(graph, features);
        return new ExplainedModel.Appended(guess, List.of(guess), guess);
      };
    }

    private static String zeros(OnnxGraph graph, int size) {
      return graph.cast(graph.vector(new double[size]), DataType.FLOAT);
    }

    @Override
    public void save(Path target) throws IOException {
      Files.writeString(target.resolve("number"), Integer.toString(number));
    }

    @Override
    public ModelDescription describe() {
      return new ModelDescription("guess", "none", Map.of(), Map.of());
    }
  }
}
