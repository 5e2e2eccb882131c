package io.tributary.api.artifact;

/**
 * Whether a serving tier could load and query a model: an empty file {@code INFRA_BLESSED} or
 * {@code INFRA_NOT_BLESSED}, and the rows that were asked with the answers they gave.
 */
public interface InfraBlessing extends Artifact {

  /** Whether the model loaded and answered as it does offline. */
  Property<InfraBlessing, Boolean> BLESSED = Property.ofBoolean(InfraBlessing.class, "blessed");

  /** Why, in one line. */
  Property<InfraBlessing, String> MESSAGE =
      Property.ofString(InfraBlessing.class, "blessing_message");

  /** Address of the running server that tried the model; absent when it was the embedded tier. */
  Property<InfraBlessing, String> SERVER =
      Property.ofString(InfraBlessing.class, "blessing_server");
}
