package io.tributary.api;

import java.io.IOException;
import java.util.Optional;

/**
 * What an execution keeps for the next attempt at the same work, should it not come to its end:
 * results of parts that then need not be done again. Kept over retries, and when a run is resumed
 * after its process was killed, as long as inputs, parameters, code and seed of the node are the
 * same; dropped when the node has completed, or when another run has come to the same outputs while
 * nobody worked on this one. A node that is never cached, such as an exit handler, keeps nothing
 * from one attempt to the next. Thread-safe.
 */
public interface Checkpoints {

  /**
   * What was put last under that name; empty if nothing was.
   *
   * @param name letters, digits, {@code -}, {@code _} and {@code .}, a letter or digit first
   */
  Optional<byte[]> find(String name) throws IOException;

  /**
   * Keeps {@code content}, instead of what was under that name. All of it or, if the process dies
   * before this returns, perhaps nothing of it; on stable storage when it returns.
   *
   * @param name letters, digits, {@code -}, {@code _} and {@code .}, a letter or digit first
   */
  void put(String name, byte[] content) throws IOException;
}
