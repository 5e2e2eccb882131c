package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.ContextType;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextsByIDRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.proto.mlmd.GetLineageSubgraphRequest;
import io.tributary.proto.mlmd.LineageGraph;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.ListOperationOptions.OrderByField;
import io.tributary.proto.mlmd.ParentContext;
import io.tributary.proto.mlmd.PropertyType;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutContextTypeRequest;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.PutExecutionRequest.ArtifactAndEvent;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest.EventEdge;
import io.tributary.proto.mlmd.PutLineageSubgraphResponse;
import io.tributary.proto.mlmd.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/** The store under test, and short ways to put things into it and take them out. */
abstract class StoreFixture {

  /** The store under test. */
  protected MetadataStore store;

  /** Makes an empty store; called before each case. */
  protected abstract MetadataStore createStore() throws Exception;

  /** Closes the store and opens it again on what it holds. */
  protected abstract MetadataStore reopenStore() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = createStore();
  }

  interface Numbered<T> {
    T run(int thread) throws Exception;
  }

  static <T> List<T> inParallel(int threads, Numbered<T> work) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var start = new CyclicBarrier(threads);
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < threads; i++) {
        var thread = i;
        Callable<T> task =
            () -> {
              start.await(30, TimeUnit.SECONDS);
              return work.run(thread);
            };
        futures.add(pool.submit(task));
      }
      var results = new ArrayList<T>();
      for (var future : futures) {
        results.add(result(future));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    }
  }

  static Optional<Code> codeOf(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (MetadataException e) {
      return Optional.of(e.code());
    }
  }

  static void fails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  PutLineageSubgraphResponse putChain() {
    var artifactType = put(artifactType("ChainA"));
    var executionType = put(executionType("ChainE"));
    var request =
        PutLineageSubgraphRequest.newBuilder()
            .addContexts(context(put(contextType("ChainC")), "chain"));
    for (int i = 0; i < 3; i++) {
      request.addArtifacts(artifact(artifactType, "chain-" + i).toBuilder().setUri("chain-" + i));
    }
    for (int i = 0; i < 2; i++) {
      request
          .addExecutions(execution(executionType, "chain-" + i))
          .addEventEdges(
              EventEdge.newBuilder()
                  .setExecutionIndex(i)
                  .setArtifactIndex(i)
                  .setEvent(Event.newBuilder().setType(Event.Type.INPUT)))
          .addEventEdges(
              EventEdge.newBuilder()
                  .setExecutionIndex(i)
                  .setArtifactIndex(i + 1)
                  .setEvent(Event.newBuilder().setType(Event.Type.OUTPUT)));
    }
    return store.putLineageSubgraph(request.build());
  }

  LineageGraph lineage(String query, LineageSubgraphQueryOptions.Direction direction, int hops) {
    var options =
        LineageSubgraphQueryOptions.newBuilder()
            .setStartingArtifacts(
                LineageSubgraphQueryOptions.StartingNodes.newBuilder().setFilterQuery(query))
            .setDirection(direction)
            .setMaxNumHops(hops);
    return store
        .getLineageSubgraph(
            GetLineageSubgraphRequest.newBuilder().setLineageSubgraphQueryOptions(options).build())
        .getLineageSubgraph();
  }

  List<Long> pages(OrderByField.Field field, boolean ascending) {
    var options =
        ListOperationOptions.newBuilder()
            .setMaxResultSize(3)
            .setOrderByField(OrderByField.newBuilder().setField(field).setIsAsc(ascending));
    var ids = new ArrayList<Long>();
    while (true) {
      var page = store.getArtifacts(GetArtifactsRequest.newBuilder().setOptions(options).build());
      page.getArtifactsList().forEach(artifact -> ids.add(artifact.getId()));
      if (page.getNextPageToken().isEmpty()) {
        return ids;
      }
      options.setNextPageToken(page.getNextPageToken());
    }
  }

  static List<Long> reversed(List<Long> ids) {
    var reversed = new ArrayList<>(ids);
    Collections.reverse(reversed);
    return reversed;
  }

  static ArtifactType artifactType(String name) {
    return ArtifactType.newBuilder().setName(name).build();
  }

  static ExecutionType executionType(String name) {
    return ExecutionType.newBuilder().setName(name).build();
  }

  static ContextType contextType(String name) {
    return ContextType.newBuilder().setName(name).build();
  }

  static Artifact artifact(long typeId, String name) {
    return Artifact.newBuilder().setTypeId(typeId).setName(name).build();
  }

  static Execution execution(long typeId, String name) {
    return Execution.newBuilder().setTypeId(typeId).setName(name).build();
  }

  static Context context(long typeId, String name) {
    return Context.newBuilder().setTypeId(typeId).setName(name).build();
  }

  static Event event(long artifact, long execution, Event.Type type) {
    return Event.newBuilder()
        .setArtifactId(artifact)
        .setExecutionId(execution)
        .setType(type)
        .build();
  }

  static ArtifactAndEvent pair(Artifact artifact, Event.Type type) {
    return ArtifactAndEvent.newBuilder()
        .setArtifact(artifact)
        .setEvent(Event.newBuilder().setType(type))
        .build();
  }

  static ParentContext parent(long child, long parent) {
    return ParentContext.newBuilder().setChildId(child).setParentId(parent).build();
  }

  static Value number(long value) {
    return Value.newBuilder().setIntValue(value).build();
  }

  static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  static PropertyType kind(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> PropertyType.INT;
      case DOUBLE_VALUE -> PropertyType.DOUBLE;
      case STRING_VALUE -> PropertyType.STRING;
      case STRUCT_VALUE -> PropertyType.STRUCT;
      case PROTO_VALUE -> PropertyType.PROTO;
      case BOOL_VALUE -> PropertyType.BOOLEAN;
      case VALUE_NOT_SET -> PropertyType.UNKNOWN;
    };
  }

  static FieldMask mask(String... paths) {
    return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
  }

  long put(ArtifactType type) {
    return store
        .putArtifactType(PutArtifactTypeRequest.newBuilder().setArtifactType(type).build())
        .getTypeId();
  }

  long put(ExecutionType type) {
    return store
        .putExecutionType(PutExecutionTypeRequest.newBuilder().setExecutionType(type).build())
        .getTypeId();
  }

  long put(ContextType type) {
    return store
        .putContextType(PutContextTypeRequest.newBuilder().setContextType(type).build())
        .getTypeId();
  }

  long put(Artifact artifact) {
    return store
        .putArtifacts(PutArtifactsRequest.newBuilder().addArtifacts(artifact).build())
        .getArtifactIds(0);
  }

  long put(Execution execution) {
    return store
        .putExecutions(PutExecutionsRequest.newBuilder().addExecutions(execution).build())
        .getExecutionIds(0);
  }

  long put(Context context) {
    return store
        .putContexts(PutContextsRequest.newBuilder().addContexts(context).build())
        .getContextIds(0);
  }

  Artifact artifact(long id) {
    return store
        .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addArtifactIds(id).build())
        .getArtifacts(0);
  }

  Execution execution(long id) {
    return store
        .getExecutionsByID(GetExecutionsByIDRequest.newBuilder().addExecutionIds(id).build())
        .getExecutions(0);
  }

  Context context(long id) {
    return store
        .getContextsByID(GetContextsByIDRequest.newBuilder().addContextIds(id).build())
        .getContexts(0);
  }
}
