package io.tributary.metadata;

import com.google.protobuf.ByteString;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.metadata.grpc.MetadataServer;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Association;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.ContextType;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.GetArtifactByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsByURIRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetEventsByArtifactIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsByContextRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.proto.mlmd.GetLineageSubgraphRequest;
import io.tributary.proto.mlmd.LineageSubgraphQueryOptions;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutAttributionsAndAssociationsRequest;
import io.tributary.proto.mlmd.PutContextTypeRequest;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.PutExecutionRequest;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest;
import io.tributary.proto.mlmd.PutLineageSubgraphRequest.EventEdge;
import io.tributary.proto.mlmd.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operations of the store cost. Not part of the tests: {@code ./mvnw test -pl
 * orchestrator/metadata -am -Dtest=StoreBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class StoreBenchmark {
  private static final int CALLS = 2_000;
  private static final int RUNS = Integer.getInteger("tributary.benchmark.runs", 100_000);
  private static final int NODES = 10;

  @TempDir Path directory;

  @Test
  void oneCallAtATime() throws Exception {
    try (var database = MetadataDatabase.open(directory.resolve("a.db"), Clock.systemUTC())) {
      calls("SQLite, in-process", database.store());
      var served = MetadataDatabase.open(directory.resolve("b.db"), Clock.systemUTC());
      try (served;
          var server = MetadataServer.start(served, MetadataServer.Options.loopback(0));
          var client = new MetadataClient("127.0.0.1:" + server.port()).connect()) {
        calls("SQLite, over gRPC", client);
      }
    }
  }

  @Test
  void manyWriters() throws Exception {
    try (var database = MetadataDatabase.open(directory.resolve("a.db"), Clock.systemUTC())) {
      var type = artifactType(database.store());
      for (int threads : new int[] {1, 8, 64}) {
        long start = System.nanoTime();
        StoreFixture.inParallel(
            threads,
            thread -> {
              for (int i = 0; i < 3_200 / threads; i++) {
                database
                    .store()
                    .putArtifacts(
                        PutArtifactsRequest.newBuilder()
                            .addArtifacts(artifact(type, threads + "-" + thread + "-" + i))
                            .build());
              }
              return thread;
            });
        System.out.printf(
            "%-22s %-28s %10.0f /s%n",
            "SQLite, in-process",
            "put artifact, " + threads + " threads",
            3_200 / ((System.nanoTime() - start) / 1e9));
      }
    }
  }

  private static void calls(String where, MetadataStore store) {
    var type = artifactType(store);
    var executionType =
        store
            .putExecutionType(
                PutExecutionTypeRequest.newBuilder()
                    .setExecutionType(ExecutionType.newBuilder().setName("Gen"))
                    .build())
            .getTypeId();
    var contextType =
        store
            .putContextType(
                PutContextTypeRequest.newBuilder()
                    .setContextType(ContextType.newBuilder().setName("pipeline"))
                    .build())
            .getTypeId();
    for (int round = 0; round < 2; round++) {
      var prefix = "r" + round + "-";
      boolean told = round == 1;
      time(
          told,
          where,
          "put artifact",
          i ->
              store.putArtifacts(
                  PutArtifactsRequest.newBuilder()
                      .addArtifacts(artifact(type, prefix + i))
                      .build()));
      time(
          told,
          where,
          "put execution",
          i ->
              store.putExecutions(
                  PutExecutionsRequest.newBuilder()
                      .addExecutions(
                          Execution.newBuilder().setTypeId(executionType).setName(prefix + i))
                      .build()));
      time(
          told,
          where,
          "put execution with all",
          i ->
              store.putExecution(
                  PutExecutionRequest.newBuilder()
                      .setExecution(Execution.newBuilder().setTypeId(executionType))
                      .addArtifactEventPairs(
                          PutExecutionRequest.ArtifactAndEvent.newBuilder()
                              .setArtifact(artifact(type, prefix + "out-" + i))
                              .setEvent(Event.newBuilder().setType(Event.Type.OUTPUT)))
                      .addContexts(Context.newBuilder().setTypeId(contextType).setName(prefix + i))
                      .build()));
      time(
          told,
          where,
          "get artifact by id",
          i ->
              store.getArtifactsByID(
                  GetArtifactsByIDRequest.newBuilder().addArtifactIds(1 + i).build()));
      time(
          told,
          where,
          "get artifact by uri",
          i ->
              store.getArtifactsByURI(
                  GetArtifactsByURIRequest.newBuilder().addUris("/srv/x/" + prefix + i).build()));
      time(
          told,
          where,
          "get by type and name",
          i ->
              store.getArtifactByTypeAndName(
                  GetArtifactByTypeAndNameRequest.newBuilder()
                      .setTypeName("Examples")
                      .setArtifactName(prefix + i)
                      .build()));
      time(
          told,
          where,
          "get events by artifact",
          i ->
              store.getEventsByArtifactIDs(
                  GetEventsByArtifactIDsRequest.newBuilder().addArtifactIds(1 + i).build()));
    }
  }

  private static void time(boolean told, String where, String what, IntConsumer call) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      call.accept(i);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (told) {
      System.out.printf("%-22s %-28s %10.0f /s%n", where, what, CALLS / seconds);
    }
  }

  private static long artifactType(MetadataStore store) {
    return store
        .putArtifactType(
            PutArtifactTypeRequest.newBuilder()
                .setArtifactType(ArtifactType.newBuilder().setName("Examples"))
                .setCanAddFields(true)
                .build())
        .getTypeId();
  }

  private static Artifact artifact(long type, String name) {
    return Artifact.newBuilder()
        .setTypeId(type)
        .setName(name)
        .setUri("/srv/x/" + name)
        .putCustomProperties("span", Value.newBuilder().setIntValue(7).build())
        .putCustomProperties(
            "splits", Value.newBuilder().setStringValue("[\"train\",\"eval\"]").build())
        .build();
  }

  /** A hundred thousand runs of ten nodes in a chain, a million executions, and what is asked. */
  @Test
  void millionExecutions() throws Exception {
    try (var database = MetadataDatabase.open(directory.resolve("a.db"), Clock.systemUTC())) {
      var store = database.store();
      long start = System.nanoTime();
      fill(database);
      System.out.printf(
          "%d executions in %.0f s%n", RUNS * NODES, (System.nanoTime() - start) / 1e9);
      slowest(
          "execution by id",
          i ->
              store.getExecutionsByID(
                  GetExecutionsByIDRequest.newBuilder().addExecutionIds(1 + i).build()));
      slowest(
          "artifact by name",
          i ->
              store.getArtifactByTypeAndName(
                  GetArtifactByTypeAndNameRequest.newBuilder()
                      .setTypeName("Examples")
                      .setArtifactName("run-" + i / NODES + ":" + i % NODES)
                      .build()));
      slowest(
          "lineage of 3 hops",
          i ->
              store.getLineageSubgraph(
                  GetLineageSubgraphRequest.newBuilder()
                      .setLineageSubgraphQueryOptions(
                          LineageSubgraphQueryOptions.newBuilder()
                              .setStartingArtifacts(
                                  LineageSubgraphQueryOptions.StartingNodes.newBuilder()
                                      .setFilterQuery("id = " + (1 + i)))
                              .setMaxNumHops(3))
                      .build()));
      slowest("cache look-up", i -> cached(store, "key-" + i));
      slowest("list of runs", i -> database.runs().newest(20));
      var taxi = new RunFilter(Optional.of("taxi"), Optional.empty(), Optional.empty());
      slowest("runs of a pipeline", i -> database.runs().newest(taxi, 20));
      slowest("nodes of a run", i -> database.runs().nodes("run-" + i / NODES));
    }
  }

  private static Object cached(MetadataStore store, String key) {
    var context =
        store
            .getContextByTypeAndName(
                GetContextByTypeAndNameRequest.newBuilder()
                    .setTypeName("cache")
                    .setContextName(key)
                    .build())
            .getContext();
    return store.getExecutionsByContext(
        GetExecutionsByContextRequest.newBuilder()
            .setContextId(context.getId())
            .setOptions(ListOperationOptions.newBuilder().setMaxResultSize(1))
            .build());
  }

  private static void slowest(String what, IntConsumer call) {
    var random = new Random(3);
    var took = new double[200];
    for (int i = -20; i < took.length; i++) {
      int number = random.nextInt(RUNS * NODES);
      long start = System.nanoTime();
      call.accept(number);
      if (i >= 0) {
        took[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(took);
    System.out.printf(
        "%-20s median %6.2f ms, 99th percentile %6.2f ms%n", what, took[100], took[197]);
  }

  private static void fill(MetadataDatabase database) {
    var store = database.store();
    long type = artifactType(store);
    long executionType =
        store
            .putExecutionType(
                PutExecutionTypeRequest.newBuilder()
                    .setExecutionType(ExecutionType.newBuilder().setName("Gen"))
                    .build())
            .getTypeId();
    // Of the context types, then of the contexts of the nodes.
    var known = new ArrayList<Long>();
    for (var name : new String[] {"pipeline", "run", "node", "cache"}) {
      known.add(
          store
              .putContextType(
                  PutContextTypeRequest.newBuilder()
                      .setContextType(ContextType.newBuilder().setName(name))
                      .build())
              .getTypeId());
    }
    for (int node = 0; node < NODES; node++) {
      known.add(
          store
              .putContexts(
                  PutContextsRequest.newBuilder()
                      .addContexts(
                          Context.newBuilder().setTypeId(known.get(2)).setName("taxi.n" + node))
                      .build())
              .getContextIds(0));
    }
    int together = 100;
    for (int first = 0; first < RUNS; first += together) {
      int from = first;
      database.transact(
          () -> {
            for (int run = from; run < Math.min(from + together, RUNS); run++) {
              put(database, run, type, executionType, known);
            }
            return from;
          });
    }
  }

  private static void put(
      MetadataDatabase database, int run, long type, long executionType, ArrayList<Long> known) {
    var id = "run-" + run;
    var request = PutLineageSubgraphRequest.newBuilder();
    request.setOptions(
        PutLineageSubgraphRequest.Options.newBuilder().setReuseContextIfAlreadyExist(true));
    request.addContexts(Context.newBuilder().setTypeId(known.get(0)).setName("taxi"));
    request.addContexts(Context.newBuilder().setTypeId(known.get(1)).setName(id));
    var contexts = PutContextsRequest.newBuilder();
    for (int node = 0; node < NODES; node++) {
      contexts.addContexts(
          Context.newBuilder().setTypeId(known.get(3)).setName("key-" + (run * NODES + node)));
      request.addExecutions(
          Execution.newBuilder()
              .setTypeId(executionType)
              .setName(id + ":" + node)
              .setLastKnownState(Execution.State.COMPLETE));
      request.addArtifacts(artifact(type, id + ":" + node));
      request.addEventEdges(edge(node, node, Event.Type.OUTPUT));
      if (node > 0) {
        request.addEventEdges(edge(node, node - 1, Event.Type.INPUT));
      }
    }
    var executions = database.store().putLineageSubgraph(request.build()).getExecutionIdsList();
    var keys = database.store().putContexts(contexts.build()).getContextIdsList();
    var associations = PutAttributionsAndAssociationsRequest.newBuilder();
    for (int node = 0; node < NODES; node++) {
      for (long context : new long[] {known.get(4 + node), keys.get(node)}) {
        associations.addAssociations(
            Association.newBuilder().setExecutionId(executions.get(node)).setContextId(context));
      }
    }
    database.store().putAttributionsAndAssociations(associations.build());
    database
        .runs()
        .create(
            PipelineRun.starting(
                id,
                run % 2 == 0 ? "taxi" : "other",
                Instant.ofEpochSecond(run),
                ByteString.EMPTY,
                Map.of(),
                "me",
                true));
    var rows = new ArrayList<NodeRun>();
    for (int node = 0; node < NODES; node++) {
      rows.add(NodeRun.pending(id, "n" + node));
    }
    database.runs().put(rows);
  }

  private static EventEdge edge(int execution, int artifact, Event.Type type) {
    return EventEdge.newBuilder()
        .setExecutionIndex(execution)
        .setArtifactIndex(artifact)
        .setEvent(Event.newBuilder().setType(type))
        .build();
  }
}
