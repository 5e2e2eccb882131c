package io.tributary.core.launcher;

import io.tributary.api.shape.StepShape;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.proto.pipeline.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node whose inputs are known.
 *
 * @param step the rebuilt component or resolver
 * @param inputs artifacts by input; inputs without artifacts are absent
 * @param key absent for what is never cached: resolvers, exit handlers, and what reads artifacts of
 *     unknown content
 */
record Prepared(
    Node node,
    Record step,
    StepShape shape,
    Map<String, List<StoredArtifact<?>>> inputs,
    Optional<CacheKey> key) {

  /** What explanations need, as JSON. */
  String details() {
    return key.map(
            cacheKey ->
                Json.of(Map.of("cacheKey", cacheKey.hex(), "ingredients", cacheKey.ingredients())))
        .orElse("{}");
  }
}
