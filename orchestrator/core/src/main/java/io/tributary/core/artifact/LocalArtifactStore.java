package io.tributary.core.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.tributary.api.Checkpoints;
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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Payloads as directories of a local file system: staged as {@code
 * <root>/.staging/<run>/<node>~<attempt>~<output>}, final as {@code
 * <root>/<pipeline>/<node>/<output>/<execution id>}, checkpoints in {@code
 * <root>/.checkpoints/<run>/<node>/<work>}. All are on one file system, so that a rename is one
 * step. A payload carries its manifest as {@code .manifest}; one payload of every attempt, the last
 * one by the name of its output, carries the intent to commit as {@code .commit}.
 *
 * <p>An attempt that succeeds makes nothing that is deleted again: ext4 looks at every file that
 * was deleted in the last minutes before it makes one more.
 */
public final class LocalArtifactStore implements ArtifactStore {
  private static final String STAGING = ".staging";
  private static final String CHECKPOINTS = ".checkpoints";
  private static final char SEPARATOR = '~';
  private static final String COMMIT = ".commit";
  private static final String SCRATCH = ".scratch";

  /** Files of a payload's directory that are the store's own. */
  private static final Set<String> RESERVED = Set.of(Manifest.FILE_NAME, COMMIT);

  private static final int DIGEST_BYTES = 32;

  private final Path root;
  private final Path staging;
  private final Path checkpoints;

  /** Directories whose entries in their parents are on stable storage. */
  private final Set<Path> forced = ConcurrentHashMap.newKeySet();

  /** A store in {@code root}, which is made when something is written. */
  public LocalArtifactStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.staging = this.root.resolve(STAGING);
    this.checkpoints = this.root.resolve(CHECKPOINTS);
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

  private Path run(Attempt attempt) {
    return staging.resolve(attempt.runId());
  }

  private static String prefix(Attempt attempt) {
    return attempt.nodeId() + SEPARATOR + attempt.number() + SEPARATOR;
  }

  private Path staged(Attempt attempt, String output) {
    return run(attempt).resolve(prefix(attempt) + output);
  }

  /** What is staged of an attempt, in the order of names. */
  private List<Path> allStaged(Attempt attempt) throws IOException {
    var prefix = prefix(attempt);
    return children(run(attempt)).stream()
        .filter(child -> child.getFileName().toString().startsWith(prefix))
        .sorted(Comparator.comparing(child -> child.getFileName().toString()))
        .toList();
  }

  @Override
  public Path stage(Attempt attempt, String output) throws IOException {
    return Durable.makeDirectories(staged(attempt, output));
  }

  @Override
  public Path scratch(Attempt attempt) throws IOException {
    return Durable.makeDirectories(staged(attempt, SCRATCH));
  }

  private Path kept(String runId, String nodeId) {
    return checkpoints.resolve(runId).resolve(nodeId);
  }

  @Override
  public Checkpoints checkpoints(String runId, String nodeId, String work) throws IOException {
    for (var other : children(kept(runId, nodeId))) {
      if (!other.getFileName().toString().equals(work)) {
        Durable.deleteTree(other);
      }
    }
    return new FileCheckpoints(kept(runId, nodeId).resolve(work));
  }

  @Override
  public List<String> runsKeeping(String nodeId, String work) throws IOException {
    return children(checkpoints).stream()
        .map(run -> run.getFileName().toString())
        .filter(run -> Files.isDirectory(kept(run, nodeId).resolve(work)))
        .sorted()
        .toList();
  }

  @Override
  public List<Keeper> keepers() throws IOException {
    var keepers = new ArrayList<Keeper>();
    for (var run : children(checkpoints)) {
      for (var node : children(run)) {
        keepers.add(new Keeper(run.getFileName().toString(), node.getFileName().toString()));
      }
    }
    keepers.sort(Comparator.comparing(Keeper::runId).thenComparing(Keeper::nodeId));
    return keepers;
  }

  @Override
  public void dropCheckpoints(String runId, String nodeId) throws IOException {
    if (Files.exists(checkpoints)) {
      Durable.deleteTree(kept(runId, nodeId));
      Durable.deleteEmpty(checkpoints.resolve(runId), root);
    }
  }

