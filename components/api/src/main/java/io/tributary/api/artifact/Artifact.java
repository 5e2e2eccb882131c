package io.tributary.api.artifact;

/**
 * Marks a type of artifact. An artifact type is an interface that extends this one; it has no
 * methods and no instances: it is what makes {@code Channel<Examples>} and {@code Channel<Model>}
 * different to javac.
 *
 * <p>The simple name of the interface is the type's name in the metadata store. What an interface
 * extends decides what is stored with it: one of the nested interfaces gives the system-defined
 * base type, {@link Splits} and {@link Versions} declare properties. Constants of type {@link
 * Property} name what its artifacts may carry.
 */
public interface Artifact {

  /** Stored with base type {@code mlmd.Dataset}. */
  interface Dataset extends Artifact {}

  /** Stored with base type {@code mlmd.Model}. */
  interface TrainedModel extends Artifact {}

  /** Stored with base type {@code mlmd.Metrics}. */
  interface Metrics extends Artifact {}

  /** Stored with base type {@code mlmd.Statistics}. */
  interface DatasetStatistics extends Artifact {}

  /** Declares the properties {@code span} (INT) and {@code split_names} (STRING, a JSON array). */
  interface Splits extends Artifact {}

  /** Declares the property {@code version} (INT). */
  interface Versions extends Artifact {}
}
