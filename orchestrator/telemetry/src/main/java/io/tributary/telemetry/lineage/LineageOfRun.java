package io.tributary.telemetry.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import io.tributary.core.RunResult;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.telemetry.Observed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The events of one run, or of one node of it. Each attempt at a node is a run of OpenLineage, with
 * an id that follows from run, node and attempt; the run of the pipeline is their parent. Calls
 * come one at a time.
 */
final class LineageOfRun implements RunListener {
  private static final URI PRODUCER = URI.create("urn:tributary:" + version());

  private final OpenLineage facets = new OpenLineage(PRODUCER);
  private final String namespace;
  private final Consumer<Supplier<OpenLineage.RunEvent>> emit;
  private final Datasets datasets;
  private final String pipeline;
  private final String runId;
  private final Map<String, String> components;
  private final Set<String> resolvers;
  private final Map<String, Integer> attempts = new HashMap<>();

  /**
   * @param emit takes events that are still to be made, which asks the metadata store
   */
  LineageOfRun(Observed observed, String namespace, Consumer<Supplier<OpenLineage.RunEvent>> emit) {
    this.namespace = namespace;
    this.emit = emit;
    this.datasets = new Datasets(facets, namespace, observed.home());
    this.pipeline = observed.request().pipeline().getId();
    this.runId = observed.request().runId();
    this.components = observed.components();
    this.resolvers = observed.resolvers();
  }

  private static String version() {
    var version = LineageOfRun.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  /** The id that the run of a pipeline has in OpenLineage. */
  static UUID id(String namespace, String pipeline, String runId) {
    return uuid(namespace + "/" + pipeline + "/" + runId);
  }

  /** The id that an attempt at a node has in OpenLineage. */
  static UUID id(String namespace, String pipeline, String runId, String node, int attempt) {
    return uuid(namespace + "/" + pipeline + "/" + runId + "/" + node + "/" + attempt);
  }

  private static UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }

  @Override
  public void runStarted(String id, String name, List<String> nodes) {
    ofRun(EventType.START, Optional.empty());
  }

  @Override
  public void runFinished(RunResult result) {
    loseAll("the run ended before it did");
    ofRun(
        switch (result.state()) {
          case COMPLETE -> EventType.COMPLETE;
          case CANCELED -> EventType.ABORT;
          default -> EventType.FAIL;
        },
        Optional.of(result.message())
            .filter(message -> result.state() == RunState.FAILED)
            .map(message -> error(message, Optional.empty())));
  }

  @Override
  public void runBrokeOff(Throwable why) {
    loseAll("the run broke off");
    ofRun(EventType.FAIL, Optional.of(error(String.valueOf(why.getMessage()), Optional.of(why))));
  }

  @Override
  public void nodeStarted(String node, int attempt) {
    lose(node, "its process ended before it did");
    attempts.put(node, attempt);
    ofNode(EventType.START, node, attempt, OptionalLong.empty(), "", Optional.empty());
  }

  @Override
  public void nodeRetrying(String node, int attempt, ExecutionFailure failure, Duration pause) {
    attempts.remove(node);
    ofNode(
        EventType.FAIL,
        node,
        attempt,
        OptionalLong.empty(),
        "another attempt follows",
        Optional.of(error(failure)));
  }

  @Override
  public void nodeFinished(NodeResult result) {
    var node = result.node();
    var running = attempts.get(node);
    if (running == null || running != result.attempt()) {
      lose(node, "its process ended before it did");
      boolean before = result.state() == NodeState.COMPLETE && !resolvers.contains(node);
      if (before || result.executionId().isEmpty()) {
        return; // It ran in another process, or not at all.
      }
      ofNode(
          EventType.START,
          node,
          result.attempt(),
          result.executionId(),
          result.reason(),
          Optional.empty());
    }
    attempts.remove(node);
    ofNode(
        switch (result.state()) {
          case FAILED -> EventType.FAIL;
          case CANCELED -> EventType.ABORT;
          default -> EventType.COMPLETE;
        },
        node,
        result.attempt(),
        result.executionId(),
        result.state() + ": " + result.reason(),
        result.failure().map(this::error));
  }

