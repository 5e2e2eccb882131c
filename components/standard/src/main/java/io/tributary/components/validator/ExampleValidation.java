package io.tributary.components.validator;

import io.tributary.components.schema.DatasetObservation;
import io.tributary.components.schema.Departure;
import io.tributary.components.schema.Departures;
import io.tributary.components.schema.FeaturePaths;
import io.tributary.components.schema.SchemaObservation;
import io.tributary.components.schema.SchemaText;
import io.tributary.components.schema.StatisticsTree;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Path;
import io.tributary.proto.tfmd.Schema;
import java.util.List;
import java.util.Optional;

/** Compares statistics with a schema. */
public final class ExampleValidation {
  /**
   * Finds every way in which the statistics of a dataset depart from a schema, without comparison
   * with other datasets.
   *
   * @param environment where the data is from, for instance SERVING: features that the schema does
   *     not expect there may be missing. Empty: all features are expected
   */
  public static Anomalies validate(
      DatasetFeatureStatistics statistics, Schema schema, Optional<String> environment) {
    return validate(statistics, schema, environment, ControlStatistics.NONE);
  }

  /**
   * Finds every way in which the statistics of a dataset depart from a schema; all are errors.
   * Types of anomalies and the rules behind them are those of TensorFlow Data Validation. Each
   * comes with the change to the schema that would accept the data, as regions of its text.
   *
   * @param environment where the data is from, for instance SERVING: features that the schema does
   *     not expect there may be missing. Empty: all features are expected
   * @param controls what the schema's comparators compare with
   * @return anomalies by path of the feature; for a dataset without examples, only that data is
   *     missing
   */
  public static Anomalies validate(
      DatasetFeatureStatistics statistics,
      Schema schema,
      Optional<String> environment,
      ControlStatistics controls) {
    if (statistics.getNumExamples() == 0) {
      return Anomalies.newBuilder().setBaseline(schema).setDataMissing(true).build();
    }
    var validation = new ExampleValidation(schema, StatisticsTree.of(statistics), environment);
    validation.tree.roots().forEach(validation::observe);
    for (var path : SchemaObservation.missingPaths(schema, validation.tree, environment)) {
      validation.put(path, SchemaObservation.missing(schema, path));
    }
    validation.observeDataset(controls);
    return validation.anomalies.build();
  }

  private final Schema schema;
  private final SchemaText text;
  private final StatisticsTree tree;
  private final Optional<String> environment;
  private final Anomalies.Builder anomalies;

  private ExampleValidation(Schema schema, StatisticsTree tree, Optional<String> environment) {
    this.schema = schema;
    this.text = new SchemaText(schema);
    this.tree = tree;
    this.environment = environment;
    this.anomalies =
        Anomalies.newBuilder()
            .setBaseline(schema)
            .setAnomalyNameFormat(Anomalies.AnomalyNameFormat.SERIALIZED_PATH);
  }

  private void observe(StatisticsTree.Node node) {
    var observed = SchemaObservation.of(schema, tree, node, environment);
    put(node.path(), observed);
    if (observed.descends()) {
      node.children().forEach(this::observe);
    }
  }

  private void put(List<String> path, SchemaObservation observed) {
    if (!observed.departures().isEmpty()) {
      anomalies.putAnomalyInfo(
          FeaturePaths.serialize(path),
          info(observed.departures(), observed.schema())
              .setPath(Path.newBuilder().addAllStep(path))
              .build());
    }
  }

  private void observeDataset(ControlStatistics controls) {
    var observed =
        DatasetObservation.of(
            schema,
            tree.examples(),
            controls.previous().map(before -> examples(before, tree.weighted())),
            controls.previousVersion().map(before -> examples(before, tree.weighted())));
    if (!observed.departures().isEmpty()) {
      anomalies.setDatasetAnomalyInfo(info(observed.departures(), observed.schema()));
    }
  }

  /** Number of examples; their weight, if weighted. */
  static double examples(DatasetFeatureStatistics statistics, boolean weighted) {
    return weighted ? statistics.getWeightedNumExamples() : statistics.getNumExamples();
  }

  private AnomalyInfo.Builder info(List<Departure> departures, Schema accepting) {
    return Departures.add(AnomalyInfo.getDefaultInstance(), departures)
        .addAllDiffRegions(text.differences(accepting));
  }
}
