package io.tributary.data.csv;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The files that a path names: itself, or, for a directory, what in it ends with {@code .csv}.
 *
 * @param input the path as it was given
 * @param files in the order of their names; at least one
 */
public record CsvFiles(Path input, List<Path> files) {
  public CsvFiles {
    requireNonNull(input, "input");
    files = List.copyOf(files);
  }

  /**
   * Finds the files. Hidden files and subdirectories are left out.
   *
   * @throws ExecutionFailure if there is nothing to read at {@code input}, or it may not be read
   */
  public static CsvFiles at(Path input) throws IOException {
    if (Files.isRegularFile(input)) {
      return new CsvFiles(input, List.of(input));
    }
    if (!Files.isDirectory(input)) {
      throw failure(input, new NoSuchFileException(input.toString()));
    }
    List<Path> entries;
    try (var listed = Files.list(input)) {
      entries = listed.sorted().toList();
    } catch (IOException e) {
      throw failure(input, e);
    }
    var files = entries.stream().filter(CsvFiles::isCsv).toList();
    if (files.isEmpty()) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              input.toString(),
              entries.isEmpty()
                  ? "an empty directory"
                  : "a directory of "
                      + entries.size()
                      + " entries, such as '"
                      + name(entries.get(0))
                      + "'",
              "at least one file that ends with .csv",
              "name a CSV file, or a directory that directly holds some"));
    }
    return new CsvFiles(input, files);
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

  /** Why a file or directory cannot be read, for people. */
  static ExecutionFailure failure(Path path, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              path.toString(),
              "no such file or directory",
              "a CSV file, or a directory of them",
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

  private static boolean isCsv(Path path) {
    var name = name(path);
    return !name.startsWith(".")
        && name.toLowerCase(Locale.ROOT).endsWith(".csv")
        && Files.isRegularFile(path);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
