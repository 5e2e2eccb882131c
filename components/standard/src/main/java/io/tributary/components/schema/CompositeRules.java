package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.SPARSE_FEATURE_LENGTH_MISMATCH;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SPARSE_FEATURE_MISSING_INDEX;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SPARSE_FEATURE_MISSING_VALUE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SPARSE_FEATURE_NAME_COLLISION;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.WEIGHTED_FEATURE_LENGTH_MISMATCH;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.WEIGHTED_FEATURE_MISSING_VALUE;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.WEIGHTED_FEATURE_MISSING_WEIGHT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.WEIGHTED_FEATURE_NAME_COLLISION;

import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.RankHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the parts of a sparse feature (indices and values) or of a weighted one (values and
 * weights) belong together, as custom statistics of the composite tell it.
 */
final class CompositeRules {
  private static final String DEPRECATE = ", or deprecate the composite in the schema";

  private CompositeRules() {}

  static List<Departure> ofSparse(FeatureView view) {
    var departures = new ArrayList<Departure>();
    double withoutValue = number(view, "missing_value");
    if (withoutValue != 0) {
      departures.add(
          departure(
              view,
              SPARSE_FEATURE_MISSING_VALUE,
              "Values missing",
              count(withoutValue) + " examples with indices but without values",
              "values wherever there are indices",
              "look for examples that lost their values"));
    }
    for (var bucket : buckets(view, "missing_index")) {
      departures.add(
          departure(
              view,
              SPARSE_FEATURE_MISSING_INDEX,
              "Indices missing",
              count(bucket.getSampleCount())
                  + " examples without the index '"
                  + bucket.getLabel()
                  + "'",
              "indices wherever there are values",
              "look for examples that lost their indices"));
    }
    for (var name : List.of("max_length_diff", "min_length_diff")) {
      for (var bucket : buckets(view, name)) {
        departures.add(
            departure(
                view,
                SPARSE_FEATURE_LENGTH_MISMATCH,
                "Indices and values of different length",
                name
                    + " "
                    + count(bucket.getSampleCount())
                    + " between values and the index '"
                    + bucket.getLabel()
                    + "'",
                "one index per value",
                "look for examples that lost indices or values"));
      }
    }
    return departures;
  }

  static List<Departure> ofWeighted(FeatureView view) {
    var departures = new ArrayList<Departure>();
    double withoutValue = number(view, "missing_value");
    if (withoutValue != 0) {
      departures.add(
          departure(
              view,
              WEIGHTED_FEATURE_MISSING_VALUE,
              "Values missing",
              count(withoutValue) + " examples with a weight but without values",
              "values wherever there are weights",
              "look for examples that lost their values"));
    }
    double withoutWeight = number(view, "missing_weight");
    if (withoutWeight != 0) {
      departures.add(
          departure(
              view,
              WEIGHTED_FEATURE_MISSING_WEIGHT,
              "Weights missing",
              count(withoutWeight) + " examples with values but without a weight",
              "weights wherever there are values",
              "look for examples that lost their weights"));
    }
    double shortest = number(view, "min_weight_length_diff");
    double longest = number(view, "max_weight_length_diff");
    if (shortest != 0 || longest != 0) {
      departures.add(
          departure(
              view,
              WEIGHTED_FEATURE_LENGTH_MISMATCH,
              "Weights and values of different length",
              "length differs by " + count(shortest) + " to " + count(longest),
              "one weight per value",
              "look for examples that lost weights or values"));
    }
    return departures;
  }

  static Departure sparseCollision(FeatureView view) {
    return collision(view, SPARSE_FEATURE_NAME_COLLISION, "sparse_feature", "feature");
  }

  static Departure weightedCollision(FeatureView view) {
    return collision(
        view, WEIGHTED_FEATURE_NAME_COLLISION, "weighted_feature", "feature or sparse_feature");
  }

  private static Departure collision(
      FeatureView view, AnomalyInfo.Type type, String composite, String other) {
    return departure(
        view,
        type,
        "Name used twice",
        "the name of a " + composite + " and of a " + other,
        "a name for one thing",
        "rename the " + composite + " in the schema");
  }

  private static Departure departure(
      FeatureView view,
      AnomalyInfo.Type type,
      String summary,
      String value,
      String expected,
      String remedy) {
    return new Departure(
        type,
        summary,
        new Explanation("feature '" + view.name() + "'", value, expected, remedy + DEPRECATE));
  }

  private static double number(FeatureView view, String name) {
    return view.statistics().getCustomStatsList().stream()
        .filter(custom -> custom.getName().equals(name))
        .mapToDouble(CustomStatistic::getNum)
        .filter(number -> number != 0)
        .findFirst()
        .orElse(0);
  }

  private static List<RankHistogram.Bucket> buckets(FeatureView view, String name) {
    return view.statistics().getCustomStatsList().stream()
        .filter(custom -> custom.getName().equals(name))
        .flatMap(custom -> custom.getRankHistogram().getBucketsList().stream())
        .filter(bucket -> bucket.getSampleCount() != 0)
        .toList();
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%.0f", number);
  }
}
