package io.tributary.core.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, from process to process, the digests of files: one whose path, identity, size and time
 * of modification are the same is not read again. Thread-safe.
 */
public final class DigestMemory implements FileDigests {
  private static final int MOST_REMEMBERED = 20_000;

  /** A file that was written this recently may be written again without a change of its time. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Path memory;
  private final Clock clock;
  private final Map<String, String> remembered = new LinkedHashMap<>();
  private boolean loaded;

  /** Whether the file is to be written anew. */
  private boolean forgotten;

  /**
   * @param memory the file that remembers
   * @param clock by which files are written
   */
  public DigestMemory(Path memory, Clock clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /** What can be seen of a file without reading it. */
  public record Seen(Path path, String identity, long size, Instant modified) {
    static Seen of(Path path, BasicFileAttributes attributes) {
      return new Seen(
          path,
          String.valueOf(attributes.fileKey()),
          attributes.size(),
          attributes.lastModifiedTime().toInstant());
    }

    /** A file, or all files of a directory, sorted by path. Behind a link is content, too. */
    public static List<Seen> below(Path source) throws IOException {
      var files = new TreeMap<Path, Seen>();
      Files.walkFileTree(
          source,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.put(file, of(file, attributes));
              return FileVisitResult.CONTINUE;
            }
          });
      return List.copyOf(files.values());
    }
  }

  /** Computes a digest by reading. */
  public interface Computation {
    String digest() throws IOException;
  }

  @Override
  public String of(Path file) throws IOException {
    var seen =
        Seen.of(file.toAbsolutePath(), Files.readAttributes(file, BasicFileAttributes.class));
    return recall("", List.of(seen), () -> Sha256.of(file));
  }

  /**
   * What {@code computation} gave for the same files.
   *
   * @param what tells apart what is computed of the same files
   */
  public String recall(String what, List<Seen> files, Computation computation) throws IOException {
    var settled = clock.instant().minus(FRESH);
    var stamp = stamp(what, files);
    var known = find(stamp);
    if (known != null) {
      return known;
    }
    var digest = computation.digest();
    if (files.stream().allMatch(file -> file.modified().isBefore(settled))) {
      remember(stamp, digest);
    }
    return digest;
  }

  private static String stamp(String what, List<Seen> files) {
    var text = new StringBuilder(what);
    for (var file : files) {
      text.append('\n').append(file.path()).append(' ').append(file.identity());
      var modified = file.modified();
      text.append(' ').append(file.size());
      text.append(' ').append(modified.getEpochSecond()).append('.').append(modified.getNano());
    }
    return Sha256.hex(text.toString().getBytes(UTF_8));
  }

  private synchronized @Nullable String find(String stamp) {
    if (!loaded) {
      loaded = true;
      load();
    }
    return remembered.get(stamp);
  }

  /** A memory that cannot be read is as good as an empty one. */
  private void load() {
    List<String> lines;
    try {
      lines = Files.readAllLines(memory);
    } catch (IOException e) {
      forgotten = !(e instanceof NoSuchFileException);
      return;
    }
    forgotten = lines.size() > MOST_REMEMBERED;
    for (var line : forgotten ? lines.subList(MOST_REMEMBERED / 2, lines.size()) : lines) {
      int space = line.indexOf(' ');
      // A line that another process has not finished writing is no longer than it should be.
      if (space == 64 && line.length() == 129) {
        remembered.put(line.substring(0, space), line.substring(space + 1));
      }
    }
  }

  /** That it cannot be remembered costs time, no more. */
  private synchronized void remember(String stamp, String digest) {
    remembered.put(stamp, digest);
    try {
      Files.createDirectories(memory.resolveSibling(""));
      if (forgotten) {
        var all = new StringBuilder();
        remembered.forEach(
            (known, value) -> all.append(known).append(' ').append(value).append('\n'));
        Files.writeString(memory, all);
        forgotten = false;
      } else {
        Files.writeString(memory, stamp + " " + digest + "\n", CREATE, APPEND);
      }
    } catch (IOException e) {
      forgotten = true;
    }
  }
}
