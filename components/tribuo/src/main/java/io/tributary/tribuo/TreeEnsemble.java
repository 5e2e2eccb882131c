package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Trees as ONNX's TreeEnsembleRegressor, which adds up what a row's leaves contribute to each
 * prediction. It looks at a row of all features as numbers, ids included: a split on an id asks
 * whether the feature is that id, so no one-hot vector is made, and an id out of range is none of
 * them.
 *
 * <p>Everything is in double precision, as where the trees were grown. Contributions are rounded to
 * multiples of one power of two, so small that sums of as many as there are trees are exact. So no
 * order of addition shows, whatever a runtime does with batches and threads.
 *
 * @param bases where predictions start; empty if all of them start at 0
 * @param outputs number of predictions
 */
@SuppressWarnings("ArrayRecordComponent") // read by index in tight loops, never compared
record TreeEnsemble(Splits splits, Leaves leaves, double[] bases, int outputs) {
  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  /** Bits of a double's significand. */
  private static final int PRECISION = 53;

  /** What a node asks of a feature. */
  enum Question {
    /** Whether it is at most the value. */
    AT_MOST("BRANCH_LEQ"),
    /** Whether it is below the value. */
    BELOW("BRANCH_LT"),
    /** Whether it is an id other than the value. */
    IS_NOT("BRANCH_NEQ"),
    /** Nothing: rows end here. */
    NONE("LEAF");

    private final String mode;

    Question(String mode) {
      this.mode = mode;
    }
  }

  /**
   * The nodes of all trees, tree by tree, those of a tree numbered from 0, its root, on.
   *
   * @param starts for each tree the place of its root, and how many nodes there are
   * @param questions for each node what it asks
   * @param features for each node which feature it asks for
   * @param values for each node what it compares with
   * @param yes for each node the number of the child of rows for which the answer is yes
   * @param no for each node the number of the child of the others
   * @param missingYes for each node 1 if rows without a value go with yes; empty if none do
   * @param covers for each node how popular it is; empty if nobody has said it
   */
  record Splits(
      int[] starts,
      List<Question> questions,
      int[] features,
      double[] values,
      int[] yes,
      int[] no,
      int[] missingYes,
      double[] covers) {

    int trees() {
      return starts.length - 1;
    }

    int nodes() {
      return features.length;
    }

    /** The same nodes, of which is not said how popular they are. */
    Splits withoutCovers() {
      return new Splits(starts, questions, features, values, yes, no, missingYes, new double[0]);
    }

    /** How much weight of rows comes to each node. */
    double[] covers(TrainingData data) {
      var counted = new double[nodes()];
      for (int tree = 0; tree < trees(); tree++) {
        for (int row = 0; row < data.rows(); row++) {
          count(tree, data.features().columns(), row, data.weight(row), counted);
        }
      }
      return counted;
    }

    private void count(
        int tree, List<FeatureColumn> columns, int row, double weight, double[] counted) {
      int node = starts[tree];
      counted[node] += weight;
      while (questions.get(node) != Question.NONE) {
        double value = columns.get(features[node]).number(row);
        node = starts[tree] + (isYes(node, value) ? yes[node] : no[node]);
        counted[node] += weight;
      }
    }

    private boolean isYes(int node, double value) {
      if (Double.isNaN(value)) {
        return missingYes.length > 0 && missingYes[node] == 1;
      }
      return switch (questions.get(node)) {
        case AT_MOST -> value <= values[node];
        case BELOW -> value < values[node];
        case IS_NOT -> value != values[node];
        case NONE -> throw new IllegalStateException("node " + node + " is a leaf");
      };
    }

    private List<OnnxAttribute> attributes() {
      var trees = new int[nodes()];
      var numbers = new int[nodes()];
      for (int tree = 0; tree < trees(); tree++) {
        for (int node = starts[tree]; node < starts[tree + 1]; node++) {
          trees[node] = tree;
          numbers[node] = node - starts[tree];
        }
      }
      var attributes = new ArrayList<OnnxAttribute>();
      attributes.add(ints("nodes_treeids", trees));
      attributes.add(ints("nodes_nodeids", numbers));
      attributes.add(ints("nodes_featureids", features));
      attributes.add(
          OnnxAttribute.ofStrings(
              "nodes_modes", questions.stream().map(each -> each.mode).toList()));
      attributes.add(tensor("nodes_values", values));
      attributes.add(ints("nodes_truenodeids", yes));
      attributes.add(ints("nodes_falsenodeids", no));
      if (missingYes.length > 0) {
        attributes.add(ints("nodes_missing_value_tracks_true", missingYes));
      }
      if (covers.length > 0) {
        attributes.add(tensor("nodes_hitrates", covers));
      }
      return attributes;
    }
  }

  /**
   * What leaves contribute, tree by tree.
   *
   * @param trees for each contribution the tree of the leaf
   * @param nodes for each contribution the number of the leaf
   * @param outputs for each contribution to which prediction it is
   * @param values for each contribution how much it is
   */
  record Leaves(int[] trees, int[] nodes, int[] outputs, double[] values) {

    private List<OnnxAttribute> attributes(int ensemble) {
      return List.of(
          ints("target_treeids", trees),
          ints("target_nodeids", nodes),
          ints("target_ids", outputs),
          tensor("target_weights", exact(ensemble)));
    }

    /** Rounded so that no sum of one contribution per tree is rounded. */
    private double[] exact(int ensemble) {
      double greatest = DoubleStream.of(values).map(Math::abs).max().orElse(0);
      int bits = Math.getExponent(greatest * ensemble) + 1 - PRECISION;
      return DoubleStream.of(values)
          .map(value -> Math.scalb(Math.rint(Math.scalb(value, -bits)), bits))
          .toArray();
    }

