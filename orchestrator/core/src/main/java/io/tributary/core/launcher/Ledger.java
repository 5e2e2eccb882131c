package io.tributary.core.launcher;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionPart;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.compiler.Compiler;
import io.tributary.metadata.Lease;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.GetExecutionByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.pipeline.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes executions of one run into the metadata store, laid out as TFX does. Every write is one
 * transaction that holds only while the run's lease does. Thread-safe.
 */
final class Ledger {
  static final String PIPELINE_CONTEXT = "pipeline";
  static final String NODE_CONTEXT = "node";
  static final String CACHE_CONTEXT = "execution_cache";
  static final String PIPELINE_NAME = "pipeline_name";
  private static final String NODE_ID = "tributary_node_id";
  private static final String ERROR_CODE = "tributary_error_code";
  private static final String ERROR_MESSAGE = "tributary_error_message";

  private final MetadataDatabase database;
  private final Lease lease;
  private final Types types;
  private final String pipeline;
  private final String runId;
  private final ParameterText text;

  Ledger(
      MetadataDatabase database,
      Lease lease,
      Types types,
      String pipeline,
      String runId,
      ParameterText text) {
    this.database = database;
    this.lease = lease;
    this.types = types;
    this.pipeline = pipeline;
    this.runId = runId;
    this.text = text;
  }

  /**
   * Registers an execution that is about to run, with its inputs; gives its id. A start that a
   * crash of the machine takes back was none: what the attempt has staged is swept when the run
   * goes on.
   */
  long start(PutExecutionRequest running, NodeRun row) {
    return database.transactUnforced(() -> register(running, row));
  }

  private long register(PutExecutionRequest execution, NodeRun row) {
    database.leases().check(lease);
    long id = database.store().putExecution(execution).getExecutionId();
    database.runs().put(row.withExecution(id));
    return id;
  }

  /**
   * Makes visible what was made: outputs, events, contexts, the state of execution and node, all at
   * once.
   *
   * @param last is called when all is written, before the transaction ends
   * @return the outputs, with their ids
   */
  Map<String, List<StoredArtifact<?>>> commit(
      PutExecutionRequest complete, NodeRun row, History history, Runnable last) {
    var response =
        database.transact(
            () -> {
              database.leases().check(lease);
              var stored = database.store().putExecution(complete);
              database.runs().put(row.withExecution(stored.getExecutionId()));
              last.run();
              return stored;
            });
    var outputs = new LinkedHashMap<String, List<StoredArtifact<?>>>();
    for (int i = 0; i < complete.getArtifactEventPairsCount(); i++) {
      var pair = complete.getArtifactEventPairs(i);
      var artifact =
          pair.getArtifact().toBuilder()
              .setId(response.getArtifactIds(i))
              .setType(types.artifactName(pair.getArtifact().getTypeId()))
              .build();
      outputs
          .computeIfAbsent(output(pair), name -> new ArrayList<>())
          .add(history.stored(artifact));
    }
    return outputs;
  }

  /** Records how nodes ended that needed no work, all in one transaction; gives them as stored. */
  List<Settled> settle(Collection<Settled> nodes) {
    return database.transact(
        () -> {
          database.leases().check(lease);
          var stored = new ArrayList<Settled>();
          for (var node : nodes) {
            stored.add(
                node.execution().isPresent()
                    ? node.stored(
                        database.store().putExecution(node.execution().get()).getExecutionId())
                    : node);
          }
          database.runs().put(stored.stream().map(Settled::row).toList());
          return stored;
        });
  }

  /** Records the state of a node, whose execution stays as it is. */
  void put(NodeRun row) {
    database.transact(
        () -> {
          database.leases().check(lease);
          database.runs().put(row);
          return row;
        });
  }

  /** Records that an execution failed or was canceled. */
  void fail(Execution running, ExecutionFailure failure, NodeRun row) {
    database.transact(
        () -> {
          database.leases().check(lease);
          var ids =
              database
                  .store()
                  .putExecutions(
                      PutExecutionsRequest.newBuilder()
                          .addExecutions(failed(running, failure))
                          .build())
                  .getExecutionIdsList();
          database.runs().put(row.withExecution(ids.get(0)));
          return ids;
        });
  }

  /** Records an execution that failed before it could be registered as running; gives its id. */
  long refuse(PutExecutionRequest running, ExecutionFailure failure, NodeRun row) {
    var request = running.toBuilder().setExecution(failed(running.getExecution(), failure)).build();
    return database.transact(() -> register(request, row));
  }

