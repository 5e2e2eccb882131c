package io.tributary.data.source;

import java.io.IOException;

/** Where rows go that cannot be read, in the order in which they are found. Not thread-safe. */
@FunctionalInterface
public interface Quarantine {

  /** Keeps a row. */
  void add(BadRow row) throws IOException;
}