    /** Collects contributions. Not thread-safe. */
    static final class Builder {
      private final IntStream.Builder trees = IntStream.builder();
      private final IntStream.Builder nodes = IntStream.builder();
      private final IntStream.Builder outputs = IntStream.builder();
      private final DoubleStream.Builder values = DoubleStream.builder();

      void add(int tree, int node, int output, double value) {
        trees.add(tree);
        nodes.add(node);
        outputs.add(output);
        values.add(value);
      }

      /** What has been added. To be called once. */
      Leaves build() {
        return new Leaves(
            trees.build().toArray(),
            nodes.build().toArray(),
            outputs.build().toArray(),
            values.build().toArray());
      }
    }
  }

  /** Builds an ensemble for so many predictions. */
  static Builder of(int outputs) {
    var builder = new Builder(false);
    builder.outputs = outputs;
    return builder;
  }

  /**
   * Builds an ensemble whose predictions start at {@link Builder#addBase bases}, and whose nodes
   * have {@link Builder#cover covers} and know the way of missing values.
   */
  static Builder boosted() {
    return new Builder(true);
  }

  /**
   * Puts the features of a row together.
   *
   * @param columns a tensor per feature, {@code [N,1]}
   * @param isId which of them are ids
   * @return name of the tensor, double {@code [N,columns]}
   */
  static String row(OnnxGraph graph, List<String> columns, IntPredicate isId) {
    var cells = new String[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = isId.test(i) ? graph.cast(columns.get(i), DataType.FLOAT) : columns.get(i);
    }
    var row =
        cells.length == 1 ? cells[0] : graph.node(OnnxDomain.STANDARD, "Concat", ALONG_ROWS, cells);
    return graph.cast(row, DataType.DOUBLE);
  }

  /**
   * Appends the ensemble.
   *
   * @param row the features, double {@code [N,columns]}
   * @return name of the tensor with the sums, float {@code [N,outputs]}
   */
  String appendTo(OnnxGraph graph, String row) {
    var attributes = new ArrayList<>(splits.attributes());
    attributes.addAll(leaves.attributes(splits.trees()));
    if (bases.length > 0) {
      attributes.add(tensor("base_values", bases));
    }
    attributes.add(OnnxAttribute.ofInt("n_targets", outputs));
    return graph.node(OnnxDomain.ML, "TreeEnsembleRegressor", attributes, row);
  }

  private static OnnxAttribute ints(String name, int[] numbers) {
    return OnnxAttribute.ofInts(name, Arrays.stream(numbers).asLongStream().toArray());
  }

  private static OnnxAttribute tensor(String name, double[] numbers) {
    TensorProto tensor = OnnxTensor.doubles(new long[] {numbers.length}, numbers);
    return OnnxAttribute.ofTensor(name + "_as_tensor", tensor);
  }

  /** Collects trees. Not thread-safe. */
  static final class Builder {
    private final IntStream.Builder starts = IntStream.builder();
    private final List<Question> questions = new ArrayList<>();
    private final IntStream.Builder features = IntStream.builder();
    private final DoubleStream.Builder values = DoubleStream.builder();
    private final IntStream.Builder yes = IntStream.builder();
    private final IntStream.Builder no = IntStream.builder();
    private final IntStream.Builder missingYes = IntStream.builder();
    private final DoubleStream.Builder covers = DoubleStream.builder();
    private final Leaves.Builder leaves = new Leaves.Builder();
    private final DoubleStream.Builder bases = DoubleStream.builder();
    private final boolean boosted;
    private int trees;
    private int start;
    private int outputs;

    private Builder(boolean boosted) {
      this.boosted = boosted;
    }

    /** Number of predictions so far. */
    int outputs() {
      return outputs;
    }

    /** One more prediction, which starts at {@code base}. */
    void addBase(double base) {
      bases.add(base);
      outputs++;
    }

    /** The nodes that are added next are those of a new tree, numbered from 0, the root. */
    void beginTree() {
      start = questions.size();
      starts.add(start);
      trees++;
    }

    /** Adds a node that sends rows to one of two others of its tree. */
    void addSplit(
        Question question, int feature, double value, int ifTrue, int ifFalse, boolean missing) {
      questions.add(question);
      features.add(feature);
      values.add(value);
      yes.add(ifTrue);
      no.add(ifFalse);
      if (boosted) {
        missingYes.add(missing ? 1 : 0);
      }
    }

    /** Adds a node in which rows end. */
    void addLeaf() {
      addSplit(Question.NONE, 0, 0, 0, 0, false);
    }

    /** How popular the node is that was added last, for those who explain predictions. */
    void cover(double cover) {
      covers.add(cover);
    }

    /** What the leaf that was added last contributes to a prediction. */
    void contribute(int output, double contribution) {
      leaves.add(trees - 1, questions.size() - 1 - start, output, contribution);
    }

    /** What has been added. To be called once. */
    TreeEnsemble build() {
      starts.add(questions.size());
      var splits =
          new Splits(
              starts.build().toArray(),
              List.copyOf(questions),
              features.build().toArray(),
              values.build().toArray(),
              yes.build().toArray(),
              no.build().toArray(),
              missingYes.build().toArray(),
              covers.build().toArray());
      return new TreeEnsemble(splits, leaves.build(), bases.build().toArray(), outputs);
    }
  }
}
