package io.tributary.api.artifact;

/** Whether an evaluator approved a model: an empty file {@code BLESSED} or {@code NOT_BLESSED}. */
public interface ModelBlessing extends Artifact {

  /** Whether every threshold held. */
  Property<ModelBlessing, Boolean> BLESSED = Property.ofBoolean(ModelBlessing.class, "blessed");

  /** Id of the artifact that was judged. */
  Property<ModelBlessing, Long> CURRENT_MODEL_ID =
      Property.ofLong(ModelBlessing.class, "current_model_id");

  /** URI of the artifact that was judged. */
  Property<ModelBlessing, String> CURRENT_MODEL =
      Property.ofString(ModelBlessing.class, "current_model");

  /** Content digest of the artifact that was judged. */
  Property<ModelBlessing, String> CURRENT_MODEL_DIGEST =
      Property.ofString(ModelBlessing.class, "current_model_digest");

  /** Why, in one line. */
  Property<ModelBlessing, String> MESSAGE =
      Property.ofString(ModelBlessing.class, "blessing_message");
}
