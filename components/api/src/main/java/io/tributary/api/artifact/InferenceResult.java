package io.tributary.api.artifact;

/**
 * Predictions for rows of examples: {@code Split-<name>/part-00000.arrow}, Arrow IPC files in the
 * order of the rows, with columns of the examples before those of the predictions. Read through
 * {@link io.tributary.api.data.ExamplesReader}.
 */
public interface InferenceResult extends Artifact {

  /** Whether there are any: a model that is not blessed is not asked. */
  Property<InferenceResult, Boolean> INFERRED =
      Property.ofBoolean(InferenceResult.class, "inferred");

  /** How many rows have predictions. */
  Property<InferenceResult, Long> ROWS = Property.ofLong(InferenceResult.class, "rows");

  /** What answered, as messages call it; not set where nothing was asked. */
  Property<InferenceResult, String> MODEL = Property.ofString(InferenceResult.class, "model");
}
