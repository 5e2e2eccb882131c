package io.tributary.data.format;

import io.tributary.api.digest.FileDigests;
import io.tributary.data.arrow.ArrowTable;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.json.JsonTable;
import io.tributary.data.parquet.ParquetTable;
import io.tributary.data.source.Quarantine;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import io.tributary.data.tfrecord.TfRecordTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What files can hold. A new format is a constant here, and a reader that gives a table. */
public enum Format {
  /** Comma-separated values, or separated by whatever the files show. */
  CSV(".csv .csv.gz .csv.zst") {
    @Override
    SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
        throws IOException {
      return csv(files, options, options.csv(), quarantine);
    }

    @Override
    Optional<List<String>> columns(SourceFiles files, SourceOptions options) throws IOException {
      return Optional.of(CsvTable.columns(files, options.csv()));
    }
  },

  /** Values separated by tabs. */
  TSV(".tsv .tsv.gz .tsv.zst .tab .tab.gz .tab.zst") {
    @Override
    SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
        throws IOException {
      return csv(files, options, byTabs(options.csv()), quarantine);
    }

    @Override
    Optional<List<String>> columns(SourceFiles files, SourceOptions options) throws IOException {
      return Optional.of(CsvTable.columns(files, byTabs(options.csv())));
    }

    private static CsvOptions byTabs(CsvOptions written) {
      return written.delimiter().equals(CsvOptions.AUTO) ? written.withDelimiter("\t") : written;
    }
  },

  /** Parquet. */
  PARQUET(".parquet .parq") {
    @Override
    SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
        throws IOException {
      return ParquetTable.open(files, FileDigests.READING);
    }

    @Override
    Optional<List<String>> columns(SourceFiles files, SourceOptions options) throws IOException {
      return Optional.of(ParquetTable.columns(files));
    }
  },

  /** A JSON object on every line. */
  JSON_LINES(
      ".jsonl .jsonl.gz .jsonl.zst .ndjson .ndjson.gz .ndjson.zst .json .json.gz .json.zst") {
    @Override
    SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
        throws IOException {
      return JsonTable.scan(
          files, options.budget(), options.threads(), quarantine, FileDigests.READING);
    }
  },

  /** Arrow IPC files and streams; Feather of version 2 is one. */
  ARROW(".arrow .arrows .feather .ipc") {
    @Override
    SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
        throws IOException {
      return ArrowTable.open(files, FileDigests.READING);
    }

    @Override
    Optional<List<String>> columns(SourceFiles files, SourceOptions options) throws IOException {
      return Optional.of(ArrowTable.columns(files));
    }
  },

  /** TensorFlow's records of examples. */
  TFRECORD(".tfrecord .tfrecord.gz .tfrecord.zst .tfrecords .tfrecords.gz .tfrecords.zst") {
    @Override
    SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
        throws IOException {
      return TfRecordTable.scan(
          files, options.budget(), options.threads(), quarantine, FileDigests.READING);
    }
  };

  private final String endings;

  /**
   * A format.
   *
   * @param endings of names of files, in lower case, with those of packed ones if a reader unpacks
   *     them
   */
  Format(String endings) {
    this.endings = endings;
  }

  /** How names of files of this format end, in lower case. */
  public List<String> endings() {
    return List.of(endings.split(" "));
  }

  /** How names of files of any format end. */
  public static List<String> allEndings() {
    return Arrays.stream(values()).flatMap(format -> format.endings().stream()).toList();
  }

  /** The format of a file, by how its name ends, in any case; empty if it tells none. */
  public static Optional<Format> of(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.endings().stream().anyMatch(name::endsWith))
        .findFirst();
  }

  /** Looks at files of this format once, from the first byte to the last. */
  abstract SourceTable open(SourceFiles files, SourceOptions options, Quarantine quarantine)
      throws IOException;

  /** The names of the columns, if they are known before rows are looked at. */
  Optional<List<String>> columns(SourceFiles files, SourceOptions options) throws IOException {
    return Optional.empty();
  }

  private static SourceTable csv(
      SourceFiles files, SourceOptions options, CsvOptions written, Quarantine quarantine)
      throws IOException {
    return CsvTable.scan(files, written, options.budget(), options.threads(), quarantine);
  }
}
