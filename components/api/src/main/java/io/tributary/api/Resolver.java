package io.tributary.api;

/**
 * Chooses among artifacts that earlier runs published, for example the latest blessed model. A
 * resolver makes no artifacts and is never cached: what it chooses is part of the cache key of the
 * nodes below it.
 *
 * @param <O> the outputs: a record whose components are all {@code Channel}s
 */
public non-sealed interface Resolver<O extends Record> extends Step<O> {

  /** Selects artifacts for the outputs; an output for which nothing is selected is empty. */
  void resolve(Resolution<O> resolution) throws Exception;
}
