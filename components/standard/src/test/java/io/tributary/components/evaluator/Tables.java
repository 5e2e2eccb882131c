package io.tributary.components.evaluator;

import io.tributary.data.LocalDataEngine;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;

/** Evaluations of small tables. */
public final class Tables {
  private Tables() {}

  public static EvaluationResult judge(Path directory, TableEvaluation evaluation, String csv)
      throws IOException {
    return judge(directory, evaluation, csv, 2);
  }

  public static EvaluationResult judge(
      Path directory, TableEvaluation evaluation, String csv, int threads) throws IOException {
    var file = directory.resolve("rows.csv");
    Files.writeString(file, csv);
    var batches = Sources.open(file, SourceOptions.defaults(), row -> {}).batches();
    try (var allocator = new RootAllocator()) {
      return evaluation.of(batches, new LocalDataEngine(allocator, threads));
    }
  }
}
