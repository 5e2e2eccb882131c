package io.tributary.core;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.core.jar.RunJar;
import io.tributary.core.launcher.RunSettings;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.PipelineRun;
import io.tributary.proto.pipeline.Pipeline;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run, and how.
 *
 * @param pipeline the compiled pipeline
 * @param classLoader finds the classes that the pipeline names
 * @param runId unique among all runs of a home; a letter or digit, then letters, digits, {@code
 *     '-'}, {@code '_'}, {@code '.'}, {@code ':'}
 * @param parameters values of runtime parameters by name, as text
 * @param cacheEnabled whether nodes may reuse what equal earlier executions made; default true
 * @param parallelism how many nodes may run at a time; default: the number of cores
 * @param seed what {@link io.tributary.api.Run#seed} answers; a resumed run keeps the seed it was
 *     started with
 * @param resume whether the run exists already and is to be finished
 * @param jars where {@code classLoader} has the classes from, beside the class path: remembered
 *     with the run, for whoever goes on with it; of a run that is resumed, the jars it goes on with
 * @param pushTarget where models go that are pushed to the installation; empty for its own
 *     repository, in the home; a resumed run keeps the target it was started with
 * @param trigger what started the run, in words, if that was no person; remembered with the run
 * @param actor who asks for it, as the audit log names people and programs: the transaction that
 *     registers the run notes it there; empty for what nobody asks for, such as runs of schedules
 * @param trace the span that the work of this process is part of; default: a new one, in the trace
 *     that follows from the id of the run
 */
public record RunRequest(
    Pipeline pipeline,
    ClassLoader classLoader,
    String runId,
    Map<String, String> parameters,
    boolean cacheEnabled,
    int parallelism,
    long seed,
    boolean resume,
    List<RunJar> jars,
    Optional<PushTarget> pushTarget,
    Optional<String> trigger,
    Optional<String> actor,
    TraceContext trace) {

  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /** The seed of runs that set none. */
  public static final long DEFAULT_SEED = 42;

  public RunRequest {
    requireNonNull(pipeline, "pipeline");
    requireNonNull(classLoader, "classLoader");
    requireNonNull(pushTarget, "pushTarget");
    requireNonNull(trigger, "trigger");
    requireNonNull(actor, "actor");
    requireNonNull(trace, "trace");
    if (!isRunId(runId)) {
      throw new IllegalArgumentException(
          "run id: '"
              + runId
              + "' (expected: a letter or digit, then at most 99 letters, digits, '-', '_', '.' or ':'); the id is part of file names, choose another");
    }
    jars = List.copyOf(jars);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "parallelism: " + parallelism + " (expected: >= 1); pass 1 to run one node at a time");
    }
  }

  private static boolean isRunId(String id) {
    if (id.isEmpty() || id.length() > 100) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && (i == 0 || "-_.:".indexOf(c) < 0)) {
        return false;
      }
    }
    return true;
  }

  /** A new run with the defaults. */
  public static RunRequest of(Pipeline pipeline, ClassLoader classLoader, String runId) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        Map.of(),
        true,
        Runtime.getRuntime().availableProcessors(),
        DEFAULT_SEED,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TraceContext.ofRun(runId));
  }

  /**
   * Goes on with a run as it was started: with its parameters, cache, seed and parallelism.
   *
   * @param home where the run is stored
   * @throws MetadataException DATA_LOSS if the stored pipeline cannot be read
   */
  public static RunRequest resuming(PipelineRun run, RunHome home, ClassLoader classLoader) {
    try {
      var request = of(Pipeline.parseFrom(run.ir()), classLoader, run.id());
      var settings = RunSettings.stored(home, run.id(), request.settings());
      return new RunRequest(
          request.pipeline,
          classLoader,
          run.id(),
          run.parameters(),
          run.cacheEnabled(),
          settings.parallelism(),
          settings.seed(),
          true,
          settings.jars(),
          settings.pushTarget(),
          settings.trigger(),
          Optional.empty(),
          request.trace);
    } catch (InvalidProtocolBufferException e) {
      throw new MetadataException(
          MetadataException.Code.DATA_LOSS,
          "run '"
              + run.id()
              + "' > pipeline: "
              + e.getMessage()
              + " (expected: a compiled pipeline); start a new run",
          e);
    }
  }

  /** What is stored with the run. */
  public RunSettings settings() {
    return new RunSettings(seed, parallelism, jars, pushTarget, trigger);
  }

  public RunRequest withParameters(Map<String, String> newParameters) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        newParameters,
        cacheEnabled,
        parallelism,
        seed,
        resume,
        jars,
        pushTarget,
        trigger,
        actor,
        trace);
  }

  public RunRequest withoutCache() {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        false,
        parallelism,
        seed,
        resume,
        jars,
        pushTarget,
        trigger,
        actor,
        trace);
  }

  public RunRequest withParallelism(int newParallelism) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        cacheEnabled,
        newParallelism,
        seed,
        resume,
        jars,
        pushTarget,
        trigger,
        actor,
        trace);
  }

  public RunRequest withSeed(long newSeed) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        cacheEnabled,
        parallelism,
        newSeed,
        resume,
        jars,
        pushTarget,
        trigger,
        actor,
        trace);
  }

  /** With other jars, and a class loader that finds the classes in them. */
  public RunRequest withJars(List<RunJar> newJars, ClassLoader newClassLoader) {
    return new RunRequest(
        pipeline,
        newClassLoader,
        runId,
        parameters,
        cacheEnabled,
        parallelism,
        seed,
        resume,
        newJars,
        pushTarget,
        trigger,
        actor,
        trace);
  }

  /** Pushing to a running server. */
  public RunRequest withPushTarget(PushTarget target) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        cacheEnabled,
        parallelism,
        seed,
        resume,
        jars,
        Optional.of(target),
        trigger,
        actor,
        trace);
  }

  /**
   * Started by something else than a person.
   *
   * @param newTrigger for example {@code schedule nightly}
   */
  public RunRequest withTrigger(String newTrigger) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        cacheEnabled,
        parallelism,
        seed,
        resume,
        jars,
        pushTarget,
        Optional.of(newTrigger),
        actor,
        trace);
  }

  /** Asked for by somebody. */
  public RunRequest by(String newActor) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        cacheEnabled,
        parallelism,
        seed,
        resume,
        jars,
        pushTarget,
        trigger,
        Optional.of(newActor),
        trace);
  }

  /** An id for a new run: the time of its start. */
  public static String newId(Clock clock) {
    return ID.format(clock.instant());
  }

  /** As a part of a trace that others have begun. */
  public RunRequest withTrace(TraceContext newTrace) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        cacheEnabled,
        parallelism,
        seed,
        resume,
        jars,
        pushTarget,
        trigger,
        actor,
        newTrace);
  }
}
