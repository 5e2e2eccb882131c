package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.tributary.components.explain.TreeGraph;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.regression.Regressor;

/** Contributions in the graph, against what plain Java finds by their definition. */
class ContributionsTest {
  private static final int ROWS = 100;

  @TempDir Path directory;

  /** What contributes to a row: for each column and, last, the bias. */
  private interface Oracle {
    double[] of(FeatureMatrix rows, int row);
  }

  private static void assertContributions(
      FittedModel model, TrainingData data, List<Oracle> predictions) {
    assertContributions(model, data, predictions, RandomRows.features(ROWS, -1));
    assertContributions(model, data, predictions, RandomRows.extremes(ROWS, -2));
  }

  private static void assertContributions(
      FittedModel model, TrainingData data, List<Oracle> predictions, FeatureMatrix rows) {
    int width = rows.columns().size() + 1;
    try (var explained = new Exported(model.explained(data), rows)) {
      var found = explained.contributions(rows);
      assertThat(found).hasSize(ROWS * predictions.size() * width);
      for (int row = 0; row < ROWS; row++) {
        for (int k = 0; k < predictions.size(); k++) {
          var expected = predictions.get(k).of(rows, row);
          double size = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
          for (int column = 0; column < width; column++) {
            float actual = found[(row * predictions.size() + k) * width + column];
            assertThat(
                    Float.isInfinite(actual) || Math.abs(actual - expected[column]) <= 1e-6 * size)
                .as(
                    "row %d, prediction %d, column %d: %s (expected: %s)",
                    row, k, column, actual, expected[column])
                .isTrue();
            assertThat(Float.isInfinite(actual))
                .isEqualTo(Double.isInfinite((float) expected[column]));
          }
        }
      }
    }
  }

  static Stream<Arguments> linear() {
    return of(new LinearRegression(), new LogisticRegression().withEpochs(3), new LibLinear());
  }

  private static Stream<Arguments> of(Algorithm... algorithms) {
    return Arrays.stream(algorithms)
        .flatMap(
            algorithm ->
                algorithm.tasks().stream().sorted().map(task -> Arguments.of(algorithm, task)));
  }

  /** Models of single predictions: of several labels each has one. */
  private static List<FittedModel> models(FittedModel model) {
    return model instanceof LabelWise labels ? labels.models() : List.of(model);
  }

  @ParameterizedTest
  @MethodSource("linear")
  void aFeatureOfALinearModelContributesItsWeightTimesItself(Algorithm algorithm, Task task)
      throws Exception {
    var data = RandomRows.scaled(task, 400, 3);
    var model = algorithm.fit(data, 1);
    var layout = FeatureLayout.of(data.features());
    var oracles =
        models(model).stream()
            .map(LinearModel.class::cast)
            .flatMap(
                linear ->
                    IntStream.range(0, linear.biases().length)
                        .mapToObj(k -> linear(layout, linear.weights()[k], linear.biases()[k])))
            .toList();
    assertContributions(model, data, oracles);
  }

  private static Oracle linear(FeatureLayout layout, double[] weights, double bias) {
    return (rows, row) -> {
      var told = new double[layout.columns() + 1];
      for (int i = 0; i < weights.length; i++) {
        told[layout.column(i)] += weights[i] * value(layout, i, rows, row);
      }
      told[layout.columns()] = bias;
      return told;
    };
  }

  /** A feature of Tribuo: the number, or 1 for the id that the row has. */
  private static double value(FeatureLayout layout, int feature, FeatureMatrix rows, int row) {
    var column = rows.columns().get(layout.column(feature));
    return column instanceof FeatureColumn.Ids ids
        ? ids.values()[row] == layout.id(feature) ? 1 : 0
        : column.number(row);
  }

