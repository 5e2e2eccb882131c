package io.tributary.components.evaluator;

import io.tributary.components.evaluator.Importances.Effect;
import io.tributary.data.row.RowCopies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Permutation importance of the columns of a model, on a sample.
 *
 * @param names of classes or labels
 * @param inputs labels and predictions
 * @param sample the rows, all in one batch
 */
record SampledImportance(
    Importance how,
    Evaluation evaluation,
    List<String> names,
    EvaluationPass.Inputs inputs,
    VectorSchemaRoot sample,
    BufferAllocator allocator) {
  /** So many columns are told of slices. */
  private static final int SHOWN = 20;

  /** The effects of all columns on all rows, and of some on every slice, where they are defined. */
  List<Effect> effects() throws IOException {
    var labels = new KnownValues(inputs.label().origin(), inputs.label().apply(sample));
    var usual = judged(labels, inputs.candidate().apply(sample));
    var effects = new ArrayList<Effect>();
    for (var column : inputs.candidate().columns()) {
      var found = new ArrayList<EvaluationResult>();
      for (int repeat = 0; repeat < how.repeats(); repeat++) {
        found.add(judged(labels, shuffled(column, repeat)));
      }
      effects(column, usual, found, effects);
    }
    return bounded(effects);
  }

  /** Of slices only the columns that matter most over all rows. */
  private List<Effect> bounded(List<Effect> effects) {
    var headline = how.metrics(evaluation.task()).get(0);
    var kept =
        effects.stream()
            .filter(of -> of.slice().equals(Slice.OVERALL) && of.metric().equals(headline))
            .sorted(Comparator.comparingDouble(Effect::mean).reversed())
            .limit(SHOWN)
            .map(Effect::column)
            .collect(Collectors.toSet());
    return effects.stream()
        .filter(of -> of.slice().equals(Slice.OVERALL) || kept.contains(of.column()))
        .toList();
  }

  private double[] shuffled(String column, int repeat) {
    int rows = sample.getRowCount();
    var vectors = new ArrayList<>(sample.getFieldVectors());
    int at = sample.getSchema().getFields().indexOf(sample.getSchema().findField(column));
    try (FieldVector other = vectors.get(at).getField().createVector(allocator)) {
      RowCopies.copy(vectors.get(at), other, RowSample.order(rows, how.seed(), repeat), 0, rows);
      other.setValueCount(rows);
      vectors.set(at, other);
      return inputs
          .candidate()
          .apply(new VectorSchemaRoot(sample.getSchema().getFields(), vectors, rows));
    }
  }

  private EvaluationResult judged(KnownValues labels, double[] predictions) throws IOException {
    var known = new KnownValues(inputs.candidate().origin(), predictions);
    return new Judging(how.evaluation(evaluation), new OneBatch(sample))
        .of(names, new EvaluationPass.Inputs(labels, known, Optional.empty(), inputs.labelWidth()));
  }

  private void effects(
      String column, EvaluationResult usual, List<EvaluationResult> found, List<Effect> effects) {
    var slices = found.stream().map(SampledImportance::bySlice).toList();
    bySlice(usual)
        .forEach(
            (slice, metrics) -> {
              for (var metric : how.metrics(evaluation.task())) {
                effect(column, metric, metrics, slices).ifPresent(effects::add);
              }
            });
  }

  private static Map<Slice, SliceMetrics> bySlice(EvaluationResult result) {
    var slices = new LinkedHashMap<Slice, SliceMetrics>();
    slices.put(Slice.OVERALL, result.overall());
    result.slices().forEach(slice -> slices.put(slice.slice(), slice));
    return slices;
  }

  private static Optional<Effect> effect(
      String column, Metric metric, SliceMetrics usual, List<Map<Slice, SliceMetrics>> found) {
    var worse = new ArrayList<Double>();
    double sign = metric.better() == Metric.Better.HIGHER ? 1 : -1;
    for (var slices : found) {
      Optional.ofNullable(slices.get(usual.slice()))
          .flatMap(of -> of.value(metric))
          .flatMap(value -> usual.value(metric).map(before -> sign * (before - value)))
          .ifPresent(worse::add);
    }
    if (worse.isEmpty()) {
      return Optional.empty();
    }
    double mean = worse.stream().mapToDouble(Double::doubleValue).sum() / worse.size();
    double squares = worse.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
    double deviation = worse.size() < 2 ? 0 : Math.sqrt(squares / (worse.size() - 1));
    return Optional.of(new Effect(column, usual.slice(), metric, mean, deviation));
  }
}
