package io.tributary.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.AdaBoostTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.DecisionTreeTrainer;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.provenance.EnsembleModelProvenance;

/**
 * Tribuo's AdaBoost, but that it starts from the weights that rows have, and not from equal ones:
 * with equal weights, the same trees and votes.
 */
final class RowWeightedAdaBoost extends AdaBoostTrainer {
  private static final double PERFECT = 1 - 1e-10;

  private final DecisionTreeTrainer<Label> trees;
  private final int rounds;

  RowWeightedAdaBoost(DecisionTreeTrainer<Label> trees, int rounds, long seed) {
    super(trees, rounds, seed);
    this.trees = trees;
    this.rounds = rounds;
  }

  /** Changes the weights of the rows. */
  @Override
  public WeightedEnsembleModel<Label> train(
      Dataset<Label> rows, Map<String, Provenance> runProvenance, int invocationCount) {
    var trainer = getProvenance();
    double classes = rows.getOutputIDInfo().size();
    var weights = new float[rows.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = rows.getExample(i).getWeight();
    }
    normalise(weights);
    var models = new ArrayList<Model<Label>>();
    var votes = new float[rounds];
    boolean perfect = false;
    while (models.size() < rounds && !perfect) {
      for (int i = 0; i < weights.length; i++) {
        rows.getExample(i).setWeight(weights[i]);
      }
      var model = trees.train(rows);
      var wrong = wrong(model.predict(rows), rows);
      float accuracy = accuracy(wrong, weights);
      perfect = accuracy > PERFECT;
      float vote = (float) (Math.log(accuracy / (1 - accuracy)) + Math.log(classes - 1));
      votes[models.size()] = perfect ? 1 : vote;
      models.add(model);
      double factor = Math.exp(vote);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = wrong[i] ? (float) (weights[i] * factor) : weights[i];
      }
      normalise(weights);
    }
    var provenance =
        new EnsembleModelProvenance(
            WeightedEnsembleModel.class.getName(),
            NativeModel.NO_TIME,
            rows.getProvenance(),
            trainer,
            runProvenance,
            ListProvenance.createListProvenance(models));
    return new WeightedEnsembleModel<>(
        "boosted-ensemble",
        provenance,
        rows.getFeatureIDMap(),
        rows.getOutputIDInfo(),
        models,
        new VotingCombiner(),
        Arrays.copyOf(votes, models.size()));
  }

  private static boolean[] wrong(List<Prediction<Label>> predictions, Dataset<Label> rows) {
    var wrong = new boolean[predictions.size()];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = !predictions.get(i).getOutput().equals(rows.getExample(i).getOutput());
    }
    return wrong;
  }

  private static float accuracy(boolean[] wrong, float[] weights) {
    float right = 0;
    float all = 0;
    for (int i = 0; i < wrong.length; i++) {
      right += wrong[i] ? 0 : weights[i];
      all += weights[i];
    }
    return right / all;
  }

  private static void normalise(float[] weights) {
    float all = 0;
    for (float weight : weights) {
      all += weight;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= all;
    }
  }
}
