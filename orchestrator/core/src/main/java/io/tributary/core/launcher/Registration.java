package io.tributary.core.launcher;

import io.tributary.api.Explanation;
import io.tributary.core.RunHome;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.artifact.Attempt;
import io.tributary.core.compiler.Compiler;
import io.tributary.metadata.AuditEntry;
import io.tributary.metadata.Lease;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.PipelineRun;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.ParentContext;
import io.tributary.proto.mlmd.PutContextsRequest;
import io.tributary.proto.mlmd.PutParentContextsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run, or one node of it, that this process has the right to work on.
 *
 * @param settings as the run was started with
 * @param nodes what is stored of its nodes
 */
record Registration(Lease lease, Types types, RunSettings settings, List<NodeRun> nodes) {
  private static final String PREFIX = "run/";

  /** What no node can be named. */
  private static final String CONDUCTOR = ".conductor";

  /**
   * Creates the run of a request, or reopens it, in one transaction.
   *
   * @throws RunRefusedException if it exists, does not exist, or is somebody else's
   */
  static Registration of(RunRequest request, RunHome home) {
    var database = home.metadata();
    return database.transact(
        () -> {
          var stored = database.runs().find(request.runId());
          if (request.resume()) {
            return resume(
                request, home, stored.orElseThrow(() -> new RunRefusedException(unknown(request))));
          }
          if (stored.isPresent()) {
            throw new RunRefusedException(taken(request));
          }
          return create(request, home, key(request.runId()));
        });
  }

  /**
   * Takes up one node of the run of a request, in one transaction: creates the run if it does not
   * exist, and reopens it if it had ended without this node. Other processes may work on other
   * nodes.
   *
   * @throws RunRefusedException if another process works on the node or on the whole run, or if the
   *     run was started otherwise
   */
  static Registration ofNode(RunRequest request, String node, RunHome home) {
    var database = home.metadata();
    return database.transact(
        () -> {
          var stored = database.runs().find(request.runId());
          if (stored.isEmpty()) {
            NodeSession.requireReady(request, NodeSession.find(request, node), Set.of());
            return create(request, home, key(request.runId(), node));
          }
          requireSame(request, stored.get());
          var identity = ProcessIdentity.current();
          exclude(request, home, key(request.runId()), identity);
          var lease = lease(request, home, key(request.runId(), node), identity);
          var nodes = database.runs().nodes(request.runId());
          var own = nodes.stream().filter(row -> row.nodeId().equals(node)).findFirst();
          boolean succeeded = own.isPresent() && own.get().state().succeeded();
          if (stored.get().state().ended() && !succeeded) {
            database.runs().reopen(request.runId(), owner(identity));
          }
          if (own.isPresent() && own.get().state().ended() && !succeeded) {
            database.runs().put(new SetBack(request.pipeline(), nodes).forNode(node));
            nodes = database.runs().nodes(request.runId());
          }
          var types = Types.register(database.store(), request.pipeline());
          var settings = RunSettings.stored(home, request.runId(), request.settings());
          return new Registration(lease, types, settings, nodes);
        });
  }

  /**
   * Takes the right to conduct a run whose nodes others will work on. It is asked for while the
   * run's own lease is held, and outlives that: nobody resumes the run meanwhile, nodes can be
   * taken up.
   *
   * @throws RunRefusedException if another process conducts the run
   */
  static Lease ofConductor(RunRequest request, RunHome home) {
    return home.metadata()
        .transact(
            () -> lease(request, home, key(request.runId(), CONDUCTOR), ProcessIdentity.current()));
  }