  private static Execution failed(Execution running, ExecutionFailure failure) {
    return running.toBuilder()
        .setLastKnownState(
            failure.code() == ExecutionFailure.Code.CANCELED
                ? Execution.State.CANCELED
                : Execution.State.FAILED)
        .putCustomProperties(ERROR_CODE, string(failure.code().name()))
        .putCustomProperties(ERROR_MESSAGE, string(String.valueOf(failure.getMessage())))
        .build();
  }

  /** Why an execution failed or was canceled, as it was stored; empty if it was not. */
  static Optional<ExecutionFailure> failure(Execution execution) {
    var properties = execution.getCustomPropertiesMap();
    var code = properties.get(ERROR_CODE);
    var message = properties.get(ERROR_MESSAGE);
    return code == null || message == null
        ? Optional.empty()
        : Optional.of(
            new ExecutionFailure(
                ExecutionFailure.Code.valueOf(code.getStringValue()), message.getStringValue()));
  }

  /**
   * Records a part of an execution under a name that tells run and node, with the contexts of the
   * node, unless it is recorded already.
   */
  void remember(Node node, ExecutionPart part) {
    var name = pipeline + ":" + runId + ":" + node.getId() + ":" + part.name();
    database.transactUnforced(
        () -> {
          database.leases().check(lease);
          var store = database.store();
          var known =
              store.getExecutionByTypeAndName(
                  GetExecutionByTypeAndNameRequest.newBuilder()
                      .setTypeName(part.type())
                      .setExecutionName(name)
                      .build());
          return known.hasExecution()
              ? known.getExecution().getId()
              : store.putExecution(partOf(node, name, part)).getExecutionId();
        });
  }

  private PutExecutionRequest partOf(Node node, String name, ExecutionPart part) {
    var type =
        database
            .store()
            .putExecutionType(
                PutExecutionTypeRequest.newBuilder()
                    .setExecutionType(ExecutionType.newBuilder().setName(part.type()))
                    .build());
    var execution =
        Execution.newBuilder()
            .setTypeId(type.getTypeId())
            .setName(name)
            .setLastKnownState(
                part.failure().isPresent() ? Execution.State.FAILED : Execution.State.COMPLETE)
            .putCustomProperties(NODE_ID, string(node.getId()))
            .putCustomProperties("started", string(part.started().toString()))
            .putCustomProperties("ended", string(part.ended().toString()));
    part.failure().ifPresent(why -> execution.putCustomProperties(ERROR_MESSAGE, string(why)));
    part.properties()
        .forEach((key, value) -> execution.putCustomProperties(key, Compiler.propertyValue(value)));
    return PutExecutionRequest.newBuilder()
        .setExecution(execution)
        .addAllContexts(contexts(node, Optional.empty()))
        .setOptions(PutExecutionRequest.Options.newBuilder().setReuseContextIfAlreadyExist(true))
        .build();
  }

  /** An execution as it is stored; DATA_LOSS if it is not. */
  Execution execution(long id) {
    var found =
        database
            .store()
            .getExecutionsByID(GetExecutionsByIDRequest.newBuilder().addExecutionIds(id).build());
    if (found.getExecutionsCount() == 0) {
      throw new MetadataException(
          MetadataException.Code.DATA_LOSS,
          "run '"
              + runId
              + "' > execution "
              + id
              + ": not stored (expected: the execution of a node); start a new run");
    }
    return found.getExecutions(0);
  }

  /** An execution of a node, with its inputs as events and the contexts it belongs to. */
  PutExecutionRequest.Builder request(Prepared prepared, int attempt, Execution.State state) {
    var node = prepared.node();
    var request = bare(node, attempt, state).addAllContexts(contexts(node, prepared.key()));
    addReferences(request, prepared.inputs(), Event.Type.INPUT);
    return request;
  }

  /** An execution of a node whose inputs are not known. */
  PutExecutionRequest.Builder request(Node node, int attempt, Execution.State state) {
    return bare(node, attempt, state).addAllContexts(contexts(node, Optional.empty()));
  }

