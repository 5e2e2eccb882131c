package io.tributary.core.launcher;

import io.tributary.core.RunHome;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.Value;
import java.util.Map;

/**
 * How a run was started, as far as its pipeline, its parameters and the cache do not say: kept as
 * custom properties of its context in the metadata store.
 *
 * @param seed source of all randomness
 * @param parallelism how many nodes may run at a time
 */
public record RunSettings(long seed, int parallelism) {
  private static final String SEED = "seed";
  private static final String PARALLELISM = "parallelism";

  /**
   * The settings of a stored run.
   *
   * @param otherwise stands in for what is not stored
   */
  public static RunSettings stored(RunHome home, String runId, RunSettings otherwise) {
    var stored =
        home.metadata()
            .store()
            .getContextByTypeAndName(
                GetContextByTypeAndNameRequest.newBuilder()
                    .setTypeName(Ledger.RUN_CONTEXT)
                    .setContextName(runId)
                    .build())
            .getContext()
            .getCustomPropertiesMap();
    return new RunSettings(
        number(stored, SEED, otherwise.seed),
        Math.toIntExact(number(stored, PARALLELISM, otherwise.parallelism)));
  }

  private static long number(Map<String, Value> stored, String name, long otherwise) {
    var value = stored.get(name);
    return value == null ? otherwise : value.getIntValue();
  }

  void store(Context.Builder run) {
    run.putCustomProperties(SEED, Value.newBuilder().setIntValue(seed).build());
    run.putCustomProperties(PARALLELISM, Value.newBuilder().setIntValue(parallelism).build());
  }
}
