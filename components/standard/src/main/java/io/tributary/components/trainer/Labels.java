package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

import io.tributary.components.transform.Task;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be learnt, for all rows in memory, whatever the task. The array is shared: never
 * modify it.
 *
 * @param names of the labels: none for a clustering, several for a multi-label classification, else
 *     one
 * @param classes of a multi-class classification, at least two; else empty
 * @param values row by row a value for each of {@code names}: 0 or 1 for a binary or multi-label
 *     classification, the index of the class for a multi-class classification (−1, in evaluation
 *     rows only, for one that is none of them), a finite number for a regression
 */
public record Labels(Task task, List<String> names, List<String> classes, float[] values) {
  public Labels {
    requireNonNull(task, "task");
    names = List.copyOf(names);
    classes = List.copyOf(classes);
    requireNonNull(values, "values");
    boolean right =
        switch (task) {
          case CLUSTERING -> names.isEmpty();
          case MULTILABEL_CLASSIFICATION -> !names.isEmpty();
          case BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION, REGRESSION -> names.size() == 1;
        };
    if (!right || (task == Task.MULTICLASS_CLASSIFICATION) == classes.isEmpty()) {
      throw new IllegalArgumentException(
          "labels " + names + " of classes " + classes + " (expected: those of a " + task + ")");
    }
    if (values.length % Math.max(names.size(), 1) != 0 || values.length > 0 && names.isEmpty()) {
      throw new IllegalArgumentException(
          "labels: " + values.length + " values (expected: a multiple of " + names.size() + ")");
    }
  }

  /** No labels. */
  public static Labels none() {
    return new Labels(Task.CLUSTERING, List.of(), List.of(), new float[0]);
  }

  /** A truth value for each row, as 0 or 1. */
  public static Labels binary(String name, float... values) {
    return new Labels(Task.BINARY_CLASSIFICATION, List.of(name), List.of(), values);
  }

  /** A class for each row, as its index. */
  public static Labels multiclass(String name, List<String> classes, float... values) {
    return new Labels(Task.MULTICLASS_CLASSIFICATION, List.of(name), classes, values);
  }

  /** Truth values for each row, as 0 or 1, row by row. */
  public static Labels multilabel(List<String> names, float... values) {
    return new Labels(Task.MULTILABEL_CLASSIFICATION, names, List.of(), values);
  }

  /** A number for each row. */
  public static Labels regression(String name, float... values) {
    return new Labels(Task.REGRESSION, List.of(name), List.of(), values);
  }

  /**
   * How many numbers a model predicts for a row: the probability of class 1, of each class or of
   * each label, or the value.
   *
   * @throws IllegalStateException for a clustering: as many as there are clusters
   */
  public int outputs() {
    return switch (task) {
      case BINARY_CLASSIFICATION, REGRESSION -> 1;
      case MULTICLASS_CLASSIFICATION -> classes.size();
      case MULTILABEL_CLASSIFICATION -> names.size();
      case CLUSTERING -> throw new IllegalStateException("clusters are the model's");
    };
  }

  /** What the outputs of a model stand for, where there are several: classes or labels. */
  public List<String> outputNames() {
    return task == Task.MULTILABEL_CLASSIFICATION ? names : classes;
  }

  /** One label of a multi-label classification, as that of a binary classification. */
  public Labels binary(int label) {
    var column = new float[values.length / names.size()];
    for (int row = 0; row < column.length; row++) {
      column[row] = values[row * names.size() + label];
    }
    return binary(names.get(label), column);
  }

  /** Those of these rows, in this order. */
  public Labels rows(int... chosen) {
    int width = names.size();
    var selected = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * width, selected, i * width, width);
    }
    return new Labels(task, names, classes, selected);
  }

  /** How many rows are of a class that is none of {@link #classes}. */
  long unknown() {
    long unknown = 0;
    for (float value : values) {
      unknown += task == Task.MULTICLASS_CLASSIFICATION && value < 0 ? 1 : 0;
    }
    return unknown;
  }

  /**
   * How many rows are of each class, or have each label; empty for other tasks. Those of none of
   * the {@link #classes} are not counted.
   */
  public long[] counts() {
    var counts = new long[task == Task.REGRESSION || names.isEmpty() ? 0 : outputs()];
    for (int i = 0; i < values.length && counts.length > 0; i++) {
      if (task == Task.MULTICLASS_CLASSIFICATION) {
        if (values[i] >= 0) {
          counts[(int) values[i]]++;
        }
      } else if (values[i] == 1) {
        counts[i % counts.length]++;
      }
    }
    return counts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels that
        && task == that.task
        && names.equals(that.names)
        && classes.equals(that.classes)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return task + " of " + names;
  }
}
