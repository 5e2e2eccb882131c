package io.tributary.core.artifact;

import io.tributary.api.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the payloads of artifacts. A payload goes through these steps, and the process may die
 * between and within any two of them:
 *
 * <ol>
 *   <li>{@link #stage}: an empty directory in the staging area, where the component writes;
 *   <li>{@link #seal}: the manifest is computed;
 *   <li>{@link #prepare}: the intent to commit is written down, with all that the commit needs: the
 *       point of no return;
 *   <li>{@link #publish}: every payload moves, in one step each, to its final place, and is on
 *       stable storage when this returns;
 *   <li>the metadata store commits; only now can anybody find the payloads;
 *   <li>{@link #discard}: the staging area is dropped.
 * </ol>
 *
 * <p>An attempt that was prepared can be published and committed by any process, as often as it
 * takes; one that was not is discarded. When it is not the process but the machine that crashes,
 * what was prepared may be lost or damaged: {@link #prepared} and {@link #isIntact} tell.
 * Thread-safe, as long as one attempt is worked on by one thread at a time.
 */
public interface ArtifactStore {

  /** The URI at which an artifact will be final; unique, because executions are. */
  String uri(String pipeline, String nodeId, String output, long executionId);

  /** The directory of a payload that was published. */
  Path path(String uri);

  /**
   * The staging directory of one output of an attempt: made, and empty, when first asked for.
   *
   * @throws IOException if it cannot be made
   */
  Path stage(Attempt attempt, String output) throws IOException;

  /** A directory for what the attempt keeps for itself; goes when the attempt is discarded. */
  Path scratch(Attempt attempt) throws IOException;

  /**
   * What a node of a run keeps from one attempt to the next; stays when an attempt is discarded.
   * What was kept of other work of the node is dropped.
   *
   * @param work tells what is worked on; the same work has the same text, fit for a file name
   */
  Checkpoints checkpoints(String runId, String nodeId, String work) throws IOException;

  /**
   * The runs a node of which has kept something of a work, sorted.
   *
   * @param work as it was told to {@link #checkpoints}
   */
  List<String> runsKeeping(String nodeId, String work) throws IOException;

  /**
   * A node of a run that has kept something.
   *
   * @param runId the run
   * @param nodeId the node
   */
  record Keeper(String runId, String nodeId) {}

  /** All nodes that have kept something, sorted by run and node. */
  List<Keeper> keepers() throws IOException;

  /** Drops what a node of a run has kept; nothing happens if there is nothing. */
  void dropCheckpoints(String runId, String nodeId) throws IOException;

  /** Ends the writing of one staged output: nothing may be written there any more. */
  Manifest seal(Attempt attempt, String output) throws IOException;

  /**
   * Writes down that the attempt will be committed, with what the commit consists of. An attempt
   * without outputs needs no such thing: there is nothing to publish before the commit.
   *
   * @param commit handed back by {@link #prepared}
   * @throws IllegalStateException if no output is staged
   */
  void prepare(Attempt attempt, byte[] commit) throws IOException;

  /**
   * What {@link #prepare} wrote down; empty if it was not called, or its record is damaged.
   *
   * @param uris where the outputs that the attempt can have are final; they may have been published
   *     already. Without them only what is still staged is looked at.
   */
  Optional<byte[]> prepared(Attempt attempt, Map<String, String> uris) throws IOException;

  /**
   * Moves sealed outputs to their final places. What was moved before stays; what lies there
   * although the output is still staged belongs to no execution of this database, which may have
   * been restored from a backup, and is replaced. When this returns the outputs survive a crash of
   * the machine.
   *
   * @param uris by output
   * @throws java.nio.file.NoSuchFileException if a payload is neither staged nor at its place
   */
  void publish(Attempt attempt, Map<String, String> uris) throws IOException;

  /** Drops the staging area of an attempt; nothing happens if there is none. */
  void discard(Attempt attempt) throws IOException;

  /** Drops what is left of staging areas in which nothing is staged. */
  void tidy() throws IOException;

  /** Drops a payload that was published and never committed; nothing happens if there is none. */
  void remove(String uri) throws IOException;

  /** The attempts that have a staging area, in no particular order. */
  List<Attempt> staged() throws IOException;

  /** Whether a payload is there with all files of its manifest, in their sizes. */
  boolean isComplete(String uri) throws IOException;

  /** The same of the payload with this {@link Manifest#digest}. */
  boolean isComplete(String uri, String digest) throws IOException;

  /** Whether a payload has exactly the files of its manifest, with their contents. */
  boolean isIntact(String uri) throws IOException;
}
