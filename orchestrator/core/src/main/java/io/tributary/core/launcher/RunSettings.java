package io.tributary.core.launcher;

import io.tributary.core.RunHome;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.Value;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a run was started, as far as its pipeline, its parameters and the cache do not say: kept as
 * custom properties of its context in the metadata store.
 *
 * @param seed source of all randomness
 * @param parallelism how many nodes may run at a time
 */
public record RunSettings(long seed, int parallelism) {
  /** TFX's name for where the outputs of a pipeline lie. */
  private static final String ROOT = "pipeline_root";

  private static final String SEED = "seed";
  private static final String PARALLELISM = "parallelism";

  /**
   * The settings of a stored run.
   *
   * @param otherwise stands in for what is not stored
   */
  public static RunSettings stored(RunHome home, String runId, RunSettings otherwise) {
    var stored = properties(home.metadata().store(), runId);
    return new RunSettings(
        number(stored, SEED, otherwise.seed),
        Math.toIntExact(number(stored, PARALLELISM, otherwise.parallelism)));
  }

  /** The directory of the home in which a run was started; empty if there is no such run. */
  public static Optional<Path> root(MetadataStore store, String runId) {
    return Optional.ofNullable(properties(store, runId).get(ROOT))
        .map(root -> Path.of(root.getStringValue()));
  }

  private static Map<String, Value> properties(MetadataStore store, String runId) {
    return store
        .getContextByTypeAndName(
            GetContextByTypeAndNameRequest.newBuilder()
                .setTypeName(Ledger.RUN_CONTEXT)
                .setContextName(runId)
                .build())
        .getContext()
        .getCustomPropertiesMap();
  }

  private static long number(Map<String, Value> stored, String name, long otherwise) {
    var value = stored.get(name);
    return value == null ? otherwise : value.getIntValue();
  }

  void store(Context.Builder run, RunHome home) {
    run.putCustomProperties(ROOT, Ledger.string(home.directory().toString()));
    run.putCustomProperties(SEED, Value.newBuilder().setIntValue(seed).build());
    run.putCustomProperties(PARALLELISM, Value.newBuilder().setIntValue(parallelism).build());
  }
}
