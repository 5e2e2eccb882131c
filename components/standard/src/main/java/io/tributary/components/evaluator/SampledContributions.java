package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.tributary.components.evaluator.Importances.Contributions;
import io.tributary.components.evaluator.Importances.OfSlice;
import io.tributary.components.explain.TreeGraph;
import io.tributary.components.explain.TreeShap;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Shapley values of the features of a model of trees, on a sample.
 *
 * @param names of classes or labels
 * @param labels of the rows; those without count nowhere
 * @param sample the rows, all in one batch
 */
record SampledContributions(
    Evaluation evaluation, List<String> names, KnownLabels labels, VectorSchemaRoot sample) {
  /** Rows that are explained at a time, so that memory is bounded by features and outputs. */
  private static final int CHUNK = 256;

  /** So many features are told of slices. */
  private static final int SHOWN = 20;

  /**
   * Labels of the rows of the sample.
   *
   * @param width labels of a row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record KnownLabels(double[] values, int width) {}

  /**
   * What the features contribute.
   *
   * @param model {@code model.onnx}
   * @throws IllegalArgumentException if it is no model of trees
   */
  Contributions of(Path model) throws IOException {
    var trees = new TreeGraph(ModelProto.parseFrom(Files.readAllBytes(model)));
    double[] values;
    try (var graph = OnnxModel.of(trees.inputs(), model + ", features of trees")) {
      var tensor =
          new Predictor(graph).predict(sample, Set.of(TreeGraph.FEATURES)).get(TreeGraph.FEATURES);
      values = ((DoubleTensor) tensor).values();
    }
    int width = values.length / Math.max(1, sample.getRowCount());
    var shap = trees.shap(values, width);
    var tallies = tallies(shap, values);
    var overall = tallies.overall().candidate();
    var features = mostFirst(overall, shap);
    var shown = features.stream().limit(SHOWN).toList();
    var slices = new ArrayList<OfSlice>();
    slices.add(ofSlice(Slice.OVERALL, overall, features, shap.outputs()));
    for (int i = 0; i < tallies.slices().size(); i++) {
      var found = tallies.slices().get(i);
      found.keySet().stream()
          .sorted(tallies.order(evaluation.slicings().get(i)))
          .forEach(
              slice ->
                  slices.add(
                      ofSlice(
                          slice,
                          requireNonNull(found.get(slice)).candidate(),
                          shown,
                          shap.outputs())));
    }
    return new Contributions(
        trees.unit(),
        features.stream().map(trees.names(width)::get).toList(),
        names.size() == shap.outputs() ? names : numbered(shap.outputs()),
        DoubleStream.of(shap.expected()).boxed().toList(),
        slices.stream().filter(of -> of.size() > 0).toList());
  }

  private static List<String> numbered(int outputs) {
    var numbered = new ArrayList<String>();
    for (int i = 0; i < outputs; i++) {
      numbered.add(outputs == 1 ? "" : "output " + i);
    }
    return numbered;
  }

  private SlicedTallies<ContributionTally> tallies(TreeShap shap, double[] features) {
    var quantiles = Boundaries.pass(evaluation);
    var boundaries =
        quantiles.isEmpty() ? Boundaries.NONE : new OneBatch(sample).aggregate(quantiles.get());
    int width = shap.features() * shap.outputs();
    var tallies =
        new SlicedTallies<>(
            new ContributionTally.Maker(width),
            evaluation.slicings(),
            boundaries,
            false,
            Optional.empty());
    for (int from = 0; from < sample.getRowCount(); from += CHUNK) {
      int count = Math.min(CHUNK, sample.getRowCount() - from);
      try (var part = sample.slice(from, count)) {
        tallies.add(part, judged(part, from), values(shap, features, from, count), null);
      }
    }
    return tallies;
  }

  private static double[] values(TreeShap shap, double[] features, int from, int count) {
    int width = shap.features();
    return shap.values(Arrays.copyOfRange(features, from * width, (from + count) * width));
  }

  private Tally.Judged judged(VectorSchemaRoot part, int from) {
    var of =
        Arrays.copyOfRange(
            labels.values(), from * labels.width(), (from + part.getRowCount()) * labels.width());
    return new Tally.Judged(
        of,
        labels.width(),
        evaluation.weightColumn().map(name -> EvaluationPass.weights(name, part)).orElse(null),
        null);
  }

  /** The features, by what they contribute to all outputs together. */
  private static List<Integer> mostFirst(ContributionTally overall, TreeShap shap) {
    var sums = new double[shap.features()];
    for (int i = 0; i < sums.length * shap.outputs(); i++) {
      sums[i / shap.outputs()] += overall.mean(i);
    }
    return IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer feature) -> -sums[feature]))
        .toList();
  }

  private static OfSlice ofSlice(
      Slice slice, ContributionTally tally, List<Integer> features, int outputs) {
    var means = new ArrayList<List<Double>>();
    for (int output = 0; output < outputs; output++) {
      var of = new ArrayList<Double>();
      for (int feature : features) {
        of.add(tally.mean(feature * outputs + output));
      }
      means.add(of);
    }
    return new OfSlice(slice, tally.weight(), means);
  }
}
