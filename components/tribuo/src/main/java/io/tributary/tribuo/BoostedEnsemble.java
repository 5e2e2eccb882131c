package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Boosted trees as the attributes of ONNX's TreeEnsembleRegressor, in double precision. A row goes
 * left where {@code x < condition}, as in XGBoost, or where it has not, or has, an id. What leaves
 * contribute is rounded to multiples of one power of two, so small that sums of as many as there
 * are trees are exact: no order of addition shows, whatever a runtime does with batches and
 * threads. How popular nodes are says the sum of the second derivatives of the loss of their rows,
 * by which XGBoost weighs the children of a split, too, when it explains predictions.
 */
final class BoostedEnsemble {
  private static final String LEAF = "LEAF";
  private static final String BELOW = "BRANCH_LT";
  private static final String IS_NOT = "BRANCH_NEQ";

  /** Bits of a double's significand. */
  private static final int PRECISION = 53;

  private final OneHotLayout layout;
  private final List<String> modes = new ArrayList<>();
  private final LongStream.Builder treeIds = LongStream.builder();
  private final LongStream.Builder nodeIds = LongStream.builder();
  private final LongStream.Builder features = LongStream.builder();
  private final DoubleStream.Builder thresholds = DoubleStream.builder();
  private final LongStream.Builder whenTrue = LongStream.builder();
  private final LongStream.Builder whenFalse = LongStream.builder();
  private final LongStream.Builder missingTrue = LongStream.builder();
  private final DoubleStream.Builder covers = DoubleStream.builder();
  private final LongStream.Builder leafTreeIds = LongStream.builder();
  private final LongStream.Builder leafIds = LongStream.builder();
  private final LongStream.Builder targets = LongStream.builder();
  private final DoubleStream.Builder contributions = DoubleStream.builder();
  private final DoubleStream.Builder bases = DoubleStream.builder();
  private int trees;
  private int outputs;

  BoostedEnsemble(OneHotLayout layout) {
    this.layout = layout;
  }

  /** Adds trees whose sums are predictions of their own. */
  void add(BoostedTrees boosted) {
    for (int i = 0; i < boosted.trees().size(); i++) {
      add(boosted.trees().get(i), outputs + boosted.targets()[i]);
    }
    for (double base : boosted.bases()) {
      bases.add(base);
      outputs++;
    }
  }

  private void add(BoostedTrees.Tree tree, int target) {
    for (int node = 0; node < tree.nodes(); node++) {
      treeIds.add(trees);
      nodeIds.add(node);
      covers.add(tree.covers()[node]);
      if (tree.isLeaf(node)) {
        addNode(LEAF, 0, 0, 0, 0, 0);
        leafTreeIds.add(trees);
        leafIds.add(node);
        targets.add(target);
        contributions.add(tree.conditions()[node]);
      } else {
        addSplit(tree, node);
      }
    }
    trees++;
  }

  private void addSplit(BoostedTrees.Tree tree, int node) {
    int left = tree.left()[node];
    int right = tree.right()[node];
    int missingLeft = tree.missingLeft()[node];
    float condition = tree.conditions()[node];
    int feature = layout.feature(tree.columns()[node]);
    if (layout.isId(feature)) {
      int without = missingLeft == 1 ? left : right;
      int with = 1 < condition ? left : right;
      addNode(IS_NOT, feature, layout.id(tree.columns()[node]), without, with, 0);
    } else {
      addNode(BELOW, feature, condition, left, right, missingLeft);
    }
  }

  private void addNode(
      String mode, int feature, double threshold, int ifTrue, int ifFalse, int missing) {
    modes.add(mode);
    features.add(feature);
    thresholds.add(threshold);
    whenTrue.add(ifTrue);
    whenFalse.add(ifFalse);
    missingTrue.add(missing);
  }

  /** The attributes of the node. */
  List<OnnxAttribute> attributes() {
    return List.of(
        OnnxAttribute.ofInts("nodes_treeids", treeIds.build().toArray()),
        OnnxAttribute.ofInts("nodes_nodeids", nodeIds.build().toArray()),
        OnnxAttribute.ofInts("nodes_featureids", features.build().toArray()),
        OnnxAttribute.ofStrings("nodes_modes", modes),
        OnnxAttribute.ofTensor("nodes_values_as_tensor", doubles(thresholds.build().toArray())),
        OnnxAttribute.ofInts("nodes_truenodeids", whenTrue.build().toArray()),
        OnnxAttribute.ofInts("nodes_falsenodeids", whenFalse.build().toArray()),
        OnnxAttribute.ofInts("nodes_missing_value_tracks_true", missingTrue.build().toArray()),
        OnnxAttribute.ofTensor("nodes_hitrates_as_tensor", doubles(covers.build().toArray())),
        OnnxAttribute.ofInts("target_treeids", leafTreeIds.build().toArray()),
        OnnxAttribute.ofInts("target_nodeids", leafIds.build().toArray()),
        OnnxAttribute.ofInts("target_ids", targets.build().toArray()),
        OnnxAttribute.ofTensor(
            "target_weights_as_tensor", doubles(exact(contributions.build().toArray()))),
        OnnxAttribute.ofTensor("base_values_as_tensor", doubles(bases.build().toArray())),
        OnnxAttribute.ofInt("n_targets", outputs));
  }

  /** Rounds so that no sum of one contribution per tree is rounded. */
  private double[] exact(double[] values) {
    double greatest = DoubleStream.of(values).map(Math::abs).max().orElse(0);
    int bits = Math.getExponent(greatest * trees) + 1 - PRECISION;
    return DoubleStream.of(values)
        .map(value -> Math.scalb(Math.rint(Math.scalb(value, -bits)), bits))
        .toArray();
  }

  private static TensorProto doubles(double[] values) {
    return OnnxTensor.doubles(new long[] {values.length}, values);
  }
}
