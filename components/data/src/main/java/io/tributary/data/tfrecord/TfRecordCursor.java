package io.tributary.data.tfrecord;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.data.Batches;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Parses the records of a batch into vectors. */
final class TfRecordCursor implements Batches.Cursor {
  private final TfRecordBatches batches;
  private final BufferAllocator allocator;
  private @Nullable Records records;
  private @Nullable VectorSchemaRoot root;

  TfRecordCursor(TfRecordBatches batches, BufferAllocator allocator) {
    this.batches = batches;
    this.allocator = allocator;
  }

  @Override
  public VectorSchemaRoot load(int batch) throws IOException {
    var place = batches.batches().get(batch);
    var from = records;
    if (from == null) {
      from = new Records(place.records());
      records = from;
    }
    var into = root;
    if (into == null) {
      into = VectorSchemaRoot.create(batches.schema(), allocator);
      root = into;
    }
    int rows = place.records().records() - place.bad().length;
    into.getFieldVectors().forEach(vector -> vector.setInitialCapacity(rows));
    into.allocateNew();
    from.load(place.records());
    if (from.checksum() != place.checksum()) {
      throw SourceFiles.changed(
          place.records().content().file(),
          "other bytes from record " + place.records().first() + " on");
    }
    int row = 0;
    while (from.next()) {
      if (Arrays.binarySearch(place.bad(), from.number()) < 0) {
        write(from, batch, into, row++);
      }
    }
    into.setRowCount(row);
    return into;
  }

  private void write(Records from, int batch, VectorSchemaRoot into, int row) throws IOException {
    try {
      var features = from.example().getFeatures().getFeatureMap();
      for (var vector : into.getFieldVectors()) {
        var feature = features.get(vector.getName());
        if (feature != null) {
          FeatureValues.write(feature, vector, row);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw SourceFiles.changed(
          batches.batches().get(batch).records().content().file(), "another record");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (records != null) {
        records.close();
      }
    } finally {
      records = null;
      if (root != null) {
        root.close();
        root = null;
      }
    }
  }
}
