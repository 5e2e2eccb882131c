package io.tributary.interop;

import static io.tributary.components.evaluator.Metric.ACCURACY;
import static io.tributary.components.evaluator.Metric.AUC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.Channel;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.evaluator.Evaluation;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Evaluator;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.process.ExternalProcess;
import io.tributary.components.process.ProcessLimits;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.ExternalTrainer;
import io.tributary.components.transform.Preprocessing;
import io.tributary.components.transform.Transform;
import io.tributary.metadata.NodeState;
import io.tributary.pipelines.penguins.PenguinFeatures;
import io.tributary.pipelines.taxi.TaxiFeatures;
import io.tributary.runner.local.PipelineTester;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models of scikit-learn, trained by a script and by a notebook, in pipelines. */
@Timeout(300)
class ExternalTrainerTest {
  private static final Path DATA = Path.of("../pipelines/data");

  @TempDir Path directory;

  /** The part of a pipeline before the model. */
  private record Prepared(Channel<Examples> examples, Transform.Outputs features) {
    static Prepared of(
        Pipeline p, String file, String label, Class<? extends Preprocessing> preprocessing) {
      var examples = p.add(new CsvExampleGen(DATA.resolve(file))).examples();
      var statistics = p.add(new StatisticsGen(examples)).statistics();
      var schema = p.add(new SchemaGen(statistics).withNotInEnvironment(label, "SERVING")).schema();
      return new Prepared(examples, p.add(new Transform(examples, schema, preprocessing)));
    }

    static Prepared taxi(Pipeline p) {
      return of(p, "chicago-taxi/trips.csv", "tips", TaxiFeatures.class);
    }

    ExternalTrainer trainer(ExternalProcess program) {
      return new ExternalTrainer(features.examples(), features.graph(), program);
    }
  }

  private static ExternalProcess python(String script) {
    return ExternalProcess.of(PythonEnvironment.PROGRAMS.program("python").toString())
        .withFile(PythonScript.file(script));
  }

  @Test
  void scriptTrainsAModelThatIsBlessedAndAnswersRawRowsAsScikitLearnDoesTransformedOnes()
      throws Exception {
    var p = Pipeline.named("taxi-sklearn");
    var taxi = Prepared.taxi(p);
    var limits = ProcessLimits.NONE.withThreads(2).withMemory(2L << 30);
    var model =
        p.add(
                taxi.trainer(python("train_sklearn.py").withLimits(limits))
                    .withEvaluationSplit("eval")
                    .withHyperparameter("max_iter", 100)
                    .withHyperparameter("learning_rate", 0.1))
            .model();
    var judged =
        p.add(
            new Evaluator(taxi.examples(), model, Evaluation.binary().require(AUC.atLeast(0.93))));

    try (var tester = PipelineTester.of(p, directory)) {
      tester.succeeded();

      assertThat(tester.path(judged.blessing()).resolve("BLESSED")).exists();
      assertThat(tester.path(model).resolve("model_card.json"))
          .content()
          .contains("\"algorithm\" : \"gradient boosting\"", "\"library\" : \"scikit-learn 1.7.2\"")
          .containsPattern("\"rounds\" : [1-9]");
      assertThat(answers(tester, taxi.examples(), model))
          .hasSizeGreaterThan(4_000)
          .satisfies(answers -> assertSame(answers, saved(tester.path(model))));
    }
  }

  private static List<Float> answers(
      PipelineTester tester, Channel<Examples> examples, Channel<Model> model) throws IOException {
    var answers = new ArrayList<Float>();
    try (var allocator = new RootAllocator();
        var onnx = OnnxModel.open(tester.path(model).resolve("model.onnx"));
        var rows =
            new ExamplesReader(Dataset.of(tester.path(examples), List.of("eval")), allocator)) {
      var predictor = new Predictor(onnx);
      while (rows.loadNextBatch()) {
        for (float probability : predictor.predict(rows.batch()).floats("probability")) {
          answers.add(probability);
        }
      }
    }
    return answers;
  }

  /** What scikit-learn itself has predicted: float64 behind the header of a .npy file. */
  private static double[] saved(Path model) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(model.resolve("native/predictions.npy")));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(10 + bytes.getShort(8));
    var values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  private static void assertSame(List<? extends Float> answers, double[] expected) {
    assertThat(answers).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) answers.get(i)).as("row " + i).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void notebookIsRunByPapermillWithTheRequestAsItsParameters() throws Exception {
    var p = Pipeline.named("penguins-notebook");
    var penguins = Prepared.of(p, "penguins/penguins.csv", "species", PenguinFeatures.class);
    var papermill =
        ExternalProcess.of(
                PythonEnvironment.PROGRAMS.program("papermill").toString(), "--no-progress-bar")
            .withFile(Path.of("src/test/notebooks/train.ipynb"))
            .withArguments("model/executed.ipynb", "-f", "request.json")
            .withEnvironment("PATH", PythonEnvironment.PROGRAMS.path());
    var model = p.add(penguins.trainer(papermill).withHyperparameter("C", 10.0)).model();
    var evaluation =
        p.add(new Evaluator(penguins.examples(), model, Evaluation.multiclass())).evaluation();

    try (var tester = PipelineTester.of(p, directory)) {
      tester.succeeded();

      var accuracy =
          EvaluationResult.read(tester.path(evaluation)).overall().value(ACCURACY).orElseThrow();
      assertThat(accuracy).isBetween(0.95, 1.0);
      assertThat(tester.path(model).resolve("native/executed.ipynb")).isNotEmptyFile();
    }
  }

  @Test
  void scriptThatRaisesOrHangsFailsTheNode() throws Exception {
    var p = Pipeline.named("taxi-trouble");
    var taxi = Prepared.taxi(p);
    var script = python("train_sklearn.py");
    var wrong =
        p.add(
                taxi.trainer(script)
                    .withHyperparameter("no_such_parameter", 1)
                    .withEvaluationSplit("eval"),
                NodeOptions.id("Wrong"))
            .model();
    var hanging =
        p.add(
                taxi.trainer(ExternalProcess.of("sleep", "600")),
                NodeOptions.id("Hanging").withTimeout(Duration.ofSeconds(5)))
            .model();

    try (var tester = PipelineTester.of(p, directory)) {
      tester.run();

      tester.expect(wrong, NodeState.FAILED);
      assertThat(tester.node(wrong).reason()).contains("exit code 1", "no_such_parameter");
      tester.expect(hanging, NodeState.FAILED);
      assertThat(tester.node(hanging).reason()).contains("PT5S");
    }
  }
}
