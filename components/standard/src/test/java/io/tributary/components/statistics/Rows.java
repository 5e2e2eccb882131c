package io.tributary.components.statistics;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.data.Batches;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes splits of examples for tests. */
final class Rows {
  static final Path TAXI = Path.of("../../pipelines/data/chicago-taxi/trips.csv");

  private Rows() {}

  static void fromCsv(Path csv, Path artifact, String split) throws IOException {
    var directory = Files.createDirectories(artifact.resolve("Split-" + split));
    var table = CsvTable.scan(SourceFiles.at(csv, List.of(".csv")), CsvOptions.defaults());
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator);
        var writer = new ExamplesWriter(directory, table.schema(), allocator)) {
      for (int batch = 0; batch < table.batches().count(); batch++) {
        writer.append(rows.load(batch));
      }
    }
  }

  /** The same with single-precision columns, as TFDV reads them. */
  static void fromCsvInSinglePrecision(Path csv, Path artifact, String split) throws IOException {
    var directory = Files.createDirectories(artifact.resolve("Split-" + split));
    var table = CsvTable.scan(SourceFiles.at(csv, List.of(".csv")), CsvOptions.defaults());
    var schema = new Schema(table.schema().getFields().stream().map(Rows::single).toList());
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator);
        var writer = new ExamplesWriter(directory, schema, allocator)) {
      for (int b = 0; b < table.batches().count(); b++) {
        try (var batch = VectorSchemaRoot.create(schema, allocator)) {
          narrow(rows.load(b), batch);
          writer.append(batch);
        }
      }
    }
  }

  private static Field single(Field field) {
    return field.getType() instanceof ArrowType.FloatingPoint
        ? Field.nullable(
            field.getName(), new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))
        : field;
  }

  private static void narrow(VectorSchemaRoot from, VectorSchemaRoot to) {
    for (int column = 0; column < from.getFieldVectors().size(); column++) {
      var source = from.getVector(column);
      var target = to.getVector(column);
      for (int row = 0; row < from.getRowCount(); row++) {
        if (target instanceof Float4Vector floats) {
          if (!source.isNull(row)) {
            floats.setSafe(row, (float) ((Float8Vector) source).get(row));
          }
        } else {
          target.copyFromSafe(row, row, source);
        }
      }
    }
    to.setRowCount(from.getRowCount());
  }

  /** One batch per filler. */
  static void write(
      Path artifact, String split, Schema schema, List<Consumer<VectorSchemaRoot>> batches)
      throws IOException {
    var directory = Files.createDirectories(artifact.resolve("Split-" + split));
    try (var allocator = new RootAllocator();
        var writer = new ExamplesWriter(directory, schema, allocator)) {
      for (var filler : batches) {
        try (var batch = batch(schema, filler, allocator)) {
          writer.append(batch);
        }
      }
    }
  }

  /** The same batches as a source of its own. */
  static Loaded batches(Dataset dataset, BufferAllocator allocator) throws IOException {
    var loaded = new ArrayList<ArrowRecordBatch>();
    try (var reader = new ExamplesReader(dataset, allocator)) {
      while (reader.loadNextBatch()) {
        loaded.add(new VectorUnloader(reader.batch()).getRecordBatch());
      }
      return new Loaded(reader.schema(), loaded);
    }
  }

  /** Batches in memory; closing them is the owner's. */
  record Loaded(Schema schema, List<ArrowRecordBatch> loaded) implements Batches, AutoCloseable {
    @Override
    public int count() {
      return loaded.size();
    }

    @Override
    public String place(int batch) {
      return "batch " + batch;
    }

    @Override
    public Cursor open(BufferAllocator allocator) {
      var root = VectorSchemaRoot.create(schema, allocator);
      return new Cursor() {
        @Override
        public VectorSchemaRoot load(int batch) {
          new VectorLoader(root).load(loaded.get(batch));
          return root;
        }

        @Override
        public void close() {
          root.close();
        }
      };
    }

    @Override
    public void close() {
      loaded.forEach(ArrowRecordBatch::close);
    }
  }

  static VectorSchemaRoot batch(
      Schema schema, Consumer<VectorSchemaRoot> filler, BufferAllocator allocator) {
    var batch = VectorSchemaRoot.create(schema, allocator);
    batch.allocateNew();
    filler.accept(batch);
    return batch;
  }
}
