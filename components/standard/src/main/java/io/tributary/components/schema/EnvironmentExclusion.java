package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

/**
 * A feature that an environment does not have: the label, for instance, when serving.
 *
 * @param feature name of the feature
 * @param environment name of the environment, by custom TRAINING or SERVING
 */
public record EnvironmentExclusion(String feature, String environment) {
  public EnvironmentExclusion {
    requireNonNull(feature, "feature");
    requireNonNull(environment, "environment");
    if (feature.isBlank() || environment.isBlank()) {
      throw new IllegalArgumentException(
          "environment exclusion: feature '"
              + feature
              + "', environment '"
              + environment
              + "' (expected: two names); name both");
    }
  }
}
