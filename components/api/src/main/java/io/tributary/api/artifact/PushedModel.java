package io.tributary.api.artifact;

/** What became of a push: where the model went, under which version, or why it was not pushed. */
public interface PushedModel extends Artifact.TrainedModel {

  /** Whether the model was pushed. */
  Property<PushedModel, Boolean> PUSHED = Property.ofBoolean(PushedModel.class, "pushed");

  /** Where the model was pushed to. */
  Property<PushedModel, String> DESTINATION =
      Property.ofString(PushedModel.class, "pushed_destination");

  /** Address of the running server that took the model over; absent when there was none. */
  Property<PushedModel, String> SERVER = Property.ofString(PushedModel.class, "pushed_server");

  /** Version under which the serving tier knows the model. */
  Property<PushedModel, String> VERSION = Property.ofString(PushedModel.class, "pushed_version");

  /** Name under which the serving tier knows the model. */
  Property<PushedModel, String> MODEL_NAME =
      Property.ofString(PushedModel.class, "pushed_model_name");

  /**
   * SHA-256 over how the repository served the version after the push: while it stays the same and
   * the version's files are whole, the version is served.
   */
  Property<PushedModel, String> SERVED_STATE =
      Property.ofString(PushedModel.class, "pushed_served_state");

  /** Why the model was, or was not, pushed, in one line. */
  Property<PushedModel, String> MESSAGE = Property.ofString(PushedModel.class, "push_message");
}
