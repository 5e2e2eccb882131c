package io.tributary.core.artifact;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Payloads as directories of a local file system: staged under {@code
 * <root>/.staging/<run>/<node>~<attempt>/<output>}, with the intent to commit beside them in {@code
 * <node>~<attempt>.commit}; final under {@code <root>/<pipeline>/<node>/<output>/<execution id>}.
 * Both are on one file system, so that a rename is one step. A payload carries its manifest as
 * {@code .manifest}.
 */
public final class LocalArtifactStore implements ArtifactStore {
  private static final String STAGING = ".staging";
  private static final char BEFORE_NUMBER = '~';
  private static final String COMMIT = ".commit";
  private static final String SCRATCH = ".scratch";

  private static final int DIGEST_BYTES = 32;

  private final Path root;
  private final Path staging;

  /** Directories whose entries in their parents are on stable storage. */
  private final Set<Path> forced = ConcurrentHashMap.newKeySet();

  /** A store in {@code root}, which is made when something is written. */
  public LocalArtifactStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.staging = this.root.resolve(STAGING);
  }

  @Override
  public String uri(String pipeline, String nodeId, String output, long executionId) {
    return root.resolve(pipeline)
        .resolve(nodeId)
        .resolve(output)
        .resolve(Long.toString(executionId))
        .toString();
  }

  @Override
  public Path path(String uri) {
    return Path.of(uri);
  }

  private Path directory(Attempt attempt) {
    return staging
        .resolve(attempt.runId())
        .resolve(attempt.nodeId() + BEFORE_NUMBER + attempt.number());
  }

  private Path intent(Attempt attempt) {
    var directory = directory(attempt);
    return directory.resolveSibling(directory.getFileName() + COMMIT);
  }

  @Override
  public Path stage(Attempt attempt, String output) throws IOException {
    return Durable.makeDirectories(directory(attempt).resolve(output));
  }

  @Override
  public Path scratch(Attempt attempt) throws IOException {
    return Durable.makeDirectories(directory(attempt).resolve(SCRATCH));
  }

  @Override
  public Manifest seal(Attempt attempt, String output) throws IOException {
    var payload = directory(attempt).resolve(output);
    var manifestFile = payload.resolve(Manifest.FILE_NAME);
    Files.deleteIfExists(manifestFile);
    var manifest = new Manifest(files(payload));
    Files.writeString(manifestFile, manifest.format());
    return manifest;
  }

  private static List<Manifest.Entry> files(Path payload) throws IOException {
    var files = new ArrayList<Manifest.Entry>();
    Files.walkFileTree(
        payload,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var name = name(payload, file);
            if (!attributes.isRegularFile()) {
              throw refusal(name, "no regular file", "directories and regular files only");
            }
            if (name.chars().anyMatch(c -> c < ' ')) {
              throw refusal(name, "a control character in the name", "printable file names");
            }
            files.add(new Manifest.Entry(name, attributes.size(), Sha256.of(file)));
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.comparing(Manifest.Entry::path));
    return files;
  }

  private static String name(Path payload, Path file) {
    return payload.relativize(file).toString().replace('\\', '/');
  }

  private static ExecutionFailure refusal(String file, String found, String expected) {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_DATA,
        new Explanation(
            "output > file '" + file + "'",
            found,
            expected,
            "write the content itself into the output's directory"));
  }

  /** The record is preceded by its SHA-256: one that a crash of the machine cut off is none. */
  @Override
  public void prepare(Attempt attempt, byte[] commit) throws IOException {
    var record = new ByteArrayOutputStream(commit.length + DIGEST_BYTES);
    record.writeBytes(Sha256.create().digest(commit));
    record.writeBytes(commit);
    Durable.write(intent(attempt), record.toByteArray());
  }

  @Override
  public Optional<byte[]> prepared(Attempt attempt) throws IOException {
    byte[] record;
    try {
      record = Files.readAllBytes(intent(attempt));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (record.length < DIGEST_BYTES) {
      return Optional.empty();
    }
    var commit = Arrays.copyOfRange(record, DIGEST_BYTES, record.length);
    var digest = Arrays.copyOf(record, DIGEST_BYTES);
    return Arrays.equals(digest, Sha256.create().digest(commit))
        ? Optional.of(commit)
        : Optional.empty();
  }

  @Override
  public void publish(Attempt attempt, Map<String, String> uris) throws IOException {
    for (var output : uris.entrySet()) {
      move(directory(attempt).resolve(output.getKey()), contained(output.getValue()));
    }
    for (var uri : uris.values()) {
      force(contained(uri));
    }
  }

  /**
   * Moves a payload, before anything is deleted: whoever comes late, when another process has moved
   * it, finds nothing to move and harms nothing.
   */
  private static void move(Path staged, Path target) throws IOException {
    Durable.makeDirectories(target.resolveSibling(""));
    try {
      Files.move(staged, target, ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
    } catch (FileSystemException e) {
      if (!Files.isDirectory(staged) || !Files.isDirectory(target)) {
        throw e;
      }
      Durable.deleteTree(target);
      Files.move(staged, target, ATOMIC_MOVE);
    }
  }

  /** Brings a payload, and the way that leads to it, to stable storage. */
  private void force(Path payload) throws IOException {
    Durable.forceTree(payload);
    var path = payload.resolve("..").normalize();
    Durable.forceDirectory(path);
    for (; path.startsWith(root) && !forced.contains(path); path = path.resolve("..").normalize()) {
      Durable.forceDirectory(path.resolve("..").normalize());
      forced.add(path);
    }
  }

  private Path contained(String uri) throws IOException {
    var path = Path.of(uri).normalize();
    if (!path.startsWith(root) || path.equals(root) || path.startsWith(staging)) {
      throw new IOException(
          "artifact store: "
              + uri
              + " (expected: a place below "
              + root
              + "); the metadata database belongs to another home");
    }
    return path;
  }

  @Override
  public void discard(Attempt attempt) throws IOException {
    // The intent to commit goes first: what is left of a half-dropped attempt must never look
    // prepared.
    Files.deleteIfExists(intent(attempt));
    var directory = directory(attempt);
    Durable.deleteTree(directory);
    Durable.deleteEmpty(directory.resolveSibling(""), staging);
  }

  @Override
  public void remove(String uri) throws IOException {
    var payload = contained(uri);
    Files.deleteIfExists(payload.resolve(Manifest.FILE_NAME));
    Durable.deleteTree(payload);
    forced.clear();
    Durable.deleteEmpty(payload, root);
  }

  @Override
  public List<Attempt> staged() throws IOException {
    var attempts = new LinkedHashSet<Attempt>();
    for (var run : children(staging)) {
      for (var entry : children(run)) {
        attempt(run.getFileName().toString(), entry.getFileName().toString())
            .ifPresent(attempts::add);
      }
    }
    return List.copyOf(attempts);
  }

  /** Empty for what others, such as a file manager, have left there. */
  private static Optional<Attempt> attempt(String run, String entry) {
    var name =
        entry.endsWith(COMMIT) ? entry.substring(0, entry.length() - COMMIT.length()) : entry;
    int end = name.lastIndexOf(BEFORE_NUMBER);
    try {
      int number = Integer.parseInt(name.substring(end + 1));
      return end > 0 && number > 0
          ? Optional.of(new Attempt(run, name.substring(0, end), number))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  @Override
  public boolean isComplete(String uri) throws IOException {
    var found = read(uri);
    if (found.isEmpty()) {
      return false;
    }
    var payload = path(uri);
    for (var file : found.get().files()) {
      var path = payload.resolve(file.path());
      if (!Files.isRegularFile(path) || Files.size(path) != file.size()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isIntact(String uri) throws IOException {
    var found = read(uri);
    return found.isPresent() && isComplete(uri) && withoutManifest(uri).equals(found.get().files());
  }

  private List<Manifest.Entry> withoutManifest(String uri) throws IOException {
    return files(path(uri)).stream()
        .filter(file -> !file.path().equals(Manifest.FILE_NAME))
        .toList();
  }

  @Override
  public Manifest manifest(String uri) throws IOException {
    return read(uri)
        .orElseThrow(
            () ->
                new IOException(
                    path(uri).resolve(Manifest.FILE_NAME)
                        + ": missing or damaged (expected: the manifest of the payload); run the node again without cache"));
  }

  private Optional<Manifest> read(String uri) throws IOException {
    try {
      return Manifest.parse(Files.readString(path(uri).resolve(Manifest.FILE_NAME)));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
