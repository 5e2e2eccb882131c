package io.tributary.metadata;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Pipeline runs and the state of their nodes. Thread-safe; every method throws {@link
 * MetadataException}.
 */
public interface RunStore {

  /** Stores a new run; ALREADY_EXISTS if its id is taken. */
  void create(PipelineRun run);

  /** The run of this id. */
  Optional<PipelineRun> find(String runId);

  /** The newest runs of all pipelines, newest first, at most {@code limit}. */
  default List<PipelineRun> newest(int limit) {
    return newest(RunFilter.ALL, limit);
  }

  /**
   * The newest runs that a filter lets pass, newest first, at most {@code limit}; NOT_FOUND if they
   * are to be older than a run that there is not.
   */
  List<PipelineRun> newest(RunFilter filter, int limit);

  /**
   * Ends a run, now; NOT_FOUND if there is no such run, FAILED_PRECONDITION if it ended already in
   * another state, INVALID_ARGUMENT for RUNNING.
   */
  PipelineRun finish(String runId, RunState state, String message);

  /**
   * Makes a run RUNNING again, with a new owner, to be resumed; a run that still counts as running
   * may be reopened too. NOT_FOUND if there is no such run.
   */
  PipelineRun reopen(String runId, String owner);

  /**
   * Stores the state of one node, in place of what was stored for it; NOT_FOUND if there is no such
   * run.
   */
  void put(NodeRun node);

  /** Stores the states of several nodes, all or none. */
  void put(Collection<NodeRun> nodes);

  /** The state of one node. */
  Optional<NodeRun> node(String runId, String nodeId);

  /** The nodes of a run, in the order in which they were first put. */
  List<NodeRun> nodes(String runId);
}
