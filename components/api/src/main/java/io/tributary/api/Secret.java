package io.tributary.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Says where a secret is to be found. The secret itself is read while running, by {@link
 * Run#reveal}, and never reaches the IR, metadata, logs or a cache key.
 */
public sealed interface Secret {

  /** A secret in an environment variable of the process that runs the node. */
  static Secret environment(String variable) {
    return new EnvironmentVariable(variable);
  }

  /**
   * A secret in a file that the process that runs the node can read; one trailing line end is not
   * part of it.
   */
  static Secret file(Path path) {
    return new File(path);
  }

  record EnvironmentVariable(String name) implements Secret {
    public EnvironmentVariable {
      requireNonNull(name, "name");
    }
  }

  record File(Path path) implements Secret {
    public File {
      requireNonNull(path, "path");
    }
  }
}
