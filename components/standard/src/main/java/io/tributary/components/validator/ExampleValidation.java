package io.tributary.components.validator;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.DATASET_HIGH_NUM_EXAMPLES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.DATASET_LOW_NUM_EXAMPLES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SCHEMA_MISSING_COLUMN;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SCHEMA_NEW_COLUMN;

import io.tributary.api.Explanation;
import io.tributary.components.schema.Departure;
import io.tributary.components.schema.Departures;
import io.tributary.components.schema.FeatureCheck;
import io.tributary.components.schema.FeaturePaths;
import io.tributary.components.schema.SchemaEnvironments;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Path;
import io.tributary.proto.tfmd.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares statistics with a schema. */
public final class ExampleValidation {
  private ExampleValidation() {}

  /**
   * Finds every way in which the statistics of a dataset depart from a schema; all are errors.
   * Types of anomalies and the rules behind them are those of TensorFlow Data Validation, for
   * features at the top level and in structs; comparisons with other datasets (drift, skew) are not
   * made.
   *
   * @param environment where the data is from, for instance SERVING: features that the schema does
   *     not expect there may be missing. Empty: all features are expected
   * @return anomalies by path of the feature; for a dataset without examples, only that data is
   *     missing
   */
  public static Anomalies validate(
      DatasetFeatureStatistics statistics, Schema schema, Optional<String> environment) {
    if (statistics.getNumExamples() == 0) {
      return Anomalies.newBuilder().setBaseline(schema).setDataMissing(true).build();
    }
    var features = FeaturePaths.index(schema);
    var anomalies =
        Anomalies.newBuilder()
            .setBaseline(schema)
            .setAnomalyNameFormat(Anomalies.AnomalyNameFormat.SERIALIZED_PATH);
    boolean weighted = statistics.getWeightedNumExamples() > 0;
    double examples = weighted ? statistics.getWeightedNumExamples() : statistics.getNumExamples();
    var seen = new HashSet<List<String>>();
    for (var feature : statistics.getFeaturesList()) {
      var path = FeaturePaths.of(feature);
      seen.add(path);
      var expected = features.get(path);
      if (expected != null) {
        var check = FeatureCheck.of(schema, expected, feature, examples, weighted, environment);
        put(anomalies, path, check.departures());
      } else if (path.size() == 1 || features.containsKey(path.subList(0, path.size() - 1))) {
        put(anomalies, path, List.of(newColumn(path, feature)));
      }
    }
    putMissing(anomalies, features, seen, schema, environment);
    var ofDataset = checkDataset(schema, statistics.getNumExamples());
    if (!ofDataset.isEmpty()) {
      anomalies.setDatasetAnomalyInfo(Departures.add(AnomalyInfo.getDefaultInstance(), ofDataset));
    }
    return anomalies.build();
  }

  private static Departure newColumn(List<String> path, FeatureNameStatistics feature) {
    return new Departure(
        SCHEMA_NEW_COLUMN,
        "New column",
        new Explanation(
            where(path),
            "a column of type " + feature.getType() + " that the schema does not have",
            "only columns of the schema",
            "add the feature to the schema, or drop the column at the source"));
  }

  private static void putMissing(
      Anomalies.Builder anomalies,
      Map<List<String>, Feature> features,
      HashSet<List<String>> seen,
      Schema schema,
      Optional<String> environment) {
    features.forEach(
        (path, feature) -> {
          if (!seen.contains(path)
              && !isBelowDormant(path, features)
              && SchemaEnvironments.isRequired(schema, feature, environment)) {
            put(
                anomalies,
                path,
                List.of(
                    new Departure(
                        SCHEMA_MISSING_COLUMN,
                        "Column missing",
                        new Explanation(
                            where(path),
                            "no such column in the data",
                            "a column of type " + feature.getType(),
                            "bring the column back, or deprecate the feature, make it optional, or exclude it from this environment"))));
          }
        });
  }

  private static boolean isBelowDormant(List<String> path, Map<List<String>, Feature> features) {
    for (int length = 1; length < path.size(); length++) {
      var parent = features.get(path.subList(0, length));
      if (parent != null && SchemaEnvironments.isDormant(parent)) {
        return true;
      }
    }
    return false;
  }

  private static List<Departure> checkDataset(Schema schema, long examples) {
    var departures = new ArrayList<Departure>();
    var constraints = schema.getDatasetConstraints();
    if (constraints.hasMinExamplesCount() && examples < constraints.getMinExamplesCount()) {
      departures.add(
          new Departure(
              DATASET_LOW_NUM_EXAMPLES,
              "Too few examples",
              new Explanation(
                  "dataset",
                  examples + " examples",
                  "at least " + constraints.getMinExamplesCount(),
                  "look for lost input, or lower min_examples_count in the schema")));
    }
    if (constraints.hasMaxExamplesCount() && examples > constraints.getMaxExamplesCount()) {
      departures.add(
          new Departure(
              DATASET_HIGH_NUM_EXAMPLES,
              "Too many examples",
              new Explanation(
                  "dataset",
                  examples + " examples",
                  "at most " + constraints.getMaxExamplesCount(),
                  "look for repeated input, or raise max_examples_count in the schema")));
    }
    return departures;
  }

  private static String where(List<String> path) {
    return "feature '" + FeaturePaths.serialize(path) + "'";
  }

  private static void put(
      Anomalies.Builder anomalies, List<String> path, List<Departure> departures) {
    if (!departures.isEmpty()) {
      anomalies.putAnomalyInfo(
          FeaturePaths.serialize(path),
          Departures.add(AnomalyInfo.getDefaultInstance(), departures)
              .setPath(Path.newBuilder().addAllStep(path))
              .build());
    }
  }
}
