package io.tributary.core.jar;

import io.tributary.api.Explanation;
import io.tributary.api.digest.Sha256;
import io.tributary.core.RunHome;
import io.tributary.core.artifact.Durable;
import io.tributary.core.launcher.DigestMemory;
import io.tributary.core.launcher.DigestMemory.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipFile;

/**
 * The folder {@code jars} of a home: every jar that a run was started with, once, under its digest.
 * They are copies, since who builds a jar again may write into the same file. A digest is computed
 * anew only if size, time or identity of the file have changed since it was last computed. Nothing
 * is ever deleted but what a run brought that could not be started. Thread-safe.
 */
public final class JarStore {
  private static final String SUFFIX = ".jar";

  /** Begins the names of files that are being written. */
  private static final String NEW = ".new-";

  /** The same of files that come from elsewhere, which may take its time. */
  private static final String UPLOAD = ".upload-";

  /** After that an upload was left by a process that died. */
  private static final Duration LONGEST_UPLOAD = Duration.ofDays(1);

  private final RunHome home;
  private final Path folder;
  private final DigestMemory memory;

  public JarStore(RunHome home) {
    this.home = home;
    folder = home.directory().resolve("jars");
    // The clock of the machine, not the home's: it is what tells the times of files.
    memory = new DigestMemory(home.directory().resolve("digests"), Clock.systemUTC());
  }

  /** Where the jar with a digest is kept, if it is. */
  public Path place(String digest) {
    return folder.resolve(digest + SUFFIX);
  }

  /**
   * Keeps jars and folders of classes, with the jars that they name in their manifests, for a run
   * that is about to be registered. Those the home has already, undamaged, are not written again.
   *
   * @throws IOException if one cannot be read, or the home cannot be written
   */
  public KeptJars keep(String runId, List<Path> given) throws IOException {
    if (given.isEmpty()) {
      return new KeptJars(home, runId, List.of(), List.of(), Turn.NONE);
    }
    var turn = turn();
    var jars = new ArrayList<RunJar>();
    var added = new ArrayList<Path>();
    try {
      if (turn.isHeld()) {
        sweep();
      }
      for (var path : ClassPath.complete(given)) {
        var source = Source.of(path);
        var digest = digest(source);
        if (!isWhole(digest)) {
          var written = write(source);
          digest = written.digest();
          if (!written.existed()) {
            added.add(place(digest));
          }
        }
        jars.add(new RunJar(digest, place(digest).toUri(), path.toUri()));
      }
      return new KeptJars(home, runId, jars, added, turn);
    } catch (IOException | RuntimeException e) {
      try (turn) {
        for (var jar : turn.isHeld() ? added : List.<Path>of()) {
          Files.deleteIfExists(jar);
        }
      }
      throw e;
    }
  }

  /**
   * Finds a jar of a run, as it was when the run was started. If the home has lost it, and it is
   * still where it was given, it is kept again.
   *
   * @param problems is told, if it is not found, where it was looked for and what was found there
   */
  public Optional<Path> find(RunJar jar, List<String> problems) throws IOException {
    if (isWhole(jar.digest())) {
      return Optional.of(place(jar.digest()));
    }
    var elsewhere = path(jar.uri());
    if (elsewhere.isPresent() && has(elsewhere.get(), jar.digest())) {
      return elsewhere;
    }
    var given = path(jar.given());
    if (given.isPresent() && has(given.get(), jar.digest())) {
      var turn = turn();
      try (turn) {
        // While it was waited, somebody else may have done it.
        if (isWhole(jar.digest()) || write(Source.of(given.get())).digest().equals(jar.digest())) {
          return Optional.of(place(jar.digest()));
        }
      }
    }
    problems.add(
        jar.name()
            + " (SHA-256 "
            + jar.digest()
            + "): "
            + state(Path.of(jar.uri()))
            + ", and "
            + given.map(this::state).orElse(jar.given() + " is no file"));
    return Optional.empty();
  }

  /** Whether jars and folders of classes are, in their order, those that a run remembers. */
  public boolean areSame(List<Path> given, List<RunJar> jars) {
    var digests = new ArrayList<String>();
    try {
      for (var path : ClassPath.complete(given)) {
        digests.add(digest(Source.of(path)));
      }
    } catch (IOException e) {
      return false; // missing, or being built
    }
    return digests.equals(jars.stream().map(RunJar::digest).toList());
  }

  /** Where a jar was given, if there is another one by now, or one that cannot be read. */
  public Optional<Path> successor(RunJar jar) {
    var given = path(jar.given());
    return given.isPresent() && Files.exists(given.get()) && !has(given.get(), jar.digest())
        ? given
        : Optional.empty();
  }

  /** A jar that is kept. */
  public record Kept(String digest, long size) {}

