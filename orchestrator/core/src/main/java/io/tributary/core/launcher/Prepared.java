package io.tributary.core.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.api.shape.StepShape;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
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
  private static final String CACHE_KEY = "cacheKey";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What explanations need, as JSON. */
  String details() {
    return key.map(
            cacheKey ->
                Json.of(Map.of(CACHE_KEY, cacheKey.hex(), "ingredients", cacheKey.ingredients())))
        .orElse("{}");
  }

  /** The cache key, in hexadecimal, in what {@link #details} has given. */
  static Optional<String> key(String details) throws IOException {
    return Optional.ofNullable(JSON.readTree(details).get(CACHE_KEY)).map(JsonNode::textValue);
  }
}
