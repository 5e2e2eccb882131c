package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

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
 * @param trees number of trees
 * @param nodes number of nodes, leaves included
 * @param attributes of the node of ONNX
 */
record TreeEnsemble(int trees, int nodes, List<OnnxAttribute> attributes) {
  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  /** What a split asks of a feature. */
  enum Question {
    /** Whether it is at most the value. */
    AT_MOST("BRANCH_LEQ"),
    /** Whether it is below the value. */
    BELOW("BRANCH_LT"),
    /** Whether it is an id other than the value. */
    IS_NOT("BRANCH_NEQ");

    private final String mode;

    Question(String mode) {
      this.mode = mode;
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
   * Appends the ensemble.
   *
   * @param columns a tensor per feature, {@code [N,1]}
   * @param isId which of them are ids
   * @return name of the tensor with the sums, double {@code [N,outputs]}
   */
  String appendTo(OnnxGraph graph, List<String> columns, IntPredicate isId) {
    var cells = new String[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = isId.test(i) ? graph.cast(columns.get(i), DataType.FLOAT) : columns.get(i);
    }
    var row =
        cells.length == 1 ? cells[0] : graph.node(OnnxDomain.STANDARD, "Concat", ALONG_ROWS, cells);
    return graph.node(
        OnnxDomain.ML, "TreeEnsembleRegressor", attributes, graph.cast(row, DataType.DOUBLE));
  }

  /** Collects trees. Not thread-safe. */
  static final class Builder {
    /** Bits of a double's significand. */
    private static final int PRECISION = 53;

    private static final String LEAF = "LEAF";

    private final List<String> modes = new ArrayList<>();
    private final LongStream.Builder treeIds = LongStream.builder();
    private final LongStream.Builder nodeIds = LongStream.builder();
    private final LongStream.Builder features = LongStream.builder();
    private final DoubleStream.Builder values = DoubleStream.builder();
    private final LongStream.Builder whenTrue = LongStream.builder();
    private final LongStream.Builder whenFalse = LongStream.builder();
    private final LongStream.Builder missingTrue = LongStream.builder();
    private final DoubleStream.Builder covers = DoubleStream.builder();
    private final LongStream.Builder leafTreeIds = LongStream.builder();
    private final LongStream.Builder leafIds = LongStream.builder();
    private final LongStream.Builder targets = LongStream.builder();
    private final DoubleStream.Builder contributions = DoubleStream.builder();
    private final DoubleStream.Builder bases = DoubleStream.builder();
    private final boolean boosted;
    private int trees;
    private int node;
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
      trees++;
      node = 0;
    }

    /** Adds a node that sends rows to one of two others of its tree. */
    void addSplit(
        Question question, int feature, double value, int ifTrue, int ifFalse, boolean missing) {
      addNode(question.mode, feature, value, ifTrue, ifFalse, missing ? 1 : 0);
    }

    /** Adds a node in which rows end. */
    void addLeaf() {
      addNode(LEAF, 0, 0, 0, 0, 0);
    }

    private void addNode(String mode, int feature, double value, int yes, int no, int missing) {
      treeIds.add(trees - 1L);
      nodeIds.add(node++);
      modes.add(mode);
      features.add(feature);
      values.add(value);
      whenTrue.add(yes);
      whenFalse.add(no);
      missingTrue.add(missing);
    }

    /** How popular the node is that was added last, for those who explain predictions. */
    void cover(double cover) {
      covers.add(cover);
    }

    /** What the leaf that was added last contributes to a prediction. */
    void contribute(int output, double contribution) {
      leafTreeIds.add(trees - 1L);
      leafIds.add(node - 1L);
      targets.add(output);
      contributions.add(contribution);
    }

    /** What has been added. To be called once. */
    TreeEnsemble build() {
      return new TreeEnsemble(trees, modes.size(), attributes());
    }

    private List<OnnxAttribute> attributes() {
      var attributes = new ArrayList<OnnxAttribute>();
      attributes.add(OnnxAttribute.ofInts("nodes_treeids", treeIds.build().toArray()));
      attributes.add(OnnxAttribute.ofInts("nodes_nodeids", nodeIds.build().toArray()));
      attributes.add(OnnxAttribute.ofInts("nodes_featureids", features.build().toArray()));
      attributes.add(OnnxAttribute.ofStrings("nodes_modes", modes));
      attributes.add(tensor("nodes_values", values.build().toArray()));
      attributes.add(OnnxAttribute.ofInts("nodes_truenodeids", whenTrue.build().toArray()));
      attributes.add(OnnxAttribute.ofInts("nodes_falsenodeids", whenFalse.build().toArray()));
      if (boosted) {
        attributes.add(
            OnnxAttribute.ofInts("nodes_missing_value_tracks_true", missingTrue.build().toArray()));
        attributes.add(tensor("nodes_hitrates", covers.build().toArray()));
      }
      attributes.add(OnnxAttribute.ofInts("target_treeids", leafTreeIds.build().toArray()));
      attributes.add(OnnxAttribute.ofInts("target_nodeids", leafIds.build().toArray()));
      attributes.add(OnnxAttribute.ofInts("target_ids", targets.build().toArray()));
      attributes.add(tensor("target_weights", exact(contributions.build().toArray())));
      if (boosted) {
        attributes.add(tensor("base_values", bases.build().toArray()));
      }
      attributes.add(OnnxAttribute.ofInt("n_targets", outputs));
      return attributes;
    }

    /** Rounds so that no sum of one contribution per tree is rounded. */
    private double[] exact(double[] given) {
      double greatest = DoubleStream.of(given).map(Math::abs).max().orElse(0);
      int bits = Math.getExponent(greatest * trees) + 1 - PRECISION;
      return DoubleStream.of(given)
          .map(value -> Math.scalb(Math.rint(Math.scalb(value, -bits)), bits))
          .toArray();
    }

    private static OnnxAttribute tensor(String name, double[] numbers) {
      TensorProto tensor = OnnxTensor.doubles(new long[] {numbers.length}, numbers);
      return OnnxAttribute.ofTensor(name + "_as_tensor", tensor);
    }
  }
}
