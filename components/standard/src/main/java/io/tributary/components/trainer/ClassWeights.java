package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure.Code;
import io.tributary.components.transform.Task;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much the rows of a class count in training, for a binary or multi-class classification.
 *
 * @param weights by class, above 0: the classes are {@code 0} and {@code 1}, or the texts of the
 *     label; classes that are not named have weight 1. Empty for balanced weights: all classes
 *     count the same, however many rows they have (rows / (classes · rows of the class)).
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

  /** The weight of each row. */
  float[] ofRows(String where, Labels labels) {
    var problems = new Problems(where + " > class weights", Code.INVALID_ARGUMENT);
    var classes =
        switch (labels.task()) {
          case BINARY_CLASSIFICATION -> BINARY;
          case MULTICLASS_CLASSIFICATION -> labels.classes();
          case MULTILABEL_CLASSIFICATION, REGRESSION, CLUSTERING -> List.<String>of();
        };
    if (classes.isEmpty()) {
      problems.add(
          "task",
          labels.task().toString(),
          Task.BINARY_CLASSIFICATION + " or " + Task.MULTICLASS_CLASSIFICATION,
          "leave class weights out");
      problems.throwIfAny();
    }
    for (var name : weights.keySet()) {
      if (!classes.contains(name)) {
        problems.add("class", "'" + name + "'", "one of " + classes, "correct the name");
      }
    }
    problems.throwIfAny();
    var ofClasses = weights.isEmpty() ? balanced(labels, classes.size()) : given(classes);
    var rows = new float[labels.values().length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ofClasses[(int) labels.values()[i]];
    }
    return rows;
  }

  private float[] given(List<String> classes) {
    var given = new float[classes.size()];
    for (int i = 0; i < given.length; i++) {
      given[i] = weights.getOrDefault(classes.get(i), 1.0).floatValue();
    }
    return given;
  }

  private static float[] balanced(Labels labels, int classes) {
    var counts = new long[classes];
    for (float label : labels.values()) {
      counts[(int) label]++;
    }
    var balanced = new float[classes];
    for (int i = 0; i < classes; i++) {
      balanced[i] = (float) (labels.values().length / ((double) classes * counts[i]));
    }
    return balanced;
  }

  @Override
  public String toString() {
    return weights.isEmpty() ? "balanced" : weights.toString();
  }
}
