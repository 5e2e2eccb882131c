package io.tributary.core.launcher;

import static java.util.Objects.requireNonNull;

import io.tributary.core.PushTarget;
import io.tributary.core.RunHome;
import io.tributary.core.jar.RunJar;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run was started, as far as its pipeline, its parameters and the cache do not say: kept as
 * custom properties of its context in the metadata store.
 *
 * @param seed what {@link io.tributary.api.Run#seed} answers
 * @param parallelism how many nodes may run at a time
 * @param jars what has the classes of the pipeline, beside the class path
 * @param pushTarget where models go that are pushed to the installation; empty for the home's own
 *     repository
 * @param trigger what started it, in words, if that was no person
 * @param command what, written after {@code tributary}, starts such a run, but for the other
 *     settings; quoted for a POSIX shell; empty if it was started otherwise
 */
public record RunSettings(
    long seed,
    int parallelism,
    List<RunJar> jars,
    Optional<PushTarget> pushTarget,
    Optional<String> trigger,
    Optional<String> command) {
  /** TFX's name for where the outputs of a pipeline lie. */
  private static final String ROOT = "pipeline_root";

  private static final String SEED = "seed";
  private static final String PARALLELISM = "parallelism";
  private static final String JARS = "jars";
  private static final String PUSH_ADDRESS = "push_address";
  private static final String PUSH_REPOSITORY = "push_repository";
  private static final String TRIGGER = "trigger";
  private static final String COMMAND = "command";

  /** The seed of runs that set none. */
  public static final long DEFAULT_SEED = 42;

  /** As many nodes at a time as there are cores, and nothing else. */
  public static final RunSettings DEFAULT =
      new RunSettings(
          DEFAULT_SEED,
          Runtime.getRuntime().availableProcessors(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public RunSettings {
    jars = List.copyOf(jars);
    requireNonNull(pushTarget, "pushTarget");
    requireNonNull(trigger, "trigger");
    requireNonNull(command, "command");
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "parallelism: " + parallelism + " (expected: >= 1); pass 1 to run one node at a time");
    }
  }

  /** With another seed. */
  public RunSettings withSeed(long newSeed) {
    return new RunSettings(newSeed, parallelism, jars, pushTarget, trigger, command);
  }

  /** With more or fewer nodes at a time. */
  public RunSettings withParallelism(int newParallelism) {
    return new RunSettings(seed, newParallelism, jars, pushTarget, trigger, command);
  }

  /** With other jars. */
  public RunSettings withJars(List<RunJar> newJars) {
    return new RunSettings(seed, parallelism, newJars, pushTarget, trigger, command);
  }

  /** Pushing to a running server. */
  public RunSettings withPushTarget(PushTarget target) {
    return new RunSettings(seed, parallelism, jars, Optional.of(target), trigger, command);
  }

  /** Started by something else than a person. */
  public RunSettings withTrigger(String newTrigger) {
    return new RunSettings(seed, parallelism, jars, pushTarget, Optional.of(newTrigger), command);
  }

  /** Of what these words after {@code tributary} ask for. */
  public RunSettings withCommand(String newCommand) {
    return new RunSettings(seed, parallelism, jars, pushTarget, trigger, Optional.of(newCommand));
  }

  /**
   * The settings of a stored run.
   *
   * @param otherwise stands in for what is not stored
   */
  public static RunSettings stored(RunHome home, String runId, RunSettings otherwise) {
    var stored = properties(home.metadata().store(), runId);
    return new RunSettings(
        number(stored, SEED, otherwise.seed),
        Math.toIntExact(number(stored, PARALLELISM, otherwise.parallelism)),
        jars(stored),
        pushTarget(stored),
        trigger(stored),
        command(stored));
  }

  /** What started a stored run, in words, if that was no person. */
  public static Optional<String> trigger(MetadataStore store, String runId) {
    return trigger(properties(store, runId));
  }

  private static Optional<String> trigger(Map<String, Value> stored) {
    return Optional.ofNullable(stored.get(TRIGGER)).map(Value::getStringValue);
  }

  private static Optional<String> command(Map<String, Value> stored) {
    return Optional.ofNullable(stored.get(COMMAND)).map(Value::getStringValue);
  }

  /** The jars that a stored run remembers; none of a run that does not exist. */
  public static List<RunJar> jars(MetadataStore store, String runId) {
    return jars(properties(store, runId));
  }

  private static List<RunJar> jars(Map<String, Value> stored) {
    var value = stored.get(JARS);
    return value == null ? List.of() : RunJar.parse(value.getStringValue());
  }

  private static Optional<PushTarget> pushTarget(Map<String, Value> stored) {
    var address = stored.get(PUSH_ADDRESS);
    var repository = stored.get(PUSH_REPOSITORY);
    return address == null || repository == null
        ? Optional.empty()
        : Optional.of(
            PushTarget.of(address.getStringValue(), Path.of(repository.getStringValue())));
  }

  /** The directory of the home in which a run was started; empty if there is no such run. */
  public static Optional<Path> root(MetadataStore store, String runId) {
    return Optional.ofNullable(properties(store, runId).get(ROOT))
        .map(root -> Path.of(root.getStringValue()));
  }

  private static Map<String, Value> properties(MetadataStore store, String runId) {
    return context(store, runId).getCustomPropertiesMap();
  }

  private static Context context(MetadataStore store, String runId) {
    return RunContexts.find(store, runId).orElse(Context.getDefaultInstance());
  }

  private static long number(Map<String, Value> stored, String name, long otherwise) {
    var value = stored.get(name);
    return value == null ? otherwise : value.getIntValue();
  }

  void store(Context.Builder run, RunHome home) {
    run.putCustomProperties(ROOT, Ledger.string(home.directory().toString()));
    run.putCustomProperties(SEED, Value.newBuilder().setIntValue(seed).build());
    run.putCustomProperties(PARALLELISM, Value.newBuilder().setIntValue(parallelism).build());
    storeJars(run);
    trigger.ifPresent(words -> run.putCustomProperties(TRIGGER, Ledger.string(words)));
    command.ifPresent(words -> run.putCustomProperties(COMMAND, Ledger.string(words)));
    pushTarget.ifPresent(
        target -> {
          run.putCustomProperties(PUSH_ADDRESS, Ledger.string(target.address()));
          run.putCustomProperties(PUSH_REPOSITORY, Ledger.string(target.repository().toString()));
        });
  }

  private void storeJars(Context.Builder run) {
    if (jars.isEmpty()) {
      run.removeCustomProperties(JARS);
    } else {
      run.putCustomProperties(JARS, Ledger.string(RunJar.format(jars)));
    }
  }

  /** Lets a run go on with these jars, if they are others than those it remembers. */
  void replaceJars(MetadataStore store, String runId) {
    var run = context(store, runId);
    if (!jars.equals(jars(run.getCustomPropertiesMap()))) {
      var changed = run.toBuilder();
      storeJars(changed);
      store.putContexts(PutContextsRequest.newBuilder().addContexts(changed).build());
    }
  }
}
