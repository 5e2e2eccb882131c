package io.tributary.components.card;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Slice;
import io.tributary.components.evaluator.SliceMetrics;
import io.tributary.components.evaluator.Spread;
import io.tributary.components.transform.FeatureDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two models beside each other, as far as their cards tell. Immutable.
 *
 * @param first the model that the other is compared with
 * @param second differences are those of its figures to the first's
 * @param together an evaluation of the second with the first as its baseline, on the same rows:
 *     then figures are of this one, and differences are paired by rows; empty if there is none, so
 *     that each model's figures are of its own evaluation
 * @param notes what readers should know of how the comparison was made
 */
public record ModelComparison(
    ModelCard first, ModelCard second, Optional<EvaluationResult> together, List<String> notes) {

  /**
   * Something that is told of both models, as text; empty where one does not have it.
   *
   * @param name of a parameter, a digest, a feature
   */
  public record Line(String name, Optional<String> first, Optional<String> second) {

    /** Whether both have the same. */
    public boolean isEqual() {
      return first.equals(second);
    }
  }

  /**
   * A metric of both models over the rows of a slice.
   *
   * @param first empty where undefined
   * @param second empty where undefined
   * @param spread how the difference varies among samples of rows, where that is known
   */
  public record Figure(
      Slice slice,
      Metric metric,
      Optional<Double> first,
      Optional<Double> second,
      Optional<Spread> spread) {

    /** The second's minus the first's. */
    public Optional<Double> difference() {
      return second.flatMap(mine -> first.map(other -> mine - other));
    }

    /** How probable a difference of that size is by chance. */
    public Optional<Double> significance() {
      return spread.flatMap(how -> difference().map(how::significance));
    }

    /** Whether the second is better, of a metric that says so; empty where they are equal. */
    public Optional<Boolean> isBetter() {
      return difference()
          .filter(difference -> difference != 0 && metric.better() != Metric.Better.NEITHER)
          .map(difference -> difference > 0 == (metric.better() == Metric.Better.HIGHER));
    }
  }

  /**
   * Compares two models that predict the same.
   *
   * @throws IllegalArgumentException with everything that keeps them from being compared
   */
  public ModelComparison {
    requireNonNull(first, "first");
    requireNonNull(second, "second");
    notes = List.copyOf(notes);
    if (together.isPresent() && together.get().overall().baseline().isEmpty()) {
      throw new IllegalArgumentException(
          "together: without a baseline (expected: the first model)");
    }
    var problems = new ArrayList<String>();
    differ("task", first.model().text("task"), second.model().text("task"), problems);
    differ("labels", labels(first), labels(second), problems);
    differ("evaluation", evaluatedTask(first), evaluatedTask(second), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          new Explanation(
                  first.name() + " and " + second.name(),
                  String.join("; ", problems),
                  "models that predict the same",
                  "compare models of one task and one label")
              .toString());
    }
  }

  /** By what their own evaluations tell. */
  public ModelComparison(ModelCard first, ModelCard second) {
    this(first, second, Optional.empty(), List.of());
  }

  private static Optional<String> labels(ModelCard card) {
    var labels = card.model().labels();
    return labels.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", labels));
  }

  private static Optional<String> evaluatedTask(ModelCard card) {
    return card.evaluation().map(evaluated -> evaluated.result().task().key().replace('_', ' '));
  }

  private static void differ(
      String what, Optional<String> first, Optional<String> second, List<String> problems) {
    if (first.isPresent() && second.isPresent() && !first.equals(second)) {
      problems.add(what + " " + first.get() + " and " + second.get());
    }
  }

  /** Algorithm, hyper-parameters, options, and sizes of what was fitted. */
  public List<Line> parameters() {
    return lines(parameters(first), parameters(second));
  }

  private static Map<String, String> parameters(ModelCard card) {
    var parameters = new LinkedHashMap<String, String>();
    for (var name : List.of("algorithm", "library", "training", "seed")) {
      card.model().text(name).ifPresent(text -> parameters.put(name, text));
    }
    for (var part : List.of("hyper_parameters", "options", "fitted")) {
      card.model()
          .fields(part)
          .forEach((name, value) -> parameters.put(name, String.valueOf(value)));
    }
    return parameters;
  }

  /** Types and shapes of inputs and outputs, and what values of outputs stand for. */
  public List<Line> signature() {
    return lines(signature(first), signature(second));
  }

  private static Map<String, String> signature(ModelCard card) {
    var tensors = new LinkedHashMap<String, String>();
    card.model().inputs().forEach(tensor -> tensors.put("input " + tensor.get("name"), of(tensor)));
    card.model()
        .outputs()
        .forEach(tensor -> tensors.put("output " + tensor.get("name"), of(tensor)));
    return tensors;
  }

  private static String of(Map<String, @Nullable Object> tensor) {
    var values = ModelFiles.values(tensor);
    return tensor.get("datatype")
        + " "
        + tensor.get("shape")
        + (values.isEmpty() ? "" : ", values " + values);
  }

  /** Digests, spans and numbers of rows of what the models were made from. */
  public List<Line> data() {
    return lines(data(first), data(second));
  }

  private static Map<String, String> data(ModelCard card) {
    var data = new LinkedHashMap<String, String>();
    for (var source : card.data()) {
      source.raw().ifPresent(raw -> data.put("raw data of " + source.node(), raw.path()));
      source.raw().ifPresent(raw -> data.put("raw data digest of " + source.node(), raw.digest()));
      source.span().ifPresent(span -> data.put("span of " + source.node(), "" + span));
      source
          .rows()
          .forEach((split, rows) -> data.put("rows of " + source.node() + ", " + split, "" + rows));
      data.put("digest of " + source.node(), source.digest());
    }
    card.model()
        .fields("data")
        .forEach((name, value) -> data.put(name.replace('_', ' '), String.valueOf(value)));
    card.evaluation()
        .flatMap(ModelCard.Evaluated::examplesDigest)
        .ifPresent(digest -> data.put("digest of what it was judged on", digest));
    return data;
  }

  /** Types and expressions of features, with their fitted constants. */
  public List<Line> features() {
    return lines(features(first), features(second));
  }

  private static Map<String, String> features(ModelCard card) {
    var features = new LinkedHashMap<String, String>();
    for (var feature : card.features()) {
      features.put(feature.name(), text(feature));
    }
    return features;
  }

  private static String text(FeatureDescription feature) {
    return feature.type()
        + ", "
        + feature.expression()
        + (feature.fitted().isEmpty() ? "" : ", fitted " + feature.fitted());
  }

  private static List<Line> lines(Map<String, String> first, Map<String, String> second) {
    var names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    return names.stream()
        .map(
            name ->
                new Line(
                    name,
                    Optional.ofNullable(first.get(name)),
                    Optional.ofNullable(second.get(name))))
        .toList();
  }

  /** Metrics of all rows; none unless both were judged. */
  public List<Figure> overall() {
    if (together.isPresent()) {
      return paired(together.get().overall());
    }
    return isJudged()
        ? figures(Optional.of(overall(first)), Optional.of(overall(second)), Slice.OVERALL)
        : List.of();
  }

  private static List<Figure> paired(SliceMetrics both) {
    return both.candidate().keySet().stream()
        .map(
            metric ->
                new Figure(
                    both.slice(),
                    metric,
                    both.baselineValue(metric),
                    both.value(metric),
                    both.changeSpread(metric)))
        .toList();
  }

  /** Metrics of every slice that one of them was judged on; none unless both were judged. */
  public Map<Slice, List<Figure>> slices() {
    if (!isJudged()) {
      return Map.of();
    }
    if (together.isPresent()) {
      var figures = new LinkedHashMap<Slice, List<Figure>>();
      together.get().slices().forEach(both -> figures.put(both.slice(), paired(both)));
      return figures;
    }
    var mine = slices(first);
    var its = slices(second);
    var all = new LinkedHashSet<>(mine.keySet());
    all.addAll(its.keySet());
    var figures = new LinkedHashMap<Slice, List<Figure>>();
    for (var slice : all) {
      figures.put(
          slice,
          figures(
              Optional.ofNullable(mine.get(slice)), Optional.ofNullable(its.get(slice)), slice));
    }
    return figures;
  }

  /** The metric that tells in one figure how good the models are; empty unless both were judged. */
  public Optional<Metric> headline() {
    return isJudged()
        ? together
            .or(() -> first.evaluation().map(ModelCard.Evaluated::result))
            .map(result -> result.task().headline())
        : Optional.empty();
  }

  /** What readers should know before they believe in differences. */
  public List<String> remarks() {
    var remarks = new ArrayList<>(notes);
    if (together.isPresent()) {
      remarks.add(
          "Both were asked about the same "
              + Metric.EXAMPLE_COUNT.text(
                  together.get().overall().value(Metric.EXAMPLE_COUNT).orElse(0.0))
              + " rows: p is how probable a difference of that size is by chance, paired by rows.");
      return remarks;
    }
    for (var card : List.of(first, second)) {
      if (card.model().description().isEmpty()) {
        remarks.add(
            card.name()
                + " has no model_card.json: what it was trained on and how, its files do not say.");
      }
      if (card.evaluation().isEmpty()) {
        remarks.add(card.name() + " was not evaluated: there are no metrics to compare.");
      }
    }
    if (isJudged()) {
      var rows = judgedOn(first);
      if (rows.isPresent() && judgedOn(second).isPresent() && !rows.equals(judgedOn(second))) {
        remarks.add(
            "They were judged on different rows: a difference may be one of the rows, not of the"
                + " models.");
      }
      if (overall().stream().noneMatch(figure -> figure.spread().isPresent())) {
        remarks.add(
            "How sure the differences are is not known: an evaluation with confidence tells.");
      } else {
        remarks.add(
            "Not paired by rows: p is how probable a difference of that size is by chance, as if"
                + " the models were judged on different samples. On the same rows, they may differ"
                + " more surely than that.");
      }
    }
    return remarks;
  }

  private boolean isJudged() {
    return together.isPresent()
        || first.evaluation().isPresent() && second.evaluation().isPresent();
  }

  private static Optional<String> judgedOn(ModelCard card) {
    return card.evaluation().flatMap(ModelCard.Evaluated::examplesDigest);
  }

  private static SliceMetrics overall(ModelCard card) {
    return card.evaluation().orElseThrow().result().overall();
  }

  private static Map<Slice, SliceMetrics> slices(ModelCard card) {
    var slices = new LinkedHashMap<Slice, SliceMetrics>();
    for (var slice : card.evaluation().orElseThrow().result().slices()) {
      slices.put(slice.slice(), slice);
    }
    return slices;
  }

  private static List<Figure> figures(
      Optional<SliceMetrics> first, Optional<SliceMetrics> second, Slice slice) {
    var metrics = new LinkedHashSet<Metric>();
    first.ifPresent(of -> metrics.addAll(of.candidate().keySet()));
    second.ifPresent(of -> metrics.addAll(of.candidate().keySet()));
    return metrics.stream()
        .map(
            metric ->
                new Figure(
                    slice,
                    metric,
                    first.flatMap(of -> of.value(metric)),
                    second.flatMap(of -> of.value(metric)),
                    second
                        .flatMap(of -> of.spread(metric))
                        .flatMap(mine -> first.flatMap(of -> of.spread(metric)).map(mine::minus))))
        .toList();
  }

  /** As fields, for JSON. */
  public Map<String, Object> json() {
    var root = new LinkedHashMap<String, Object>();
    root.put("format", 1);
    root.put("first", first.name());
    root.put("second", second.name());
    root.put("paired", together.isPresent());
    root.put("remarks", remarks());
    root.put("signature", signature().stream().map(ModelComparison::fields).toList());
    root.put("parameters", parameters().stream().map(ModelComparison::fields).toList());
    root.put("data", data().stream().map(ModelComparison::fields).toList());
    root.put("features", features().stream().map(ModelComparison::fields).toList());
    root.put("overall", overall().stream().map(ModelComparison::fields).toList());
    root.put(
        "slices",
        slices().entrySet().stream()
            .map(
                of -> {
                  var slice = new LinkedHashMap<String, Object>();
                  slice.put("slice", of.getKey().toString());
                  slice.put(
                      "metrics", of.getValue().stream().map(ModelComparison::fields).toList());
                  return slice;
                })
            .toList());
    return root;
  }

  private static Map<String, @Nullable Object> fields(Line line) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", line.name());
    fields.put("first", line.first().orElse(null));
    fields.put("second", line.second().orElse(null));
    fields.put("equal", line.isEqual());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Figure figure) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("metric", figure.metric().key());
    fields.put("first", figure.first().orElse(null));
    fields.put("second", figure.second().orElse(null));
    fields.put("difference", figure.difference().orElse(null));
    figure.significance().ifPresent(p -> fields.put("p_value", p));
    figure.isBetter().ifPresent(better -> fields.put("better", better));
    return fields;
  }

  /** As a page, to be written in UTF-8. */
  public String html() {
    return new ComparisonPage(this).html();
  }
}
