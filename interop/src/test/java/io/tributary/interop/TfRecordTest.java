package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.digest.Sha256;
import io.tributary.data.Batches;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import io.tributary.data.source.SourceTable;
import io.tributary.data.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TensorFlow reads the examples that Tributary writes, and Tributary those of TensorFlow. */
@Timeout(300)
class TfRecordTest {
  private static final Path TRIPS = Path.of("../pipelines/data/chicago-taxi/trips.csv");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theTaxiTripsCrossOverAndBack(boolean isPacked) throws Exception {
    PythonEnvironment.TFX.need();
    var trips = open(TRIPS);
    var ours = directory.resolve(isPacked ? "ours.tfrecord.gz" : "ours.tfrecord");
    var theirs = directory.resolve(isPacked ? "theirs.tfrecord.gz" : "theirs.tfrecord");
    write(trips, ours, isPacked);

    var said =
        PythonScript.named(
                "tfrecords.py", ours.toString(), isPacked ? "GZIP" : "", theirs.toString())
            .run(directory, Duration.ofMinutes(4))
            .lines();

    assertThat(said).isEqualTo(described(trips));
    assertThat(described(open(theirs))).isEqualTo(said);
  }

  private static SourceTable open(Path file) throws IOException {
    return Sources.open(file, SourceOptions.defaults(), row -> {});
  }

  private static void write(SourceTable table, Path file, boolean isPacked) throws IOException {
    var batches = table.batches();
    try (var allocator = new RootAllocator();
        var cursor = batches.open(allocator);
        var out = new TfRecordWriter(file, batches.schema(), isPacked)) {
      for (int b = 0; b < batches.count(); b++) {
        out.append(cursor.load(b));
      }
    }
  }

  /** What the script would say of the rows. */
  private static List<String> described(SourceTable table) throws IOException {
    Map<String, Described> features = new TreeMap<>();
    Batches batches = table.batches();
    long rows = 0;
    try (var allocator = new RootAllocator();
        var cursor = batches.open(allocator)) {
      for (int b = 0; b < batches.count(); b++) {
        var batch = cursor.load(b);
        for (int row = 0; row < batch.getRowCount(); row++, rows++) {
          for (var column : batch.getFieldVectors()) {
            if (!column.isNull(row)) {
              features
                  .computeIfAbsent(column.getName(), name -> new Described())
                  .add(column, row, rows);
            }
          }
        }
      }
    }
    var lines = new ArrayList<String>();
    lines.add("rows " + rows);
    features.forEach((name, feature) -> lines.add(name + " " + feature));
    return lines;
  }

  /** What is said of a feature with one value in every record that has it. */
  private static final class Described {
    private final MessageDigest digest = Sha256.create();
    private String kind = "";
    private long count;

    void add(FieldVector column, int row, long number) {
      count++;
      var bytes = ByteBuffer.allocate(3 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(number).putLong(1);
      if (column instanceof BigIntVector longs) {
        kind = "int64_list";
        digest.update(bytes.putLong(longs.get(row)).flip());
      } else if (column instanceof FloatingPointVector floats) {
        kind = "float_list";
        digest.update(bytes.putFloat((float) floats.getValueAsDouble(row)).flip());
      } else {
        kind = "bytes_list";
        byte[] text = ((VarCharVector) column).get(row);
        digest.update(bytes.putLong(text.length).flip());
        digest.update(text);
      }
    }

    @Override
    public String toString() {
      return kind + " " + count + " " + Sha256.hex(digest);
    }
  }
}
