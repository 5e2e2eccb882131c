package io.tributary.data.source;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;

/**
 * The files that a path names: itself; for a directory, what in it has one of some endings; for a
 * pattern, what matches it.
 *
 * @param input the path as it was given
 * @param files in the order of their names; at least one
 */
public record SourceFiles(Path input, List<Path> files) {
  public SourceFiles {
    requireNonNull(input, "input");
    files = List.copyOf(files);
  }

  /**
   * Finds the files. In a pattern, {@code *} is any characters of a name, {@code ?} one, {@code
   * [ab]} one of some, {@code {a,b}} one of several texts, and {@code **} any characters across
   * directories, and {@code **}{@code /} any directories or none. Hidden files, and what is in
   * hidden directories below the first wildcard, are left out, as are subdirectories of a
   * directory. Links to files and directories are followed; what a pattern finds under several
   * names is read once, under the first of them.
   *
   * @param endings of the files that count in a directory, such as {@code .csv}, in any case; a
   *     file that is named, or that matches a pattern, counts whatever its ending
   * @throws ExecutionFailure if there is nothing to read at {@code input}, or it may not be read
   */
  public static SourceFiles at(Path input, List<String> endings) throws IOException {
    if (input.toString().isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "''",
              "an empty path",
              "a file, a directory or a pattern",
              "name the current one by ."));
    }
    if (Files.isDirectory(input)) {
      return new SourceFiles(input, inDirectory(input, endings));
    }
    if (Files.isRegularFile(input)) {
      return new SourceFiles(input, List.of(input));
    }
    if (Files.exists(input)) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              input.toString(),
              "a pipe or a device",
              "a file, which can be read more than once",
              "write what comes out of it into a file"));
    }
    if (isPattern(input.toString())) {
      return new SourceFiles(input, matching(input));
    }
    throw failure(input, new NoSuchFileException(input.toString()));
  }

  /**
   * SHA-256 over the contents of the files in order, in hexadecimal: the digest of the files'
   * digests. Names and times do not count.
   */
  public String digest(FileDigests digests) throws IOException {
    var all = Sha256.create();
    for (var file : files) {
      try {
        all.update(HexFormat.of().parseHex(digests.of(file)));
      } catch (IOException e) {
        throw failure(file, e);
      }
    }
    return Sha256.hex(all);
  }

  /** What the system says of the files now, in their order. */
  public List<FileState> states() {
    return files.stream().map(FileState::of).toList();
  }

  /** Why a file or directory cannot be read, for people. */
  public static ExecutionFailure failure(Path path, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              path.toString(),
              "no such file or directory",
              "a file, a directory of files, or a pattern such as data/*.csv",
              path.isAbsolute()
                  ? "check the path"
                  : "check the path, which is taken from " + Path.of("").toAbsolutePath()),
          cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new ExecutionFailure(
          Code.PERMISSION_DENIED,
          new Explanation(
              path.toString(),
              "may not be read",
              "read permission for this process",
              "give the user who runs the pipeline access to it"),
          cause);
    }
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            path.toString(),
            "cannot be read (" + cause + ")",
            "a readable file",
            "check the disk or the mount"),
        cause);
  }

  /** Bytes are not as they were when they were first looked at. */
  public static ExecutionFailure changed(Path path, String found) {
    return new ExecutionFailure(
        Code.FAILED_PRECONDITION,
        new Explanation(
            path.toString(),
            "changed while it was read (" + found + ")",
            "files that stay as they are",
            "run again when nobody writes to it; have writers rename finished files into place"));
  }

  private static List<Path> inDirectory(Path input, List<String> endings) throws IOException {
    List<Path> entries;
    try (var listed = Files.list(input)) {
      entries = listed.sorted().toList();
    } catch (IOException e) {
      throw failure(input, e);
    }
    var files =
        entries.stream()
            .filter(entry -> !isHidden(entry) && endsWith(entry, endings))
            .filter(Files::isRegularFile)
            .toList();
    if (files.isEmpty()) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              input.toString(),
              entries.isEmpty()
                  ? "an empty directory"
                  : "a directory of "
                      + entries.size()
                      + (entries.size() == 1 ? " entry, '" : " entries, such as '")
                      + name(entries.get(0))
                      + "'",
              "at least one file that ends with " + String.join(", ", endings),
              "name a file, or a directory that directly holds some; for files further down use a"
                  + " pattern such as "
                  + input.resolve("**" + endings.get(0))));
    }
    return files;
  }

  private static List<Path> matching(Path pattern) throws IOException {
    var fixed = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    int depth = 0;
    while (depth < pattern.getNameCount() && !isPattern(pattern.getName(depth).toString())) {
      fixed = fixed.resolve(pattern.getName(depth++));
    }
    var base = fixed;
    var wanted = matcher(pattern, pattern.subpath(depth, pattern.getNameCount()).toString());
    var deep = pattern.toString().contains("**");
    int levels = deep ? Integer.MAX_VALUE : pattern.getNameCount() - depth;
    List<Path> files;
    try {
      files =
          once(
              walk(base, levels).stream()
                  .filter(path -> wanted.matches(base.relativize(path)))
                  .filter(path -> !isHiddenBelow(base, path))
                  .sorted()
                  .toList());
    } catch (IOException e) {
      throw failure(base, e);
    }
    if (files.isEmpty()) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              pattern.toString(),
              "matches no file",
              "at least one file below " + base.toAbsolutePath(),
              "check the pattern; '*' stays within a directory, '**' goes through all of them"));
    }
    return files;
  }

  /** Of what is matched, {@code **}{@code /} stands for no directory, too. */
  private static PathMatcher matcher(Path pattern, String below) {
    var glob = below.contains("{") ? below : below.replaceAll("(?<![^/])\\*\\*/", "{**/,}");
    try {
      return pattern.getFileSystem().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              pattern.toString(),
              "no such file, and no pattern (" + e.getDescription() + ")",
              "a file, or a pattern such as data/*.csv",
              "check the path; close what [ or { opens"),
          e);
    }
  }

  /** The files below a directory; links are followed, but not those to a directory above. */
  private static List<Path> walk(Path base, int levels) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        base,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        levels,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files;
  }

  /** Of several names of a file, the first. */
  private static List<Path> once(List<Path> names) throws IOException {
    var found = new HashSet<Path>();
    var files = new ArrayList<Path>();
    for (var name : names) {
      if (found.add(name.toRealPath())) {
        files.add(name);
      }
    }
    return files;
  }

  private static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static boolean isHiddenBelow(Path base, Path path) {
    for (var part : base.relativize(path)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(Path path) {
    return name(path).startsWith(".");
  }

  private static boolean endsWith(Path path, List<String> endings) {
    var name = name(path).toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(name::endsWith);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
