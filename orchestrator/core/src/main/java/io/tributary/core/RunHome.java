package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.core.artifact.ArtifactStore;
import io.tributary.core.artifact.LocalArtifactStore;
import io.tributary.core.launcher.RunSettings;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.grpc.MetadataClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The directory in which everything lives that runs leave behind: {@code metadata.db}, {@code
 * artifacts/}, {@code serving/}, {@code jars/}, and {@code runs/<run id>/<node id>.log}. The
 * metadata may live elsewhere, in a database that several homes share. Thread-safe.
 */
public final class RunHome implements AutoCloseable {
  /** Begins the address of a metadata database that is a file. */
  public static final String SQLITE = "sqlite:";

  private final Path directory;
  private final String metadataAddress;
  private final MetadataDatabase metadata;
  private final ArtifactStore artifacts;
  private final Clock clock;

  private RunHome(Path directory, String metadataAddress, MetadataDatabase metadata, Clock clock) {
    this.directory = directory;
    this.metadataAddress = metadataAddress;
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
    var absolute = absolute(directory);
    var file = ownMetadata(absolute);
    return new RunHome(absolute, SQLITE + file, MetadataDatabase.open(file, clock), clock);
  }

  /**
   * Opens a home whose metadata lives in the database of an address: {@code sqlite:FILE} or {@code
   * postgresql://...}, as in {@link MetadataDatabase#open(String, Clock)}, or that of a metadata
   * server, {@code grpc://host:port} or {@code grpcs://...}, as in {@link MetadataClient#of}.
   *
   * @throws MetadataException INVALID_ARGUMENT for an address of another form; UNAVAILABLE, and
   *     what the other method throws, if the database cannot be opened
   */
  public static RunHome open(Path directory, String metadataAddress, Clock clock) {
    return new RunHome(
        absolute(directory), metadataAddress, connect(metadataAddress, clock), clock);
  }

  /**
   * Opens the home in which a run was started, as the database remembers it; empty if the database
   * has no such run.
   */
  public static Optional<RunHome> ofRun(String runId, String metadataAddress, Clock clock) {
    var metadata = connect(metadataAddress, clock);
    try {
      var root = RunSettings.root(metadata.store(), runId);
      if (root.isPresent()) {
        return Optional.of(new RunHome(absolute(root.get()), metadataAddress, metadata, clock));
      }
    } catch (RuntimeException e) {
      metadata.close();
      throw e;
    }
    metadata.close();
    return Optional.empty();
  }

  private static MetadataDatabase connect(String address, Clock clock) {
    if (!MetadataClient.isAddress(address)) {
      return MetadataDatabase.open(address, clock);
    }
    try {
      return MetadataClient.of(address, System.getenv()).open();
    } catch (IOException e) {
      throw new MetadataException(
          MetadataException.Code.INVALID_ARGUMENT,
          "metadata server "
              + address
              + ": "
              + e.getMessage()
              + " (expected: readable certificates to trust); correct sslrootcert",
          e);
    }
  }

  private static Path ownMetadata(Path directory) {
    return directory.resolve("metadata.db");
  }

  private static Path absolute(Path directory) {
    return directory.toAbsolutePath().normalize();
  }

  /** Absolute. */
  public Path directory() {
    return directory;
  }

  /** What another process needs to open the same metadata; may hold a password. */
  public String metadataAddress() {
    return metadataAddress;
  }

  /** Whether the metadata lives in the directory itself. */
  public boolean hasOwnMetadata() {
    return metadataAddress.equals(SQLITE + ownMetadata(directory));
  }

  public MetadataDatabase metadata() {
    return metadata;
  }

  public ArtifactStore artifacts() {
    return artifacts;
  }

  /**
   * Makes sure that all artifacts here are known to the metadata database, and will be: their
   * places are named by numbers of executions, which another database gives out, too.
   *
   * @throws RunRefusedException if they are those of another database
   * @throws IOException if the mark that tells cannot be read or written
   */
  public void claimArtifacts() throws IOException {
    checkArtifacts();
    var mark = databaseMark();
    if (!isMarked(mark)) {
      Files.createDirectories(mark.resolveSibling(""));
      Files.writeString(mark, metadata.identity() + "\n");
    }
  }

  /** The same, of artifacts that are here already; writes nothing. */
  public void checkArtifacts() throws IOException {
    var mark = databaseMark();
    if (isMarked(mark) && !Files.readString(mark).strip().equals(metadata.identity())) {
      throw new RunRefusedException(
          new Explanation(
              "home " + directory + " > artifacts",
              "made under another metadata database than " + metadata.location(),
              "a home whose artifacts are all known to the database",
              "choose another with --home, or go back to that database; if it is no more, delete the folder artifacts"));
    }
  }

  private Path databaseMark() {
    return directory.resolve("artifacts").resolve(".database");
  }

  private static boolean isMarked(Path mark) throws IOException {
    return Files.exists(mark) && Files.size(mark) > 0;
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
