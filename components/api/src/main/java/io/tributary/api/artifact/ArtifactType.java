package io.tributary.api.artifact;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata store knows of an artifact interface: its name, base type and declared
 * properties.
 *
 * @param <A> the artifact interface
 */
public record ArtifactType<A extends Artifact>(Class<A> artifact) {

  /** The base types that ML Metadata defines. */
  public enum Base {
    UNSET,
    DATASET,
    MODEL,
    METRICS,
    STATISTICS
  }

  /** The kinds of value that a declared property can hold. */
  public enum Kind {
    INT,
    DOUBLE,
    STRING
  }

  public ArtifactType {
    requireNonNull(artifact, "artifact");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArtifactType<?> that && artifact == that.artifact;
  }

  @Override
  public int hashCode() {
    return artifact.hashCode();
  }

  public static <A extends Artifact> ArtifactType<A> of(Class<A> artifact) {
    return new ArtifactType<>(artifact);
  }

  /** The name in the metadata store: the interface's simple name. */
  public String name() {
    return artifact.getSimpleName();
  }

  public Base base() {
    if (Artifact.Dataset.class.isAssignableFrom(artifact)) {
      return Base.DATASET;
    }
    if (Artifact.TrainedModel.class.isAssignableFrom(artifact)) {
      return Base.MODEL;
    }
    if (Artifact.Metrics.class.isAssignableFrom(artifact)) {
      return Base.METRICS;
    }
    if (Artifact.DatasetStatistics.class.isAssignableFrom(artifact)) {
      return Base.STATISTICS;
    }
    return Base.UNSET;
  }

  /**
   * Declared properties, sorted by name. Everything else an artifact carries is a custom property.
   */
  public Map<String, Kind> properties() {
    var properties = new LinkedHashMap<String, Kind>();
    if (Artifact.Splits.class.isAssignableFrom(artifact)) {
      properties.put("span", Kind.INT);
      properties.put("split_names", Kind.STRING);
    }
    if (Artifact.Versions.class.isAssignableFrom(artifact)) {
      properties.put("version", Kind.INT);
    }
    return Collections.unmodifiableMap(properties);
  }
}
