package io.tributary.data.tfrecord;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.protobuf.CodedOutputStream;
import io.tributary.proto.tensorflow.Example;
import io.tributary.proto.tensorflow.Features;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes rows as {@code tf.Example} into a TFRecord file, for TensorFlow and TFX. Equal rows in
 * equal order give equal bytes. Not thread-safe; a file that was not closed may end in the middle
 * of a record.
 *
 * <table>
 *   <caption>What becomes of columns</caption>
 *   <tr><th>column</th><th>feature</th></tr>
 *   <tr><td>integers of all widths, bool (0 or 1)</td><td>Int64List; unsigned values of 2^63 and
 *       above are refused</td></tr>
 *   <tr><td>date, time, timestamp, duration</td><td>Int64List of the stored number, in the unit of
 *       the column: of a timestamp in microseconds the microseconds since 1970 (in UTC, if it has a
 *       zone)</td></tr>
 *   <tr><td>floating point</td><td>FloatList, of 32 bits: <b>float64 is rounded</b> to the nearest,
 *       see {@link #roundedColumns}; a finite value beyond the range of 32 bits is refused</td></tr>
 *   <tr><td>text, binary</td><td>BytesList</td></tr>
 *   <tr><td>lists of these</td><td>the same, with several values</td></tr>
 * </table>
 *
 * <p>A missing value gives no feature; a list without elements an empty one. Missing elements of
 * lists are refused, since features have none, as are all other types.
 */
public final class TfRecordWriter implements AutoCloseable {
  private final Schema schema;
  private final OutputStream out;
  private final byte[] head = new byte[Frame.HEAD];
  private final byte[] tail = new byte[Frame.TAIL];
  private byte[] record = new byte[256];
  private long rows;

  /**
   * Starts a file.
   *
   * @param file that does not exist yet
   * @param schema of the batches to come
   * @param isPacked whether it is packed by gzip, as TensorFlow reads with compression type GZIP
   * @throws IllegalArgumentException naming all columns of types that features cannot hold
   */
  public TfRecordWriter(Path file, Schema schema, boolean isPacked) throws IOException {
    var problems = new ArrayList<String>();
    for (var field : schema.getFields()) {
      if (!FeatureMaker.isWritable(field)) {
        problems.add("column '" + field.getName() + "' of type " + field.getType());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", problems)
              + " (expected: numbers, bool, times, text, binary, or lists of these); leave them out"
              + " or convert them");
    }
    this.schema = schema;
    var plain = new BufferedOutputStream(Files.newOutputStream(file, CREATE_NEW, WRITE), 1 << 16);
    out = isPacked ? new GZIPOutputStream(plain, 1 << 16) : plain;
  }

  /** The columns whose values are rounded to 32 bits, for a message to who asked for the file. */
  public static List<String> roundedColumns(Schema schema) {
    return schema.getFields().stream()
        .filter(TfRecordWriter::isRounded)
        .map(Field::getName)
        .toList();
  }

  private static boolean isRounded(Field field) {
    return (field.getType() instanceof ArrowType.FloatingPoint type
            && type.getPrecision() == FloatingPointPrecision.DOUBLE)
        || field.getChildren().stream().anyMatch(TfRecordWriter::isRounded);
  }

  /** How many rows have been appended. */
  public long rowCount() {
    return rows;
  }

  /**
   * Appends all rows of a batch, which stays the caller's.
   *
   * @throws io.tributary.api.ExecutionFailure naming the row and the column of a value that a
   *     feature cannot hold; the rows before it are written
   */
  public void append(VectorSchemaRoot batch) throws IOException {
    if (!batch.getSchema().equals(schema)) {
      throw new IllegalArgumentException(
          "batch: "
              + batch.getSchema()
              + " (expected: "
              + schema
              + "); append batches of the schema that was given");
    }
    for (int row = 0; row < batch.getRowCount(); row++) {
      var features = Features.newBuilder();
      for (FieldVector column : batch.getFieldVectors()) {
        if (!column.isNull(row)) {
          features.putFeature(column.getName(), FeatureMaker.feature(column, row, rows + 1));
        }
      }
      write(Example.newBuilder().setFeatures(features).build());
      rows++;
    }
  }

  private void write(Example example) throws IOException {
    int length = example.getSerializedSize();
    if (record.length < length) {
      record = Arrays.copyOf(record, Math.max(2 * record.length, length));
    }
    var coded = CodedOutputStream.newInstance(record, 0, length);
    coded.useDeterministicSerialization();
    example.writeTo(coded);
    coded.flush();
    var frame = Frame.of(head);
    frame.putLong(0, length);
    frame.putInt(Long.BYTES, Frame.checksum(head, 0, Long.BYTES));
    Frame.of(tail).putInt(0, Frame.checksum(record, 0, length));
    out.write(head);
    out.write(record, 0, length);
    out.write(tail);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