  /** All jars that are kept, by digest. */
  public List<Kept> all() throws IOException {
    var kept = new ArrayList<Kept>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "[0-9a-f]*" + SUFFIX)) {
        for (var file : files) {
          var name = file.getFileName().toString();
          var digest = name.substring(0, name.length() - SUFFIX.length());
          look(file).ifPresent(seen -> kept.add(new Kept(digest, seen.size())));
        }
      }
    }
    kept.sort(Comparator.comparing(Kept::digest));
    return kept;
  }

  /**
   * Keeps a jar that comes from elsewhere, wholly or not at all. No run brings it, and none takes
   * it away.
   *
   * @param digest what it has to be
   * @return whether it was not kept already; else nothing was read
   * @throws IllegalArgumentException if it has another digest, or is no jar
   * @throws IOException if it cannot be read to its end, or the home cannot be written
   */
  public boolean put(InputStream in, String digest) throws IOException {
    if (isWhole(digest)) {
      return false;
    }
    Files.createDirectories(folder);
    sweepUploads();
    var whole = folder.resolve(UPLOAD + UUID.randomUUID() + SUFFIX);
    try {
      var made = Sha256.create();
      try (var out = Files.newOutputStream(whole, StandardOpenOption.CREATE_NEW)) {
        in.transferTo(new DigestOutputStream(out, made));
      }
      var hex = Sha256.hex(made);
      if (!hex.equals(digest)) {
        throw refused(digest, "SHA-256 " + hex, "the digest that it is sent under");
      }
      try {
        new ZipFile(whole.toFile()).close();
      } catch (IOException e) {
        throw refused(digest, "unreadable: " + e.getMessage(), "a jar");
      }
      Durable.forceFile(whole);
      var turn = turn();
      try (turn) {
        Files.move(whole, place(digest), StandardCopyOption.ATOMIC_MOVE);
        Durable.forceDirectory(folder);
      }
      return true;
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static IllegalArgumentException refused(String digest, String value, String expected) {
    return new IllegalArgumentException(
        new Explanation("jar " + digest, value, expected, "send it whole, under its own digest")
            .toString());
  }

  private void sweepUploads() throws IOException {
    var old = Clock.systemUTC().instant().minus(LONGEST_UPLOAD);
    try (var left = Files.newDirectoryStream(folder, UPLOAD + "*")) {
      for (var file : left) {
        if (look(file)
            .filter(seen -> seen.lastModifiedTime().toInstant().isBefore(old))
            .isPresent()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** What is told of a file; empty if somebody has taken it away meanwhile. */
  private static Optional<BasicFileAttributes> look(Path file) throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Turn turn() throws IOException {
    Files.createDirectories(folder);
    return Turn.await(folder.resolve(".lock"));
  }

  private boolean isWhole(String digest) {
    return has(place(digest), digest);
  }

  /** Whether a jar has a digest; what cannot be read does not. */
  private boolean has(Path path, String digest) {
    try {
      return Files.exists(path) && digest(Source.of(path)).equals(digest);
    } catch (IOException e) {
      return false;
    }
  }

  private String state(Path path) {
    try {
      return Files.exists(path)
          ? path + " has the digest " + digest(Source.of(path))
          : path + " is missing";
    } catch (IOException e) {
      return path + " cannot be read: " + e;
    }
  }

  private static Optional<Path> path(URI uri) {
    try {
      return Optional.of(Path.of(uri));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * What a jar is made of.
   *
   * @param files the jar itself, or the files of the folder
   */
  private record Source(Path path, boolean isFolder, List<Seen> files) {
    static Source of(Path path) throws IOException {
      return new Source(path, Files.isDirectory(path), Seen.below(path));
    }

    void writeTo(OutputStream out) throws IOException {
      if (isFolder) {
        PackedClasses.write(path, files, out);
      } else {
        Files.copy(path, out);
      }
    }

    FileTime modified() {
      return FileTime.from(
          files.stream().map(Seen::modified).max(Comparator.naturalOrder()).orElse(Instant.EPOCH));
    }
  }

  /** Digest of the jar that a source is kept as. */
  private String digest(Source source) throws IOException {
    return source.isFolder()
        ? memory.recall("jar of " + source.path(), source.files(), () -> packedDigest(source))
        : memory.of(source.path());
  }

  private static String packedDigest(Source source) throws IOException {
    var digest = Sha256.create();
    source.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return Sha256.hex(digest);
  }

  /**
   * A jar that was put into the folder.
   *
   * @param digest of what was written, which may have changed since it was looked at
   * @param existed whether there was a file in its place before, whole or damaged
   */
  private record Written(String digest, boolean existed) {}

  /** Puts a jar into the folder, wholly or not at all. */
  private Written write(Source source) throws IOException {
    var whole = folder.resolve(NEW + UUID.randomUUID() + SUFFIX);
    var digest = Sha256.create();
    try {
      try (var out = Files.newOutputStream(whole, StandardOpenOption.CREATE_NEW)) {
        source.writeTo(new DigestOutputStream(out, digest));
      }
      requireReadable(whole, source.path());
      // Nobody writes to it any more: its digest can be remembered as soon as the source's can.
      Files.setLastModifiedTime(whole, source.modified());
      Durable.forceFile(whole);
      var hex = Sha256.hex(digest);
      boolean existed = Files.exists(place(hex));
      Files.move(whole, place(hex), StandardCopyOption.ATOMIC_MOVE);
      Durable.forceDirectory(folder);
      return new Written(hex, existed);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static void requireReadable(Path copy, Path source) throws IOException {
    try {
      new ZipFile(copy.toFile()).close();
    } catch (IOException e) {
      throw ClassPath.unreadable(source, e);
    }
  }

  /** Drops what processes left that died while they wrote. */
  private void sweep() throws IOException {
    try (var left = Files.newDirectoryStream(folder, NEW + "*")) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    }
  }
}
