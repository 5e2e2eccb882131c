package io.tributary.api.artifact;

/**
 * Where examples depart from their schema: {@code Split-<name>/SchemaDiff.pb}, an {@code Anomalies}
 * message per split.
 */
public interface ExampleAnomalies extends Artifact.Splits {

  /** Whether no split has an anomaly. */
  Property<ExampleAnomalies, Boolean> BLESSED =
      Property.ofBoolean(ExampleAnomalies.class, "blessed");
}
