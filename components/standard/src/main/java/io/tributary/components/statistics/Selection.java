package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Which part of the data is described, and as what.
 *
 * @param features columns that are described, or with dots fields of structs; empty for all
 * @param excludedFeatures columns, or with dots fields of structs, that are not described
 * @param weightFeature a column of numbers, without missing ones and at least 0: every feature gets
 *     weighted figures, too, in which a row counts as often as it says
 * @param sampleRate the share of rows that are described, above 0 and at most 1. Which rows it are
 *     depends on the seed, on the place of a row in its record batch and on that batch's first and
 *     last row, and so neither on threads nor on the engine
 * @param sampleSeed chooses the sample
 * @param slices parts of the rows that are described, too, each as a dataset of its own
 * @param maxSlices with more slices than this, statistics fail. Each slice takes about 5 KiB per
 *     column and thread
 */
public record Selection(
    List<String> features,
    List<String> excludedFeatures,
    Optional<String> weightFeature,
    double sampleRate,
    long sampleSeed,
    List<Slicing> slices,
    int maxSlices)
    implements Serializable {

  /** All features of all rows, unweighted, unsliced; up to 256 slices. */
  public static final Selection ALL =
      new Selection(List.of(), List.of(), Optional.empty(), 1, 0, List.of(), 256);

  public Selection {
    features = List.copyOf(features);
    excludedFeatures = List.copyOf(excludedFeatures);
    requireNonNull(weightFeature, "weightFeature");
    slices = List.copyOf(slices);
    if (!(sampleRate > 0 && sampleRate <= 1)) {
      throw new IllegalArgumentException(
          "statistics option sampleRate: "
              + sampleRate
              + " (expected: above 0 and at most 1); give the share of rows, for instance 0.1");
    }
    if (maxSlices < 1) {
      throw new IllegalArgumentException(
          "statistics option maxSlices: "
              + maxSlices
              + " (expected: at least 1); to have no slices, give none");
    }
  }

  Selection withFeatures(List<String> other) {
    return new Selection(
        other, excludedFeatures, weightFeature, sampleRate, sampleSeed, slices, maxSlices);
  }

  Selection withExcludedFeatures(List<String> other) {
    return new Selection(features, other, weightFeature, sampleRate, sampleSeed, slices, maxSlices);
  }

  Selection withWeightFeature(String other) {
    return new Selection(
        features, excludedFeatures, Optional.of(other), sampleRate, sampleSeed, slices, maxSlices);
  }

  Selection withSample(double rate, long seed) {
    return new Selection(features, excludedFeatures, weightFeature, rate, seed, slices, maxSlices);
  }

  Selection withSlices(List<Slicing> other) {
    return new Selection(
        features, excludedFeatures, weightFeature, sampleRate, sampleSeed, other, maxSlices);
  }

  Selection withMaxSlices(int other) {
    return new Selection(
        features, excludedFeatures, weightFeature, sampleRate, sampleSeed, slices, other);
  }

  /** The same rows and slices, with all columns and without weights. */
  Selection ofAllColumns() {
    return new Selection(
        List.of(), List.of(), Optional.empty(), sampleRate, sampleSeed, slices, maxSlices);
  }

  /** Whether all rows are described, each once, and no slice. */
  boolean isOfAllRows() {
    return weightFeature.isEmpty() && sampleRate == 1 && slices.isEmpty();
  }

  /** Whether a column or a field of a struct is described. */
  boolean includes(List<String> path) {
    var name = String.join(".", path);
    return excludedFeatures.stream().noneMatch(excluded -> isIn(name, excluded))
        && (features.isEmpty()
            || features.stream().anyMatch(chosen -> isIn(name, chosen) || isIn(chosen, name)));
  }

  private static boolean isIn(String name, String ancestor) {
    return name.equals(ancestor) || name.startsWith(ancestor + ".");
  }

  /** Refuses names that the data does not have, all at once. */
  void check(Schema schema) {
    var names = new ArrayList<String>();
    addNames("", schema.getFields(), names);
    var unknown = new ArrayList<String>();
    var asked = new ArrayList<>(features);
    asked.addAll(excludedFeatures);
    weightFeature.ifPresent(asked::add);
    for (var slicing : slices) {
      asked.addAll(slicing.columns());
    }
    for (var name : asked) {
      if (!names.contains(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "statistics options",
              "no such columns: " + unknown,
              "some of " + names,
              "name columns of the data"));
    }
    weightFeature.ifPresent(weight -> requireColumn(weight, schema));
  }

  private static void requireColumn(String weight, Schema schema) {
    var columns = schema.getFields().stream().map(Field::getName).toList();
    if (!columns.contains(weight)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "weight feature '" + weight + "'",
              "a field of a struct",
              "one of " + columns,
              "weight by a column"));
    }
  }

  /** Refuses more slices than are allowed. */
  void checkSlices(int count) {
    if (count > maxSlices) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              "statistics option 'slices'",
              "more than " + maxSlices + " slices",
              "at most maxSlices",
              "slice by fewer columns, name the values to slice by, or allow more slices"));
    }
  }

  private static void addNames(String prefix, List<Field> fields, List<String> names) {
    for (var field : fields) {
      var name = prefix + field.getName();
      names.add(name);
      var inner = field;
      while (inner.getChildren().size() == 1 && Feature.isList(inner.getType())) {
        inner = inner.getChildren().get(0);
      }
      addNames(name + ".", inner.getChildren(), names);
    }
  }
}
