package io.tributary.data.tfrecord;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.InOrder;
import io.tributary.data.KeptColumns;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.BrokenFile;
import io.tributary.data.source.ContentReader;
import io.tributary.data.source.Contents;
import io.tributary.data.source.ScannedTable;
import io.tributary.data.source.SetAside;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The first pass over TFRecord files: checksums, every example, types of features. */
final class TfRecordScan implements InOrder.Taker<TfRecordScan.Seen> {
  private static final String EXPECTED = "one in each record";

  private final SourceFiles files;
  private final SetAside setAside;
  private final Map<String, FeatureShape> shapes = new TreeMap<>();

  /** None of them without rows. */
  private final List<SoundBatch> batches = new ArrayList<>();

  private long rows;

  private TfRecordScan(SourceFiles files, SetAside setAside) {
    this.files = files;
    this.setAside = setAside;
  }

  /**
   * A batch with sound rows.
   *
   * @param bad the numbers of records that are no examples, in ascending order, counted from 0
   * @param checksum CRC-32C of the bytes
   */
  record SoundBatch(RecordBatch records, int[] bad, long checksum) {}

  /** What was seen in a batch. */
  record Seen(RecordBatch batch, long checksum, Map<String, FeatureShape> shapes, List<Bad> bad) {}

  /** A record that is no example. */
  record Bad(int number, String found, byte[] bytes) {}

  static ScannedTable.Found scan(SourceFiles files, int threads, SetAside setAside)
      throws IOException {
    var batches = new ArrayList<RecordBatch>();
    try (var reader = new ContentReader()) {
      for (var content : Contents.of(files, threads)) {
        batches.addAll(RecordIndex.of(reader, content));
      }
    }
    if (batches.isEmpty()) {
      throw nothing(files, "no records");
    }
    var scan = new TfRecordScan(files, setAside);
    InOrder.run(batches.size(), threads, () -> new Looking(batches), scan);
    return scan.found();
  }

  private static ExecutionFailure nothing(SourceFiles files, String found) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            files.input().toString(),
            found,
            "at least one example",
            "check what writes the file; a pipeline cannot learn from nothing"));
  }

  /** Looks at batches. */
  private static final class Looking implements InOrder.Worker<Seen> {
    private final List<RecordBatch> batches;
    private final Records records;

    Looking(List<RecordBatch> batches) {
      this.batches = batches;
      this.records = new Records(batches.get(0));
    }

    @Override
    public Seen run(int task) throws IOException {
      var batch = batches.get(task);
      records.load(batch);
      var seen = new Seen(batch, records.checksum(), new TreeMap<>(), new ArrayList<>());
      while (records.next()) {
        try {
          look(batch, seen.shapes);
        } catch (InvalidProtocolBufferException e) {
          seen.bad.add(
              new Bad(
                  records.number(),
                  "no tf.Example: " + BrokenFile.reason(e),
                  records.bytes(SetAside.KEPT_BYTES)));
        }
      }
      return seen;
    }

    private void look(RecordBatch batch, Map<String, FeatureShape> shapes)
        throws InvalidProtocolBufferException {
      var features = records.example().getFeatures().getFeatureMap();
      long record = batch.first() + records.number();
      for (var feature : features.entrySet()) {
        shapes
            .computeIfAbsent(feature.getKey(), name -> new FeatureShape())
            .see(feature.getValue(), batch.content().file().toString(), record);
      }
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }

  @Override
  public void take(Seen seen) throws IOException {
    var batch = seen.batch;
    seen.shapes.forEach(
        (name, shape) -> shapes.computeIfAbsent(name, n -> new FeatureShape()).merge(shape));
    for (var bad : seen.bad) {
      var file = batch.content().file().toString();
      long record = batch.first() + bad.number;
      setAside.add(
          BadRow.of(file, record, "", bad.found, EXPECTED, bad.bytes), bad.found, EXPECTED);
    }
    int sound = batch.records() - seen.bad.size();
    if (sound > 0) {
      var bad = seen.bad.stream().mapToInt(Bad::number).toArray();
      batches.add(new SoundBatch(batch, bad, seen.checksum));
    }
    rows += sound;
  }

  @Override
  public void drop(Seen seen) {
    // on the heap
  }

  private ScannedTable.Found found() {
    setAside.require(files.input(), rows + setAside.count(), "record");
    if (rows == 0) {
      throw nothing(files, "no sound records");
    }
    var columns = new ArrayList<Field>();
    var problems = new ArrayList<String>();
    shapes.forEach(
        (name, shape) -> {
          shape.problem(name).ifPresent(problems::add);
          columns.add(shape.column(name));
        });
    if (columns.isEmpty()) {
      throw nothing(files, "examples without any feature, as SequenceExamples are");
    }
    if (!problems.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              files.input().toString(),
              String.join("; ", problems),
              "values of one kind in all records",
              "correct what writes the examples"));
    }
    var kept = KeptColumns.all(new Schema(columns));
    return new ScannedTable.Found(new TfRecordBatches(kept, batches), rows, setAside.count());
  }
}
