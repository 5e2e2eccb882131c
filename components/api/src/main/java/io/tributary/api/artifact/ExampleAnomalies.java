package io.tributary.api.artifact;

/**
 * Where examples depart from their schema or differ from other data: {@code
 * Split-<name>/SchemaDiff.pb}, an {@code Anomalies} message per split, and, where distributions
 * were compared, {@code verdicts.json} beside it.
 */
public interface ExampleAnomalies extends Artifact.Splits {

  /** Whether no split has an anomaly. */
  Property<ExampleAnomalies, Boolean> BLESSED =
      Property.ofBoolean(ExampleAnomalies.class, "blessed");
}
