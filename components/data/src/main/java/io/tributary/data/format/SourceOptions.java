package io.tributary.data.format;

import static java.util.Objects.requireNonNull;

import io.tributary.data.csv.CsvOptions;
import io.tributary.data.source.BadRowBudget;
import java.util.Optional;

/**
 * How files are read.
 *
 * @param format of the files; if empty, what the endings of their names tell
 * @param csv how CSV and TSV are written
 * @param budget how many rows that cannot be read are put up with
 * @param threads how many threads read, the caller's among them; they do not show in the result
 */
public record SourceOptions(
    Optional<Format> format, CsvOptions csv, BadRowBudget budget, int threads) {
  public SourceOptions {
    requireNonNull(format, "format");
    requireNonNull(csv, "csv");
    requireNonNull(budget, "budget");
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads: " + threads + " (expected: > 0); use the number of processors");
    }
  }

  /** Everything as the files show, no bad row, and all processors. */
  public static SourceOptions defaults() {
    return new SourceOptions(
        Optional.empty(),
        CsvOptions.defaults(),
        BadRowBudget.NONE,
        Runtime.getRuntime().availableProcessors());
  }

  /** Files of this format, whatever their names. */
  public SourceOptions withFormat(Format other) {
    return new SourceOptions(Optional.of(other), csv, budget, threads);
  }

  /** CSV written in this way. */
  public SourceOptions withCsv(CsvOptions other) {
    return new SourceOptions(format, other, budget, threads);
  }

  /** So many bad rows put up with. */
  public SourceOptions withBudget(BadRowBudget other) {
    return new SourceOptions(format, csv, other, threads);
  }

  /** On so many threads. */
  public SourceOptions withThreads(int other) {
    return new SourceOptions(format, csv, budget, other);
  }
}
