package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureMatrix;
import org.tribuo.Dataset;
import org.tribuo.common.tree.AbstractCARTTrainer;
import org.tribuo.common.tree.AbstractTrainingNode;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;
import org.tribuo.regression.Regressor;

/**
 * Grows trees of Tribuo to numbers, by the mean squared error. Tribuo's own look at all rows for
 * every threshold they try, and mix up rows where thresholds are random; these go once over the
 * rows of a node for each column.
 */
final class RegressionTreeTrainer extends AbstractCARTTrainer<Regressor> {
  private static final float NO_MIN_DECREASE = 0;

  private final FeatureMatrix features;
  private final FeatureLayout layout;
  private final FeatureBins bins;

  /**
   * A trainer for samples of some rows.
   *
   * @param features of the rows
   * @param share of Tribuo's features that a split chooses among
   */
  RegressionTreeTrainer(
      Cart cart, float share, FeatureMatrix features, FeatureLayout layout, long seed) {
    super(
        cart.maxDepth(),
        (float) cart.minWeightToSplit(),
        NO_MIN_DECREASE,
        share,
        cart.randomSplits(),
        seed);
    this.features = features;
    this.layout = layout;
    this.bins = FeatureBins.of(features);
    postConfig();
  }

  @Override
  protected AbstractTrainingNode<Regressor> mkTrainingNode(
      Dataset<Regressor> examples, AbstractTrainingNode.LeafDeterminer leaves) {
    var label = examples.getOutputIDInfo().getOutput(0).getNames()[0];
    return RegressionNode.root(
        new RegressionSample(features, layout, bins, examples, label), leaves);
  }

  @Override
  public TrainerProvenance getProvenance() {
    return new TrainerProvenanceImpl(this);
  }
}
