package io.tributary.cli.model;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.cli.command.Temporary;
import io.tributary.cli.command.UsageException;
import io.tributary.components.bulkinferrer.Inference;
import io.tributary.data.Batches;
import io.tributary.data.LocalDataEngine;
import io.tributary.data.export.ExportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file of predictions in the making: there as a whole, or not at all.
 *
 * @param target the file
 */
record PredictionFile(Path target, ExportFormat format) {
  private static final int SHOWN = 5;

  /**
   * What was written.
   *
   * @param columns of the file
   * @param first the first rows, a text for each column
   */
  record Written(long rows, List<Field> columns, List<List<String>> first) {}

  /** By the ending of its name. */
  static PredictionFile of(Path target) {
    return new PredictionFile(
        target,
        ExportFormat.of(target)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--out",
                        target.toString(),
                        "a name that ends with .arrow, .csv or .parquet",
                        "choose another name")));
  }

  /**
   * Writes what becomes of the rows.
   *
   * @param engine does the pass
   */
  Written write(
      Batches rows, Inference inference, LocalDataEngine engine, BufferAllocator allocator)
      throws IOException {
    var schema = inference.outputSchema(rows.schema());
    check(schema);
    try (var staging = staging(target.toAbsolutePath().resolveSibling(""))) {
      long count;
      try (var out = new ExamplesWriter(staging.path(), schema, allocator)) {
        engine.map(rows, inference, out);
        count = out.rowCount();
      }
      var arrow = staging.path().resolve("part-00000.arrow");
      var first = first(arrow, allocator);
      var whole = staging.path().resolve("whole");
      format.write(arrow, whole, allocator);
      Files.move(
          whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new Written(count, schema.getFields(), first);
    }
  }

  private Temporary staging(Path folder) {
    try {
      Files.createDirectories(folder);
      return Temporary.folder(folder, ".predict-");
    } catch (IOException e) {
      throw new UsageException(
          "--out " + target,
          folder + " cannot be written: " + e,
          "a folder that can be written",
          "choose another one");
    }
  }

  private void check(Schema schema) {
    var problems = format.problems(schema);
    if (!problems.isEmpty()) {
      throw new UsageException(
          "--out",
          new IllegalArgumentException(
              String.join("; ", problems)
                  + "; choose other columns with --keep and --output, or write .arrow"));
    }
  }

  private static List<List<String>> first(Path arrow, BufferAllocator allocator)
      throws IOException {
    var first = new ArrayList<List<String>>();
    try (var rows = new ExamplesReader(new Dataset(List.of(arrow)), allocator)) {
      if (rows.loadNextBatch()) {
        var batch = rows.batch();
        for (int row = 0; row < Math.min(SHOWN, batch.getRowCount()); row++) {
          var texts = new ArrayList<String>();
          for (var column : batch.getFieldVectors()) {
            var value = column.getObject(row);
            texts.add(value == null ? "" : value.toString());
          }
          first.add(texts);
        }
      }
    }
    return first;
  }
}
