package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure.Code;
import io.tributary.components.transform.Task;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much the rows of a class count in training, for any classification.
 *
 * @param weights by class, above 0: the classes are {@code 0} and {@code 1}, or the texts of the
 *     label; of a multi-label classification, by label, the weight of the rows that have it against
 *     those that have not. What is not named has weight 1. Empty for balanced weights: all classes
 *     count the same, however many rows they have, and however much these count (weight of all rows
 *     / (classes · weight of the rows of the class), as scikit-learn's {@code compute_class_weight}
 *     has it with sample weights); of several labels, those that have it as much as those that have
 *     not, for each
 */
public record ClassWeights(Map<String, Double> weights) {
  private static final List<String> BINARY = List.of("0", "1");

  public ClassWeights {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    weights.forEach(
        (name, weight) -> {
          if (!(weight > 0 && weight <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                "class weight of '"
                    + name
                    + "': "
                    + weight
                    + " (expected: > 0 and finite); leave the class out for weight 1");
          }
        });
  }

  /** All classes count the same. */
  public static ClassWeights balanced() {
    return new ClassWeights(Map.of());
  }

  /**
   * Rows that count as their classes do, times what they count by themselves.
   *
   * @param where what messages call the node
   * @throws io.tributary.api.ExecutionFailure if the task has no classes, or not those that are
   *     named
   */
  public TrainingData weigh(String where, TrainingData data) {
    return data.withWeights(ofRows(where, data));
  }

  /** The weights of the rows, as {@link TrainingData} has them. */
  float[] ofRows(String where, TrainingData data) {
    var names = names(where, data.labels());
    if (data.labels().task() != Task.MULTILABEL_CLASSIFICATION) {
      return ofRows(data, weights.isEmpty() ? balanced(data, names.size()) : given(names));
    }
    var rows = new float[data.labels().values().length];
    for (int label = 0; label < names.size(); label++) {
      var one = data.withLabel(label);
      var of =
          ofRows(
              one,
              weights.isEmpty()
                  ? balanced(one, BINARY.size())
                  : new float[] {1, weights.getOrDefault(names.get(label), 1.0).floatValue()});
      for (int row = 0; row < of.length; row++) {
        rows[row * names.size() + label] = of[row];
      }
    }
    return rows;
  }

  private static float[] ofRows(TrainingData data, float[] ofClasses) {
    var rows = new float[data.rows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ofClasses[(int) data.labels().values()[i]] * data.weight(i);
    }
    return rows;
  }

  /** What weights may be given to. */
  private List<String> names(String where, Labels labels) {
    var problems = new Problems(where + " > class weights", Code.INVALID_ARGUMENT);
    var names =
        switch (labels.task()) {
          case BINARY_CLASSIFICATION -> BINARY;
          case MULTICLASS_CLASSIFICATION, MULTILABEL_CLASSIFICATION -> labels.outputNames();
          case REGRESSION, CLUSTERING -> List.<String>of();
        };
    if (names.isEmpty()) {
      problems.add("task", labels.task().toString(), "a classification", "leave class weights out");
      problems.throwIfAny();
    }
    for (var name : weights.keySet()) {
      if (!names.contains(name)) {
        problems.add("class", "'" + name + "'", "one of " + names, "correct the name");
      }
    }
    problems.throwIfAny();
    return names;
  }

  private float[] given(List<String> classes) {
    var given = new float[classes.size()];
    for (int i = 0; i < given.length; i++) {
      given[i] = weights.getOrDefault(classes.get(i), 1.0).floatValue();
    }
    return given;
  }

  private static float[] balanced(TrainingData data, int classes) {
    var ofClasses = new double[classes];
    double all = 0;
    for (int row = 0; row < data.rows(); row++) {
      float weight = data.weight(row);
      ofClasses[(int) data.labels().values()[row]] += weight;
      all += weight;
    }
    var balanced = new float[classes];
    for (int i = 0; i < classes; i++) {
      balanced[i] = (float) (all / (classes * ofClasses[i]));
    }
    return balanced;
  }

  @Override
  public String toString() {
    return weights.isEmpty() ? "balanced" : weights.toString();
  }
}
