package io.tributary.components.schema;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.LifecycleStage;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.SparseFeature;
import io.tributary.proto.tfmd.WeightedFeature;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** In which environments, such as TRAINING and SERVING, a feature is expected. */
public final class SchemaEnvironments {
  private SchemaEnvironments() {}

  /**
   * Whether a feature belongs to an environment: it names it under {@code in_environment}, or the
   * schema has it among its default environments and the feature does not name it under {@code
   * not_in_environment}. Without an environment every feature belongs.
   */
  public static boolean contains(Schema schema, Feature feature, Optional<String> environment) {
    return environment.isEmpty()
        || feature.getInEnvironmentList().contains(environment.get())
        || (schema.getDefaultEnvironmentList().contains(environment.get())
            && !feature.getNotInEnvironmentList().contains(environment.get()));
  }

  /** The environments that a schema names anywhere. */
  public static Set<String> named(Schema schema) {
    var names = new LinkedHashSet<>(schema.getDefaultEnvironmentList());
    for (var feature : SchemaPaths.all(schema).values()) {
      names.addAll(feature.getInEnvironmentList());
      names.addAll(feature.getNotInEnvironmentList());
    }
    return names;
  }

  /**
   * Objects to an environment that a schema does not name.
   *
   * @param where whose parameter it is
   * @throws ExecutionFailure with code INVALID_ARGUMENT
   */
  public static void require(String where, Schema schema, Optional<String> environment) {
    if (environment.isPresent() && !named(schema).contains(environment.get())) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > parameter 'environment'",
              environment.get(),
              "an environment of the schema; its default ones are "
                  + schema.getDefaultEnvironmentList(),
              "correct the name, or add the environment to the schema"));
    }
  }

  /** Whether the presence of a feature is not checked because of the stage of its life. */
  public static boolean isDormant(Feature feature) {
    @SuppressWarnings("deprecation") // schemas from before lifecycle stages still say it like this
    boolean deprecated = feature.getDeprecated();
    return deprecated || isDormant(feature.getLifecycleStage());
  }

  static boolean isDormant(SparseFeature feature) {
    @SuppressWarnings("deprecation") // schemas from before lifecycle stages still say it like this
    boolean deprecated = feature.getDeprecated();
    return deprecated || isDormant(feature.getLifecycleStage());
  }

  static boolean isDormant(WeightedFeature feature) {
    return isDormant(feature.getLifecycleStage());
  }

  private static boolean isDormant(LifecycleStage stage) {
    return switch (stage) {
      case PLANNED, ALPHA, DEPRECATED, DEBUG_ONLY, DISABLED -> true;
      case UNKNOWN_STAGE, BETA, PRODUCTION, VALIDATION_DERIVED -> false;
    };
  }

  /** Whether data without the feature departs from the schema. */
  public static boolean isRequired(Schema schema, Feature feature, Optional<String> environment) {
    return !isDormant(feature)
        && (feature.getPresence().getMinCount() > 0 || feature.getPresence().getMinFraction() > 0)
        && contains(schema, feature, environment);
  }
}