  private void loseAll(String why) {
    List.copyOf(attempts.keySet()).forEach(node -> lose(node, why));
  }

  private void lose(String node, String why) {
    var attempt = attempts.remove(node);
    if (attempt != null) {
      ofNode(
          EventType.FAIL,
          node,
          attempt,
          OptionalLong.empty(),
          why,
          Optional.of(error(why, Optional.empty())));
    }
  }

  private OpenLineage.ErrorMessageRunFacet error(ExecutionFailure failure) {
    return error(
        failure.code() + ": " + failure.getMessage(), Optional.ofNullable(failure.getCause()));
  }

  private OpenLineage.ErrorMessageRunFacet error(String message, Optional<Throwable> cause) {
    var facet =
        facets.newErrorMessageRunFacetBuilder().message(message).programmingLanguage("JAVA");
    if (cause.isPresent()) {
      var trace = new StringWriter();
      cause.get().printStackTrace(new PrintWriter(trace));
      facet.stackTrace(trace.toString());
    }
    return facet.build();
  }

  private void ofRun(EventType type, Optional<OpenLineage.ErrorMessageRunFacet> error) {
    var time = now();
    emit.accept(
        () -> {
          var about = about(error);
          about.put("tributary", details(Map.of("run", runId)));
          return event(type, time)
              .run(run(id(namespace, pipeline, runId), about))
              .job(job(pipeline, "PIPELINE"))
              .build();
        });
  }

  private void ofNode(
      EventType type,
      String node,
      int attempt,
      OptionalLong executionId,
      String reason,
      Optional<OpenLineage.ErrorMessageRunFacet> error) {
    var time = now();
    emit.accept(
        () -> {
          var details = new HashMap<String, Object>();
          details.put("run", runId);
          details.put("node", node);
          details.put("attempt", attempt);
          details.put("component", components.getOrDefault(node, ""));
          details.put("reason", reason);
          executionId.ifPresent(id -> details.put("execution", id));
          var about = about(error).parent(parent());
          about.put("tributary", details(details));
          var event =
              event(type, time)
                  .run(run(id(namespace, pipeline, runId, node, attempt), about))
                  .job(job(pipeline + "." + node, "NODE"));
          executionId.ifPresent(
              id -> {
                event.inputs(datasets.inputs(id));
                event.outputs(datasets.outputs(id));
              });
          return event.build();
        });
  }

  private static ZonedDateTime now() {
    return Instant.now().atZone(ZoneOffset.UTC);
  }

  private OpenLineage.RunEventBuilder event(EventType type, ZonedDateTime time) {
    return facets.newRunEventBuilder().eventType(type).eventTime(time);
  }

  private OpenLineage.RunFacetsBuilder about(Optional<OpenLineage.ErrorMessageRunFacet> error) {
    var about =
        facets
            .newRunFacetsBuilder()
            .processing_engine(
                facets.newProcessingEngineRunFacet(version(), "Tributary", version()));
    error.ifPresent(about::errorMessage);
    return about;
  }

  private OpenLineage.RunFacet details(Map<String, Object> entries) {
    var facet = facets.newRunFacet();
    facet.getAdditionalProperties().putAll(entries);
    return facet;
  }

  private OpenLineage.Run run(UUID id, OpenLineage.RunFacetsBuilder about) {
    return facets.newRunBuilder().runId(id).facets(about.build()).build();
  }

  private OpenLineage.Job job(String name, String type) {
    return facets
        .newJobBuilder()
        .namespace(namespace)
        .name(name)
        .facets(
            facets
                .newJobFacetsBuilder()
                .jobType(
                    facets
                        .newJobTypeJobFacetBuilder()
                        .processingType("BATCH")
                        .integration("TRIBUTARY")
                        .jobType(type)
                        .build())
                .build())
        .build();
  }

  private OpenLineage.ParentRunFacet parent() {
    return facets
        .newParentRunFacetBuilder()
        .run(facets.newParentRunFacetRunBuilder().runId(id(namespace, pipeline, runId)).build())
        .job(facets.newParentRunFacetJobBuilder().namespace(namespace).name(pipeline).build())
        .build();
  }
}
