package io.tributary.components.tuner;

import io.tributary.components.caution.Caution;
import io.tributary.components.caution.Caution.Kind;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Metric.Better;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to say of a search that is over.
 *
 * @param constant how somebody does who knows no feature
 */
record Cautions(
    TrainingData train, Labels heldOut, Metric metric, Score constant, Optional<Trial> best) {
  private static final int FEW_JUDGED = 100;
  private static final int FEW_LEARNED_OF_CLASS = 50;
  private static final int FEW_JUDGED_OF_CLASS = 10;
  private static final int MOST_NAMES = 3;

  /** Standard errors that 95 % of the values of a normal distribution are within. */
  private static final double USUAL = 1.96;

  /** Figures that a model seldom reaches in earnest. */
  private static final double PERFECT = 0.999;

  List<Caution> list() {
    return Stream.of(fewRows(), fewOfClass(), chance().or(this::perfect))
        .flatMap(Optional::stream)
        .toList();
  }

  private static int rows(Labels labels) {
    return labels.values().length / labels.names().size();
  }

  private Optional<Caution> fewRows() {
    int rows = rows(heldOut);
    return rows >= FEW_JUDGED
        ? Optional.empty()
        : Optional.of(
            new Caution(
                Kind.FEW_ROWS,
                "judged by "
                    + (rows == 1 ? "one row" : rows + " rows")
                    + ": too few to tell good models from lucky ones"));
  }

  private Optional<Caution> fewOfClass() {
    var learned = counts(train.labels());
    var judged = counts(heldOut);
    var few = new ArrayList<String>();
    for (int i = 0; i < learned.length; i++) {
      if (learned[i] < FEW_LEARNED_OF_CLASS || judged[i] < FEW_JUDGED_OF_CLASS) {
        few.add(name(i) + " (" + learned[i] + " to learn from, " + judged[i] + " to judge by)");
      }
    }
    return few.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Caution(
                Kind.FEW_ROWS,
                "few rows of " + some(few) + ": what is said of them is uncertain; gather more"));
  }

  private static String some(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return more <= 1
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + more + " more";
  }

  /** Of a truth value, there are rows where it is 0 and rows where it is 1. */
  private static long[] counts(Labels labels) {
    var counts = labels.counts();
    if (labels.task() != Task.BINARY_CLASSIFICATION) {
      return counts;
    }
    return new long[] {rows(labels) - counts[0], counts[0]};
  }

  private String name(int i) {
    return switch (heldOut.task()) {
      case BINARY_CLASSIFICATION -> heldOut.names().get(0) + " " + i;
      case MULTICLASS_CLASSIFICATION -> "class '" + heldOut.classes().get(i) + "'";
      default -> heldOut.names().get(i) + " 1";
    };
  }

  private Optional<Caution> chance() {
    double value = best.flatMap(Trial::value).orElse(Double.NaN);
    double sign = metric.better() == Better.HIGHER ? 1 : -1;
    double gain = sign * (value - constant.value());
    return gain > USUAL * errorOfChance()
            || Double.isNaN(value)
            || !Double.isFinite(constant.value())
        ? Optional.empty()
        : Optional.of(
            new Caution(
                Kind.CHANCE,
                String.format(
                    Locale.ROOT,
                    "the best model is %s than chance: %s %s, and %s for who tells the same of every"
                        + " row; the columns may say nothing of the label",
                    gain > 0 ? "not clearly better" : "no better",
                    metric.key(),
                    Figure.of(value),
                    Figure.of(constant.value()))));
  }

  /**
   * The standard error of the metric where scores say nothing of the label: of the area under the
   * curve that of the Mann-Whitney statistic; 0 for others, of which it is not known.
   */
  private double errorOfChance() {
    if (!metric.equals(Metric.AUC)) {
      return 0;
    }
    double positive = heldOut.counts()[0];
    double negative = rows(heldOut) - positive;
    return Math.sqrt((positive + negative + 1) / (12 * positive * negative));
  }

  private Optional<Caution> perfect() {
    var figure =
        switch (heldOut.task()) {
          case BINARY_CLASSIFICATION -> "auc";
          case MULTICLASS_CLASSIFICATION -> "accuracy";
          case MULTILABEL_CLASSIFICATION -> "macro_auc";
          case REGRESSION, CLUSTERING -> "r_squared";
        };
    double reached = best.map(trial -> trial.metrics().getOrDefault(figure, 0.0)).orElse(0.0);
    if (reached < PERFECT) {
      return Optional.empty();
    }
    var telling = new Telling(train).features();
    return Optional.of(
        new Caution(
            Kind.PERFECT,
            "nearly perfect, "
                + figure
                + " "
                + Figure.of(reached)
                + ": "
                + (telling.isEmpty()
                    ? "look whether a column tells the label"
                    : "by itself the label is told by "
                        + some(telling)
                        + "; look whether that is known before the label is")));
  }
}