  private static Registration create(RunRequest request, RunHome home, String leased) {
    var database = home.metadata();
    var pipeline = request.pipeline();
    var identity = ProcessIdentity.current();
    var lease = lease(request, home, leased, identity);
    var types = Types.register(database.store(), pipeline);
    long parent =
        findContext(home, Ledger.PIPELINE_CONTEXT, pipeline.getId())
            .orElseGet(
                () ->
                    putContext(
                        home,
                        Context.newBuilder()
                            .setTypeId(types.context(Ledger.PIPELINE_CONTEXT))
                            .setName(pipeline.getId())));
    var run =
        Context.newBuilder().setTypeId(types.context(RunContexts.TYPE)).setName(request.runId());
    request.settings().store(run, home);
    long child = putContext(home, run);
    database
        .store()
        .putParentContexts(
            PutParentContextsRequest.newBuilder()
                .addParentContexts(ParentContext.newBuilder().setParentId(parent).setChildId(child))
                .build());
    database
        .runs()
        .create(
            PipelineRun.starting(
                request.runId(),
                pipeline.getId(),
                home.clock().instant(),
                Compiler.bytes(pipeline),
                request.parameters(),
                owner(identity),
                request.cacheEnabled()));
    var nodes = new ArrayList<NodeRun>();
    pipeline
        .getNodesList()
        .forEach(node -> nodes.add(NodeRun.pending(request.runId(), node.getId())));
    database.runs().put(nodes);
    note(request, home, "run.start", "pipeline " + pipeline.getId());
    return new Registration(lease, types, request.settings(), nodes);
  }

  private static Registration resume(RunRequest request, RunHome home, PipelineRun stored) {
    requireSame(request, stored);
    var identity = ProcessIdentity.current();
    exclude(request, home, key(request.runId(), CONDUCTOR), identity);
    for (var node : request.pipeline().getNodesList()) {
      exclude(request, home, key(request.runId(), node.getId()), identity);
    }
    var lease = lease(request, home, key(request.runId()), identity);
    home.metadata().runs().reopen(request.runId(), owner(identity));
    var runs = home.metadata().runs();
    runs.put(new SetBack(request.pipeline(), runs.nodes(request.runId())).forResumption());
    var types = Types.register(home.metadata().store(), request.pipeline());
    request.settings().replaceJars(home.metadata().store(), request.runId());
    note(request, home, "run.resume", "pipeline " + stored.pipeline());
    var settings = RunSettings.stored(home, request.runId(), request.settings());
    return new Registration(lease, types, settings, runs.nodes(request.runId()));
  }

  private static void note(RunRequest request, RunHome home, String action, String message) {
    request
        .actor()
        .map(
            actor ->
                AuditEntry.of(
                    home.clock().instant(),
                    actor,
                    action,
                    request.runId(),
                    AuditEntry.Outcome.DONE,
                    message))
        .ifPresent(home.metadata().audit()::append);
  }

  private static void requireSame(RunRequest request, PipelineRun stored) {
    if (!stored.ir().equals(Compiler.bytes(request.pipeline()))
        || !stored.parameters().equals(request.parameters())) {
      throw new RunRefusedException(
          new Explanation(
              where(request),
              "another pipeline or other parameters than the run was started with",
              "the same",
              "resume it as it was started, or start a new run; what has not changed is reused"));
    }
  }

  private static Optional<Long> findContext(RunHome home, String type, String name) {
    var response =
        home.metadata()
            .store()
            .getContextByTypeAndName(
                GetContextByTypeAndNameRequest.newBuilder()
                    .setTypeName(type)
                    .setContextName(name)
                    .build());
    return response.hasContext() ? Optional.of(response.getContext().getId()) : Optional.empty();
  }

  private static long putContext(RunHome home, Context.Builder context) {
    return home.metadata()
        .store()
        .putContexts(PutContextsRequest.newBuilder().addContexts(context).build())
        .getContextIds(0);
  }

  /** Takes a lease, if need be from a process of this machine that is dead. */
  private static Lease lease(
      RunRequest request, RunHome home, String key, ProcessIdentity identity) {
    requireFree(request, home, key);
    return take(home, key, identity)
        .orElseThrow(
            () ->
                RunRefusedException.busy(
                    held(request, home.metadata().leases().find(key).orElseThrow())));
  }

