package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an evaluation found: the content of {@code metrics.json}.
 *
 * @param decisionThreshold the score from which on a row was predicted positive
 * @param unlabelledRows rows without a label, which count nowhere else
 * @param droppedBits trailing bits of scores that were given up because more than a million scores
 *     differed; 0 when every figure is exact
 * @param overall over all rows
 * @param slices in the order of the slicings, within one by value: missing, numbers, text
 * @param smallSlices slices left out because they have too few rows
 * @param blessed whether every requirement holds
 * @param message why, in one line
 * @param verdicts every requirement on every slice that it is about
 */
public record EvaluationResult(
    double decisionThreshold,
    long unlabelledRows,
    int droppedBits,
    SliceMetrics overall,
    List<SliceMetrics> slices,
    long smallSlices,
    boolean blessed,
    String message,
    List<Verdict> verdicts) {

  /** The file inside a {@code ModelEvaluation}. */
  public static final String FILE = "metrics.json";

  public EvaluationResult {
    requireNonNull(overall, "overall");
    slices = List.copyOf(slices);
    requireNonNull(message, "message");
    verdicts = List.copyOf(verdicts);
  }

  static EvaluationResult of(Evaluation evaluation, SlicedScores scores) {
    double threshold = evaluation.decisionThreshold();
    var overall = metrics(Slice.OVERALL, scores.overall(), threshold);
    var slices = new ArrayList<SliceMetrics>();
    long small = 0;
    for (var found : scores.slices()) {
      var ordered = found.keySet().stream().sorted(Slice.ORDER).toList();
      for (var slice : ordered) {
        var metrics = metrics(slice, requireNonNull(found.get(slice)), threshold);
        if (metrics.value(Metric.EXAMPLE_COUNT).orElse(0.0) < evaluation.minimumSliceSize()) {
          small++;
        } else {
          slices.add(metrics);
        }
      }
    }
    var verdicts = Judgement.of(evaluation, overall, slices);
    return new EvaluationResult(
        threshold,
        scores.unlabelled(),
        scores.overall().candidate().droppedBits(),
        overall,
        slices,
        small,
        Judgement.blesses(overall, verdicts),
        Judgement.message(overall, verdicts),
        verdicts);
  }

  private static SliceMetrics metrics(Slice slice, SlicedScores.Scores scores, double threshold) {
    var baseline = scores.baseline();
    return new SliceMetrics(
        slice,
        BinaryFigures.of(scores.candidate(), threshold),
        baseline == null ? Optional.empty() : Optional.of(BinaryFigures.of(baseline, threshold)));
  }

  /**
   * Reads the payload of a {@code ModelEvaluation}.
   *
   * @param modelEvaluation the payload's directory
   * @throws IOException if it holds no {@code metrics.json}, or one that cannot be read
   */
  public static EvaluationResult read(Path modelEvaluation) throws IOException {
    return EvaluationJson.read(modelEvaluation.resolve(FILE));
  }
}
