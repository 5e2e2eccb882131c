package io.tributary.api;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A published artifact, to be read. Immutable.
 *
 * @param <A> the type of artifact
 */
public interface InputArtifact<A extends Artifact> {

  /** Id in the metadata store. */
  long id();

  /** Where the payload is. */
  String uri();

  /** The payload's directory. */
  Path path();

  /** SHA-256 over names and contents of all files of the payload, in hexadecimal. */
  String digest();

  <T> Optional<T> property(Property<A, T> property);

  /** Names of the splits, in order; empty for types without splits. */
  List<String> splits();

  /** The directory of a split. */
  default Path split(String name) {
    return path().resolve("Split-" + name);
  }
}
