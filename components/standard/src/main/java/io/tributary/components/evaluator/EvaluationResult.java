package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.components.message.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation found: the content of {@code metrics.json}.
 *
 * @param task what the model predicts
 * @param confidence how intervals were found; empty if there are none
 * @param unlabelledRows rows without a label, which count nowhere else
 * @param droppedBits trailing bits of scores that were given up because more than a million scores
 *     differed; 0 when every figure is exact
 * @param overall over all rows
 * @param slices in the order of the slicings, within one by value: missing, numbers, text
 * @param smallSlices slices left out because they have too few rows
 * @param blessed whether every requirement holds
 * @param message why, in one line
 * @param verdicts every requirement on every slice that it is about
 * @param plots of the candidate, over all rows
 * @param baselinePlots of the baseline, when there was one
 * @param override that it is to be blessed all the same; empty for none
 */
public record EvaluationResult(
    Task task,
    Optional<Confidence> confidence,
    long unlabelledRows,
    int droppedBits,
    SliceMetrics overall,
    List<SliceMetrics> slices,
    long smallSlices,
    boolean blessed,
    String message,
    List<Verdict> verdicts,
    Plots plots,
    Optional<Plots> baselinePlots,
    Optional<BlessingOverride> override) {

  /** The file inside a {@code ModelEvaluation}. */
  public static final String FILE = "metrics.json";

  public EvaluationResult {
    requireNonNull(task, "task");
    requireNonNull(overall, "overall");
    slices = List.copyOf(slices);
    requireNonNull(message, "message");
    verdicts = List.copyOf(verdicts);
  }

  static <T extends Tally<T>> EvaluationResult of(Evaluation evaluation, SlicedTallies<T> tallies) {
    var overall =
        SliceMetrics.of(Slice.OVERALL, tallies.overall(), tallies.spreads(tallies.overall()));
    Map<Slicing, List<SliceMetrics>> slices = new LinkedHashMap<>();
    long small = 0;
    for (int i = 0; i < tallies.slices().size(); i++) {
      var slicing = evaluation.slicings().get(i);
      var found = tallies.slices().get(i);
      var ofSlicing = new ArrayList<SliceMetrics>();
      for (var slice : found.keySet().stream().sorted(tallies.order(slicing)).toList()) {
        var pair = requireNonNull(found.get(slice));
        var metrics = SliceMetrics.of(slice, pair, tallies.spreads(pair));
        if (metrics.value(Metric.EXAMPLE_COUNT).orElse(0.0) < evaluation.minimumSliceSize()) {
          small++;
        } else {
          ofSlicing.add(metrics);
        }
      }
      slices.put(slicing, ofSlicing);
    }
    var verdicts = Judgement.of(evaluation, overall, slices);
    return new EvaluationResult(
        evaluation.task(),
        evaluation.confidence(),
        tallies.unlabelled(),
        tallies.overall().candidate().droppedBits(),
        overall,
        slices.values().stream().flatMap(List::stream).toList(),
        small,
        Judgement.blesses(overall, verdicts),
        Judgement.message(overall, verdicts),
        verdicts,
        tallies.overall().candidate().plots(),
        Optional.ofNullable(tallies.overall().baseline()).map(Tally::plots),
        Optional.empty());
  }

  /** The same with an override, which blesses if any row was evaluated. */
  EvaluationResult with(Optional<BlessingOverride> given) {
    boolean hasEffect =
        given.isPresent() && !blessed && overall.value(Metric.EXAMPLE_COUNT).orElse(0.0) > 0;
    return new EvaluationResult(
        task,
        confidence,
        unlabelledRows,
        droppedBits,
        overall,
        slices,
        smallSlices,
        blessed || hasEffect,
        hasEffect
            ? "blessed by "
                + given.get().by()
                + ", because "
                + given.get().reason()
                + "; otherwise "
                + message
            : message,
        verdicts,
        plots,
        baselinePlots,
        given);
  }

  /** Writes {@code metrics.json} and {@code report.html}. */
  public void write(Path directory) throws IOException {
    write(directory, Optional.empty());
  }

  /** Writes {@code metrics.json}, {@code importance.json} if there are any, and the report. */
  public void write(Path directory, Optional<Importances> importances) throws IOException {
    EvaluationJson.write(this, directory.resolve(FILE));
    if (importances.isPresent()) {
      importances.get().write(directory);
    }
    WholeFile.write(directory.resolve("report.html"), EvaluationReport.of(this, importances));
  }

  /** The content of {@code metrics.json}. */
  public Map<String, Object> json() {
    return EvaluationJson.fields(this);
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