  /** Takes a lease that no living process has. */
  private static Optional<Lease> take(RunHome home, String key, ProcessIdentity identity) {
    var leases = home.metadata().leases();
    leases.find(key).ifPresent(leases::release);
    return leases.acquire(key, identity.format(), LeaseKeeper.TTL);
  }

  /**
   * Makes sure that nobody works under a lease, not even a process that was asleep while it expired
   * and would renew it.
   */
  private static void exclude(
      RunRequest request, RunHome home, String key, ProcessIdentity identity) {
    home.metadata().leases().release(lease(request, home, key, identity));
  }

  private static void requireFree(RunRequest request, RunHome home, String key) {
    holder(home, key)
        .ifPresent(
            lease -> {
              throw RunRefusedException.busy(held(request, lease));
            });
  }

  private static String key(String runId) {
    return PREFIX + runId;
  }

  private static String key(String runId, String node) {
    return key(runId) + "/" + node;
  }

  /** The lease of a process that lives, as far as can be told from here. */
  private static Optional<Lease> holder(RunHome home, String key) {
    return home.metadata()
        .leases()
        .find(key)
        .filter(held -> !ProcessIdentity.current().knowsDead(held.owner()));
  }

  /** The lease of a living process that holds a run, conducts it, or holds one of these nodes. */
  static Optional<Lease> holder(RunHome home, String runId, List<String> nodes) {
    return Stream.concat(
            Stream.of(key(runId), key(runId, CONDUCTOR)),
            nodes.stream().map(node -> key(runId, node)))
        .flatMap(key -> holder(home, key).stream())
        .findFirst();
  }

  /**
   * Makes sure that nobody works on an attempt, not even a process that was asleep while its lease
   * expired and would renew it.
   *
   * @return false if somebody does, as far as can be told from here, or if the run is unknown
   */
  static boolean exclude(RunHome home, Attempt attempt) {
    return exclude(
        home, attempt.runId(), key(attempt.runId()), key(attempt.runId(), attempt.nodeId()));
  }

  /**
   * The same for a node of a run, which nobody must be about to try again either: who conducts the
   * run may be.
   */
  static boolean excludeNode(RunHome home, String runId, String node) {
    return exclude(home, runId, key(runId), key(runId, CONDUCTOR), key(runId, node));
  }

  private static boolean exclude(RunHome home, String runId, String... keys) {
    var database = home.metadata();
    return database.transact(
        () -> {
          if (database.runs().find(runId).isEmpty()
              || Stream.of(keys).anyMatch(key -> holder(home, key).isPresent())) {
            return false;
          }
          var identity = ProcessIdentity.current();
          for (var key : keys) {
            take(home, key, identity).ifPresent(database.leases()::release);
          }
          return true;
        });
  }

  private static String owner(ProcessIdentity identity) {
    return System.getProperty("user.name", "somebody")
        + "@"
        + identity.host()
        + ", process "
        + identity.pid();
  }

  private static String where(RunRequest request) {
    return "run '" + request.runId() + "' of pipeline '" + request.pipeline().getId() + "'";
  }

  private static Explanation taken(RunRequest request) {
    return new Explanation(
        where(request),
        "exists already",
        "an id that no run has",
        "choose another id, or go on with the run: tributary resume " + request.runId());
  }

  private static Explanation unknown(RunRequest request) {
    return new Explanation(
        where(request),
        "unknown",
        "a run that was started in this home",
        "tributary runs lists them");
  }

  private static Explanation held(RunRequest request, Lease lease) {
    boolean conducted = lease.key().equals(key(request.runId(), CONDUCTOR));
    return new Explanation(
        where(request),
        (conducted
                ? request.runId() + " is conducted by process "
                : lease.key().substring(PREFIX.length()).replaceFirst("/", " > node ")
                    + " is held by process ")
            + lease.owner()
            + " until "
            + lease.expires(),
        "no process that is working on it",
        "wait for that process or stop it; if it died on another machine, wait until its lease has expired");
  }
}