  private PutExecutionRequest.Builder bare(Node node, int attempt, Execution.State state) {
    var execution =
        Execution.newBuilder()
            .setTypeId(types.execution(node.getExecutionType().getName()))
            .setName(pipeline + ":" + runId + ":" + node.getId() + ":" + attempt)
            .setLastKnownState(state);
    for (var parameter : node.getParametersList()) {
      execution.putCustomProperties(parameter.getName(), text.stored(parameter.getValue()));
    }
    execution
        .putCustomProperties(NODE_ID, string(node.getId()))
        .putCustomProperties("tributary_attempt", Value.newBuilder().setIntValue(attempt).build());
    return PutExecutionRequest.newBuilder()
        .setExecution(execution)
        .setOptions(PutExecutionRequest.Options.newBuilder().setReuseContextIfAlreadyExist(true));
  }

  /**
   * Adds events with artifacts that exist already. An artifact under several names has one event,
   * whose path has one pair of steps per name: the store allows no second event.
   */
  static void addReferences(
      PutExecutionRequest.Builder request,
      Map<String, List<StoredArtifact<?>>> artifacts,
      Event.Type type) {
    var events = new LinkedHashMap<Long, Event.Builder>();
    artifacts.forEach(
        (name, listed) -> {
          for (int i = 0; i < listed.size(); i++) {
            events
                .computeIfAbsent(
                    listed.get(i).id(), id -> Event.newBuilder().setType(type).setArtifactId(id))
                .getPathBuilder()
                .addSteps(Event.Path.Step.newBuilder().setKey(name))
                .addSteps(Event.Path.Step.newBuilder().setIndex(i));
          }
        });
    events.values().forEach(event -> request.addArtifactEventPairsBuilder().setEvent(event));
  }

  static Event.Builder event(String name, int index, Event.Type type) {
    return Event.newBuilder()
        .setType(type)
        .setPath(
            Event.Path.newBuilder()
                .addSteps(Event.Path.Step.newBuilder().setKey(name))
                .addSteps(Event.Path.Step.newBuilder().setIndex(index)));
  }

  private List<Context> contexts(Node node, Optional<CacheKey> key) {
    var contexts = new ArrayList<Context>();
    contexts.add(context(PIPELINE_CONTEXT, pipeline));
    contexts.add(context(RunContexts.TYPE, runId));
    contexts.add(context(NODE_CONTEXT, pipeline + "." + node.getId()));
    for (var enclosing : node.getSubPipelinesList()) {
      contexts.add(context(PIPELINE_CONTEXT, pipeline + "." + enclosing));
    }
    key.ifPresent(cacheKey -> contexts.add(context(CACHE_CONTEXT, cacheKey.hex())));
    return contexts;
  }

  private Context context(String type, String name) {
    return Context.newBuilder().setTypeId(types.context(type)).setName(name).build();
  }

  /** An artifact in the making: what the launcher knows of it, without what the component set. */
  Artifact.Builder artifact(
      Node node, int attempt, String output, String uri, String digest, String version) {
    var name =
        pipeline + ":" + runId + ":" + node.getId() + ":" + output + ":0" + suffix(node, attempt);
    var type =
        node.getOutputsList().stream()
            .filter(declared -> declared.getName().equals(output))
            .findFirst()
            .orElseThrow()
            .getType()
            .getName();
    return Artifact.newBuilder()
        .setTypeId(types.artifact(type))
        .setName(name)
        .setUri(uri)
        .setState(Artifact.State.LIVE)
        .putCustomProperties("name", string(name))
        .putCustomProperties(StoredArtifact.CONTENT_DIGEST, string(digest))
        .putCustomProperties("tributary_version", string(version))
        .putCustomProperties("producer_component", string(node.getId()))
        .putCustomProperties(PIPELINE_NAME, string(pipeline));
  }

  /**
   * Names are unique, and stay. What an exit handler made before its run was resumed has TFX's name
   * already.
   */
  private static String suffix(Node node, int attempt) {
    return attempt > 1 && node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED
        ? ":attempt-" + attempt
        : "";
  }

  static String output(PutExecutionRequest.ArtifactAndEvent pair) {
    return pair.getEvent().getPath().getSteps(0).getKey();
  }

  /** Reads a request that was prepared to be committed. */
  static PutExecutionRequest parse(byte[] prepared, String where) {
    try {
      return PutExecutionRequest.parseFrom(prepared);
    } catch (InvalidProtocolBufferException e) {
      throw new MetadataException(
          MetadataException.Code.DATA_LOSS,
          where
              + " > prepared commit: "
              + e.getMessage()
              + " (expected: what the launcher wrote); delete its directory in the staging area",
          e);
    }
  }

  static Value string(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