  @Override
  public Manifest seal(Attempt attempt, String output) throws IOException {
    var payload = staged(attempt, output);
    for (var name : RESERVED) {
      Files.deleteIfExists(payload.resolve(name));
    }
    var manifest = new Manifest(files(payload));
    Files.writeString(payload.resolve(Manifest.FILE_NAME), manifest.format());
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

  /**
   * The record is preceded by a SHA-256 of it and of the attempt's name: one that a crash of the
   * machine cut off is none, nor is one that another attempt left behind.
   */
  @Override
  public void prepare(Attempt attempt, byte[] commit) throws IOException {
    var outputs = new ArrayList<>(allStaged(attempt));
    outputs.remove(staged(attempt, SCRATCH));
    if (outputs.isEmpty()) {
      throw new IllegalStateException(
          "attempt "
              + attempt
              + ": nothing is staged (expected: an output at least); commit it without preparing");
    }
    var record = new ByteArrayOutputStream(DIGEST_BYTES + commit.length);
    record.writeBytes(digest(attempt, commit));
    record.writeBytes(commit);
    Files.write(outputs.get(outputs.size() - 1).resolve(COMMIT), record.toByteArray());
  }

  private static byte[] digest(Attempt attempt, byte[] commit) {
    var digest = Sha256.create();
    digest.update(attempt.toString().getBytes(UTF_8));
    return digest.digest(commit);
  }

  @Override
  public Optional<byte[]> prepared(Attempt attempt, Map<String, String> uris) throws IOException {
    for (var payload : allStaged(attempt)) {
      var record = record(attempt, payload);
      if (record.isPresent()) {
        return record;
      }
    }
    for (var uri : uris.values()) {
      var record = record(attempt, contained(uri));
      if (record.isPresent()) {
        return record;
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> record(Attempt attempt, Path payload) throws IOException {
    byte[] record;
    try {
      record = Files.readAllBytes(payload.resolve(COMMIT));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
    if (record.length < DIGEST_BYTES) {
      return Optional.empty();
    }
    var commit = Arrays.copyOfRange(record, DIGEST_BYTES, record.length);
    return Arrays.equals(record, 0, DIGEST_BYTES, digest(attempt, commit), 0, DIGEST_BYTES)
        ? Optional.of(commit)
        : Optional.empty();
  }

  /** The payload that carries the intent to commit goes last: while another is staged, it is. */
  @Override
  public void publish(Attempt attempt, Map<String, String> uris) throws IOException {
    for (var output : new TreeMap<>(uris).entrySet()) {
      move(staged(attempt, output.getKey()), contained(output.getValue()));
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
    if (!path.startsWith(root)
        || path.equals(root)
        || path.startsWith(staging)
        || path.startsWith(checkpoints)) {
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
    var staged = allStaged(attempt);
    // The intent to commit goes first: what is left of a half-dropped attempt must never look
    // prepared.
    for (var directory : staged) {
      Files.deleteIfExists(directory.resolve(COMMIT));
    }
    for (var directory : staged) {
      Durable.deleteTree(directory);
    }
  }

  @Override
  public void tidy() throws IOException {
    for (var run : children(staging)) {
      Durable.deleteEmpty(run, staging);
    }
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
    int beforeOutput = entry.lastIndexOf(SEPARATOR);
    int beforeNumber = entry.lastIndexOf(SEPARATOR, beforeOutput - 1);
    if (beforeNumber <= 0) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(entry, beforeNumber + 1, beforeOutput, 10);
      return number > 0
          ? Optional.of(new Attempt(run, entry.substring(0, beforeNumber), number))
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
    return found.isPresent() && isComplete(uri, found.get());
  }

  @Override
  public boolean isComplete(String uri, String digest) throws IOException {
    var found = read(uri);
    return found.isPresent() && found.get().digest().equals(digest) && isComplete(uri, found.get());
  }

  private boolean isComplete(String uri, Manifest manifest) throws IOException {
    var payload = path(uri);
    for (var file : manifest.files()) {
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
    return found.isPresent() && isComplete(uri) && withoutReserved(uri).equals(found.get().files());
  }

  private List<Manifest.Entry> withoutReserved(String uri) throws IOException {
    return files(path(uri)).stream().filter(file -> !RESERVED.contains(file.path())).toList();
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
