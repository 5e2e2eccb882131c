package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.COMPARATOR_HIGH_NUM_EXAMPLES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.COMPARATOR_LOW_NUM_EXAMPLES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.DATASET_HIGH_NUM_EXAMPLES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.DATASET_LOW_NUM_EXAMPLES;
import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetConstraints;
import io.tributary.proto.tfmd.NumericValueComparator;
import io.tributary.proto.tfmd.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the number of examples means for a schema. Pure: the given schema is not changed.
 *
 * @param departures everything that was found; empty if all is well
 * @param schema the given one, changed so that it accepts the number; the same if all is well
 */
public record DatasetObservation(List<Departure> departures, Schema schema) {
  public DatasetObservation {
    departures = List.copyOf(departures);
    requireNonNull(schema, "schema");
  }

  /**
   * Observes the number of examples; their weight, where statistics are weighted.
   *
   * @param previous the number in the span before, for {@code num_examples_drift_comparator}
   * @param previousVersion the number in the version before, for {@code
   *     num_examples_version_comparator}
   */
  public static DatasetObservation of(
      Schema schema, double examples, Optional<Double> previous, Optional<Double> previousVersion) {
    if (!schema.hasDatasetConstraints()) {
      return new DatasetObservation(List.of(), schema);
    }
    var departures = new ArrayList<Departure>();
    var constraints = schema.getDatasetConstraints().toBuilder();
    if (previous.isPresent() && constraints.hasNumExamplesDriftComparator()) {
      compare(
          examples,
          previous.get(),
          "previous span",
          constraints.getNumExamplesDriftComparatorBuilder(),
          departures);
    }
    if (previousVersion.isPresent() && constraints.hasNumExamplesVersionComparator()) {
      compare(
          examples,
          previousVersion.get(),
          "previous version",
          constraints.getNumExamplesVersionComparatorBuilder(),
          departures);
    }
    checkBounds(examples, constraints, departures);
    return departures.isEmpty()
        ? new DatasetObservation(departures, schema)
        : new DatasetObservation(
            departures, schema.toBuilder().setDatasetConstraints(constraints).build());
  }

  private static void compare(
      double examples,
      double before,
      String control,
      NumericValueComparator.Builder comparator,
      List<Departure> departures) {
    double ratio = ratio(examples, before);
    if (comparator.hasMaxFractionThreshold() && ratio > comparator.getMaxFractionThreshold()) {
      departures.add(
          departure(
              COMPARATOR_HIGH_NUM_EXAMPLES,
              "Many more examples than before",
              describe(examples, before, control),
              "at most " + comparator.getMaxFractionThreshold() + " times as many",
              "look for repeated input, or raise max_fraction_threshold in the schema"));
      if (before == 0) {
        comparator.clearMaxFractionThreshold();
      } else {
        comparator.setMaxFractionThreshold(ratio);
      }
    }
    if (comparator.hasMinFractionThreshold() && ratio < comparator.getMinFractionThreshold()) {
      departures.add(
          departure(
              COMPARATOR_LOW_NUM_EXAMPLES,
              "Many fewer examples than before",
              describe(examples, before, control),
              "at least " + comparator.getMinFractionThreshold() + " times as many",
              "look for lost input, or lower min_fraction_threshold in the schema"));
      comparator.setMinFractionThreshold(ratio);
    }
  }

  /** Examples per example before; infinite when there were none before. */
  public static double ratio(double examples, double before) {
    return before == 0 ? Double.POSITIVE_INFINITY : examples / before;
  }

  private static String describe(double examples, double before, String control) {
    return String.format(
        Locale.ROOT,
        "%s examples, %.6g times the %s of the %s",
        number(examples),
        ratio(examples, before),
        number(before),
        control);
  }

  private static void checkBounds(
      double examples, DatasetConstraints.Builder constraints, List<Departure> departures) {
    if (constraints.hasMinExamplesCount() && examples < constraints.getMinExamplesCount()) {
      departures.add(
          departure(
              DATASET_LOW_NUM_EXAMPLES,
              "Too few examples",
              number(examples) + " examples",
              "at least " + constraints.getMinExamplesCount(),
              "look for lost input, or lower min_examples_count in the schema"));
      constraints.setMinExamplesCount((long) Math.floor(examples));
    }
    if (constraints.hasMaxExamplesCount() && examples > constraints.getMaxExamplesCount()) {
      departures.add(
          departure(
              DATASET_HIGH_NUM_EXAMPLES,
              "Too many examples",
              number(examples) + " examples",
              "at most " + constraints.getMaxExamplesCount(),
              "look for repeated input, or raise max_examples_count in the schema"));
      constraints.setMaxExamplesCount((long) Math.ceil(examples));
    }
  }

  private static String number(double count) {
    return count == Math.rint(count) ? Long.toString((long) count) : Double.toString(count);
  }

  private static Departure departure(
      AnomalyInfo.Type type, String summary, String value, String expected, String remedy) {
    return new Departure(type, summary, new Explanation("dataset", value, expected, remedy));
  }
}