  static Stream<Arguments> machines() {
    return of(new FactorizationMachine().withFactors(3).withEpochs(5));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void aFeatureOfAFactorizationMachineContributesHalfOfItsPairs(Algorithm algorithm, Task task)
      throws Exception {
    var data = RandomRows.scaled(task, 400, 4);
    var model = algorithm.fit(data, 1);
    var layout = FeatureLayout.of(data.features());
    var oracles =
        models(model).stream()
            .map(FactorizationModel.class::cast)
            .flatMap(
                machine ->
                    IntStream.range(machine.binary() ? 1 : 0, machine.biases().length)
                        .mapToObj(k -> machine(layout, machine, k)))
            .toList();
    // Beyond that, pairs are lost in the square of the sum, in the model's own scores, too.
    assertContributions(model, data, oracles, RandomRows.features(ROWS, -1));
  }

  /** Pair by pair, as the definition has it. */
  private static Oracle machine(FeatureLayout layout, FactorizationModel machine, int output) {
    return (rows, row) -> {
      var told = ofOutput(layout, machine, output, rows, row);
      if (machine.binary()) {
        var other = ofOutput(layout, machine, 0, rows, row);
        for (int i = 0; i < told.length; i++) {
          told[i] -= other[i];
        }
      }
      return told;
    };
  }

  private static double[] ofOutput(
      FeatureLayout layout, FactorizationModel machine, int output, FeatureMatrix rows, int row) {
    var told = linear(layout, machine.weights()[output], machine.biases()[output]).of(rows, row);
    int outputs = machine.biases().length;
    for (int i = 0; i < layout.size(); i++) {
      for (int j = 0; j < i; j++) {
        double product = 0;
        for (int factor = 0; factor < machine.factors().length / outputs; factor++) {
          var of = machine.factors()[factor * outputs + output];
          product += of[i] * of[j];
        }
        double pair = product * value(layout, i, rows, row) * value(layout, j, rows, row);
        told[layout.column(i)] += pair / 2;
        told[layout.column(j)] += pair / 2;
      }
    }
    return told;
  }

  static Stream<Arguments> trees() {
    return of(
        new DecisionTree().withMinRowsToSplit(20),
        new RandomForest().withTrees(5),
        new ExtraTrees().withTrees(4),
        new AdaBoost().withRounds(5));
  }

  /**
   * What is expected at a node is the mean, over the training rows there, of what the tree says.
   */
  @ParameterizedTest
  @MethodSource("trees")
  void aSplitContributesByHowMuchItMovesTheMeanOfTheTrainingRows(Algorithm algorithm, Task task)
      throws Exception {
    var data = weighted(RandomRows.scaled(task, 400, 5), algorithm);
    var model = algorithm.fit(data, 1);
    model.save(directory);
    boolean several = task == Task.MULTILABEL_CLASSIFICATION;
    var names = several ? data.labels().names() : List.of("");
    var oracles =
        IntStream.range(0, names.size())
            .mapToObj(
                i -> trees(directory.resolve(names.get(i)), several ? data.withLabel(i) : data))
            .flatMap(List::stream)
            .toList();
    assertContributions(model, data, oracles);
  }

  private static TrainingData weighted(TrainingData data, Algorithm algorithm) {
    if (!algorithm.weighsRows()) {
      return data;
    }
    var weights = new float[data.labels().values().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + i % 3;
    }
    return data.withWeights(weights);
  }

  private static List<Oracle> trees(Path saved, TrainingData data) {
    var model = read(saved);
    if (data.labels().task() == Task.REGRESSION) {
      return List.of(
          trees(model.castModel(Regressor.class), data, leaf -> leaf.getOutput().getValues()[0]));
    }
    var labels = model.castModel(Label.class);
    boolean votes = model.getProvenance().getTrainerProvenance().getClassName().contains("Boost");
    return MatrixDataset.predictedNames(data).stream()
        .map(
            name ->
                trees(
                    labels,
                    data,
                    leaf ->
                        votes
                            ? leaf.getOutput().getLabel().equals(name) ? 1 : 0
                            : leaf.getDistribution().get(name).getScore()))
        .toList();
  }

  private static Model<?> read(Path saved) {
    try {
      return Model.deserializeFromFile(saved.resolve(NativeModel.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // members of an ensemble are of its type
  private static <T extends Output<T>> Oracle trees(
      Model<T> model, TrainingData data, Function<LeafNode<T>, Double> says) {
    var layout = FeatureLayout.of(data.features());
    if (!(model instanceof WeightedEnsembleModel<T> ensemble)) {
      return new Walk<>(
          layout, data, List.of(((TreeModel<T>) model).getRoot()), List.of(1.0), says);
    }
    var roots = ensemble.getModels().stream().map(each -> ((TreeModel<T>) each).getRoot()).toList();
    var votes = ModelProtos.votes(ensemble);
    double all = votes.stream().mapToDouble(Float::doubleValue).sum();
    return new Walk<>(layout, data, roots, votes.stream().map(vote -> vote / all).toList(), says);
  }

  /** Walks down Tribuo's own trees. */
  private record Walk<T extends Output<T>>(
      FeatureLayout layout,
      TrainingData data,
      List<Node<T>> roots,
      List<Double> weights,
      Function<LeafNode<T>, Double> says)
      implements Oracle {

    @Override
    public double[] of(FeatureMatrix rows, int row) {
      var told = new double[layout.columns() + 1];
      for (int i = 0; i < roots.size(); i++) {
        var node = roots.get(i);
        var here = IntStream.range(0, data.rows()).toArray();
        double before = mean(node, here);
        told[layout.columns()] += weights.get(i) * before;
        while (node instanceof SplitNode<T> split) {
          var child = next(split, rows, row);
          var there =
              Arrays.stream(here).filter(r -> next(split, data.features(), r) == child).toArray();
          double after = mean(child, there);
          told[layout.column(split.getFeatureID())] += weights.get(i) * (after - before);
          node = child;
          here = there;
          before = after;
        }
      }
      return told;
    }

    private Node<T> next(SplitNode<T> split, FeatureMatrix rows, int row) {
      return value(layout, split.getFeatureID(), rows, row) > split.splitValue()
          ? split.getGreaterThan()
          : split.getLessThanOrEqual();
    }

    private double mean(Node<T> from, int[] rows) {
      double sum = 0;
      double all = 0;
      for (int row : rows) {
        var node = from;
        while (node instanceof SplitNode<T> split) {
          node = next(split, data.features(), row);
        }
        sum += data.weight(row) * says.apply((LeafNode<T>) node);
        all += data.weight(row);
      }
      return sum / all;
    }
  }

  static Stream<Arguments> boosted() {
    return of(new XgBoost().withRounds(8).withMaxDepth(4));
  }

  @ParameterizedTest
  @MethodSource("boosted")
  void aSplitOfXgboostMovesTheMeanThatItsCoversWeigh(Algorithm algorithm, Task task)
      throws Exception {
    var data = RandomRows.labelled(task, 400, 6);
    var model = algorithm.fit(data, 1);
    model.save(directory);
    boolean several = task == Task.MULTILABEL_CLASSIFICATION;
    var names = several ? data.labels().names() : List.of("");
    var layout = OneHotLayout.of(data.features());
    var oracles =
        names.stream()
            .map(
                name ->
                    BoostedWalk.read(
                        directory.resolve(name), several ? Task.BINARY_CLASSIFICATION : task))
            .flatMap(
                booster ->
                    IntStream.range(0, booster.bases().length)
                        .mapToObj(k -> (Oracle) new BoostedWalk(layout, booster, k)))
            .toList();
    assertContributions(model, data, oracles);
  }

  /** Walks down XGBoost's own trees, over a column for each id. */
  private record BoostedWalk(OneHotLayout layout, BoostedTrees booster, int output)
      implements Oracle {

    static BoostedTrees read(Path saved, Task task) {
      try {
        return BoostedTrees.of(Files.readAllBytes(saved.resolve(XgBoostModel.FILE)), task);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public double[] of(FeatureMatrix rows, int row) {
      int columns = rows.columns().size();
      var told = new double[columns + 1];
      told[columns] = booster.bases()[output];
      for (int i = 0; i < booster.trees().size(); i++) {
        if (booster.targets()[i] == output) {
          var tree = booster.trees().get(i);
          int node = 0;
          told[columns] += mean(tree, 0);
          while (!tree.isLeaf(node)) {
            int child = next(tree, node, rows, row);
            told[layout.feature(tree.columns()[node])] += mean(tree, child) - mean(tree, node);
            node = child;
          }
        }
      }
      return told;
    }

    private int next(BoostedTrees.Tree tree, int node, FeatureMatrix rows, int row) {
      int column = tree.columns()[node];
      var values = rows.columns().get(layout.feature(column));
      if (values instanceof FeatureColumn.Ids ids) {
        boolean has = ids.values()[row] == layout.id(column);
        return has
            ? 1 < tree.conditions()[node] ? tree.left()[node] : tree.right()[node]
            : tree.missingLeft()[node] == 1 ? tree.left()[node] : tree.right()[node];
      }
      return values.number(row) < tree.conditions()[node] ? tree.left()[node] : tree.right()[node];
    }

    private static double mean(BoostedTrees.Tree tree, int node) {
      if (tree.isLeaf(node)) {
        return tree.conditions()[node];
      }
      int left = tree.left()[node];
      int right = tree.right()[node];
      double all = (double) tree.covers()[left] + tree.covers()[right];
      return (tree.covers()[left] * mean(tree, left) + tree.covers()[right] * mean(tree, right))
          / all;
    }
  }

  @ParameterizedTest
  @MethodSource({"linear", "machines", "trees", "boosted"})
  void theOutputIsNamedAndThePredictionsAreTheSame(Algorithm algorithm, Task task)
      throws Exception {
    var data = RandomRows.scaled(task, 300, 7);
    var model = algorithm.fit(data, 1);
    var rows = Exported.tensors(RandomRows.features(50, 8), 0, 50);
    try (var plain =
            OnnxModel.of(Exported.outputs(model, data.features(), data.labels()), "plain");
        var explained = OnnxModel.of(Exported.explained(model, data), "explained")) {
      var output = explained.signature().output("contributions").orElseThrow();
      var columns = data.features().columns();
      int predictions = Math.max(1, data.labels().outputNames().size());
      assertThat(output.shape().dims()).containsExactly(-1L, predictions * (columns.size() + 1L));
      var prefix = predictions == 1 ? "" : data.labels().outputNames().get(0) + "/";
      assertThat(output.classes())
          .hasSize(predictions * (columns.size() + 1))
          .startsWith(prefix + "many", prefix + "n0")
          .contains(prefix + "bias");
      var told = explained.infer(rows).byName();
      plain
          .infer(rows)
          .byName()
          .forEach((name, tensor) -> assertThat(told).containsEntry(name, tensor));
    }
  }

  @Test
  void theTreesThatPredictAreFoundBesideThoseThatExplain() throws Exception {
    var data = RandomRows.scaled(Task.MULTICLASS_CLASSIFICATION, 300, 9);
    for (var algorithm : List.of(new XgBoost().withRounds(3), new RandomForest().withTrees(3))) {
      var model = algorithm.fit(data, 1);
      var plain = new TreeGraph(ModelProto.parseFrom(Exported.graph(model, data.features())));
      var explained = new TreeGraph(ModelProto.parseFrom(Exported.explained(model, data)));
      var rows = new double[12];
      assertThat(explained.shap(rows, 6).values(rows)).isEqualTo(plain.shap(rows, 6).values(rows));
      assertThat(explained.shap(rows, 6).outputs()).isEqualTo(3);
      assertThat(explained.names(6)).isEqualTo(plain.names(6)).contains("many");
    }
  }
}
