package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.core.artifact.ArtifactStore;
import io.tributary.core.artifact.LocalArtifactStore;
import io.tributary.metadata.MetadataDatabase;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The directory in which everything lives that runs leave behind: {@code metadata.db}, {@code
 * artifacts/}, {@code serving/}, and {@code runs/<run id>/<node id>.log}. Thread-safe.
 */
public final class RunHome implements AutoCloseable {
  private final Path directory;
  private final MetadataDatabase metadata;
  private final ArtifactStore artifacts;
  private final Clock clock;

  private RunHome(Path directory, MetadataDatabase metadata, Clock clock) {
    this.directory = directory;
    this.metadata = metadata;
    this.artifacts = new LocalArtifactStore(directory.resolve("artifacts"));
    this.clock = clock;
  }

  /**
   * Opens a home, making the directory and the database if they do not exist.
   *
   * @throws io.tributary.metadata.MetadataException if the database cannot be opened:
   *     PERMISSION_DENIED, DATA_LOSS, FAILED_PRECONDITION
   */
  public static RunHome open(Path directory, Clock clock) {
    requireNonNull(clock, "clock");
    var absolute = directory.toAbsolutePath().normalize();
    return new RunHome(
        absolute, MetadataDatabase.open(absolute.resolve("metadata.db"), clock), clock);
  }

  /** Absolute. */
  public Path directory() {
    return directory;
  }

  public MetadataDatabase metadata() {
    return metadata;
  }

  public ArtifactStore artifacts() {
    return artifacts;
  }

  /** The directory of the serving tier's model repository; may not exist yet. */
  public Path serving() {
    return directory.resolve("serving");
  }

  /** The log of a node in a run; may not exist. */
  public Path log(String runId, String nodeId) {
    return directory.resolve("runs").resolve(runId).resolve(nodeId + ".log");
  }

  public Clock clock() {
    return clock;
  }

  @Override
  public void close() {
    metadata.close();
  }
}
