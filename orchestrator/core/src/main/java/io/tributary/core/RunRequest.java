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
 * @param resume whether the run exists already and is to be finished
 * @param settings how it is started else, which is remembered with the run; a resumed run keeps its
 *     seed and its push target, and may have other jars
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
    boolean resume,
    RunSettings settings,
    Optional<String> actor,
    TraceContext trace) {

  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  public RunRequest {
    requireNonNull(pipeline, "pipeline");
    requireNonNull(classLoader, "classLoader");
    requireNonNull(settings, "settings");
    requireNonNull(actor, "actor");
    requireNonNull(trace, "trace");
    if (!isRunId(runId)) {
      throw new IllegalArgumentException(
          "run id: '"
              + runId
              + "' (expected: a letter or digit, then at most 99 letters, digits, '-', '_', '.' or ':'); the id is part of file names, choose another");
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
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
        false,
        RunSettings.DEFAULT,
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
      return new RunRequest(
          request.pipeline,
          classLoader,
          run.id(),
          run.parameters(),
          run.cacheEnabled(),
          true,
          RunSettings.stored(home, run.id(), request.settings),
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

  /** Where models go that are pushed to the installation, if not to the home's own repository. */
  public Optional<PushTarget> pushTarget() {
    return settings.pushTarget();
  }

  /** Where {@link #classLoader} has the classes from, beside the class path. */
  public List<RunJar> jars() {
    return settings.jars();
  }

  /** What {@link io.tributary.api.Run#seed} answers. */
  public long seed() {
    return settings.seed();
  }

  /** How many nodes may run at a time. */
  public int parallelism() {
    return settings.parallelism();
  }

  public RunRequest withParameters(Map<String, String> newParameters) {
    return new RunRequest(
        pipeline, classLoader, runId, newParameters, cacheEnabled, resume, settings, actor, trace);
  }

  public RunRequest withoutCache() {
    return new RunRequest(
        pipeline, classLoader, runId, parameters, false, resume, settings, actor, trace);
  }

  public RunRequest withParallelism(int newParallelism) {
    return with(settings.withParallelism(newParallelism));
  }

  public RunRequest withSeed(long newSeed) {
    return with(settings.withSeed(newSeed));
  }

  /** With other jars, and a class loader that finds the classes in them. */
  public RunRequest withJars(List<RunJar> newJars, ClassLoader newClassLoader) {
    return new RunRequest(
        pipeline,
        newClassLoader,
        runId,
        parameters,
        cacheEnabled,
        resume,
        settings.withJars(newJars),
        actor,
        trace);
  }

  /** Pushing to a running server. */
  public RunRequest withPushTarget(PushTarget target) {
    return with(settings.withPushTarget(target));
  }

  /**
   * Started by something else than a person.
   *
   * @param newTrigger for example {@code schedule nightly}
   */
  public RunRequest withTrigger(String newTrigger) {
    return with(settings.withTrigger(newTrigger));
  }

  /** Asked for by these words after {@code tributary}, quoted for a shell. */
  public RunRequest withCommand(String newCommand) {
    return with(settings.withCommand(newCommand));
  }

  private RunRequest with(RunSettings newSettings) {
    return new RunRequest(
        pipeline, classLoader, runId, parameters, cacheEnabled, resume, newSettings, actor, trace);
  }

  /** Asked for by somebody. */
  public RunRequest by(String newActor) {
    return new RunRequest(
        pipeline,
        classLoader,
        runId,
        parameters,
        cacheEnabled,
        resume,
        settings,
        Optional.of(newActor),
        trace);
  }

  /** As a part of a trace that others have begun. */
  public RunRequest withTrace(TraceContext newTrace) {
    return new RunRequest(
        pipeline, classLoader, runId, parameters, cacheEnabled, resume, settings, actor, newTrace);
  }

  /** An id for a new run: the time of its start. */
  public static String newId(Clock clock) {
    return ID.format(clock.instant());
  }
}
