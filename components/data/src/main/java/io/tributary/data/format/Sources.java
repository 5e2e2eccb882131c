package io.tributary.data.format;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.source.Quarantine;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens files of any format. */
public final class Sources {
  private Sources() {}

  /**
   * The files that a path names: a file, the files of a directory that end as the format's do (or,
   * where none is given, as any format's), or what a pattern such as {@code data/**}{@code /*.csv}
   * matches.
   *
   * @throws ExecutionFailure if there are none, or they may not be read
   */
  public static SourceFiles files(Path input, SourceOptions options) throws IOException {
    return SourceFiles.at(
        input, options.format().map(Format::endings).orElseGet(Format::allEndings));
  }

  /**
   * Looks at all rows of the files that a path names.
   *
   * @param quarantine gets the rows that cannot be read, as far as the budget puts up with them; on
   *     any thread, one at a time, in their order
   * @throws ExecutionFailure if there is nothing to read, the files are of different formats or of
   *     none that is known, or more rows than the budget allows cannot be read
   */
  public static SourceTable open(Path input, SourceOptions options, Quarantine quarantine)
      throws IOException {
    return open(files(input, options), options, quarantine);
  }

  /**
   * The names of the columns of files, as far as they are known before rows are looked at: those of
   * formats that begin with a header, or have metadata. Of several files the first may speak for
   * all.
   *
   * @return empty of other formats
   * @throws ExecutionFailure as far as it is known by then that the files cannot be opened
   */
  public static Optional<List<String>> columns(SourceFiles files, SourceOptions options)
      throws IOException {
    return format(files, options).columns(files, options);
  }

  /** The same of files that are known already. */
  public static SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
      throws IOException {
    return format(files, options).open(files, options, quarantine);
  }

  private static Format format(SourceFiles files, SourceOptions options) {
    return options.format().isPresent() ? options.format().get() : format(files);
  }

  private static Format format(SourceFiles files) {
    var first = files.files().get(0);
    var format =
        Format.of(first)
            .orElseThrow(
                () ->
                    refused(
                        first.toString(),
                        "a name that tells no format",
                        "an ending of " + Format.allEndings(),
                        "name the format (--format, or withFormat)"));
    for (var file : files.files()) {
      if (!Format.of(file).equals(Optional.of(format))) {
        throw refused(
            files.input().toString(),
            "files of several formats, such as " + first + " and " + file,
            "files of one format",
            "name the format (--format, or withFormat), or a pattern such as "
                + files.input().resolve("*" + format.endings().get(0)));
      }
    }
    return format;
  }

  private static ExecutionFailure refused(
      String where, String value, String expected, String remedy) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT, new Explanation(where, value, expected, remedy));
  }
}
