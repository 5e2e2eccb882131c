package io.tributary.components.infravalidator;

import io.tributary.serving.BoolTensor;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.ColumnWriter;
import io.tributary.serving.Datatype;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int32Tensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Tensors whose first extent is the rows, as Arrow columns and back: a plain column for one value a
 * row, else a list of fixed size. The field's metadata keep what Arrow does not say.
 */
final class TensorColumns {
  private static final String DATATYPE = "datatype";
  private static final String SHAPE = "shape";

  private TensorColumns() {}

  /** A column of the values of {@code tensor}; empty when its first extent is not the rows. */
  static Optional<FieldVector> column(
      String name, Tensor tensor, int rows, BufferAllocator allocator) {
    if (rows == 0 || tensor.shape().rank() == 0 || tensor.shape().dim(0) != rows) {
      return Optional.empty();
    }
    int each = tensor.size() / rows;
    var metadata = Map.of(DATATYPE, tensor.datatype().name(), SHAPE, join(tensor.shape().dims()));
    var value =
        tensor instanceof BytesTensor
            ? ArrowType.Binary.INSTANCE
            : ColumnWriter.type(tensor.datatype());
    if (each == 1) {
      return Optional.of(
          filled(
              new Field(name, new FieldType(false, value, null, metadata), List.of()),
              tensor,
              allocator));
    }
    var child = new Field("item", new FieldType(false, value, null), List.of());
    var type = new FieldType(false, new ArrowType.FixedSizeList(each), null, metadata);
    return Optional.of(filled(new Field(name, type, List.of(child)), tensor, allocator));
  }

  private static FieldVector filled(Field field, Tensor tensor, BufferAllocator allocator) {
    var column = field.createVector(allocator);
    ColumnWriter.write(tensor, column);
    return column;
  }

  private static String join(List<Long> extents) {
    return String.join(",", extents.stream().map(String::valueOf).toList());
  }

  /** What {@link #column} was made from. */
  static Tensor tensor(FieldVector column) {
    var metadata = column.getField().getMetadata();
    var datatype = metadata.get(DATATYPE);
    var extents = metadata.get(SHAPE);
    if (datatype == null || extents == null) {
      throw new IllegalArgumentException(
          "column '"
              + column.getName()
              + "': no datatype or shape (expected: both in the field's metadata); validate the"
              + " model again");
    }
    var dims = List.of(extents.split(",", -1)).stream().mapToLong(Long::parseLong).toArray();
    var shape = Shape.of(dims);
    var values = column instanceof FixedSizeListVector list ? list.getDataVector() : column;
    int size = Math.toIntExact(shape.elements());
    return switch (Datatype.valueOf(datatype)) {
      case FP32 -> {
        var floats = new float[size];
        for (int i = 0; i < size; i++) {
          floats[i] = ((Float4Vector) values).get(i);
        }
        yield new FloatTensor(shape, floats);
      }
      case FP64 -> {
        var doubles = new double[size];
        for (int i = 0; i < size; i++) {
          doubles[i] = ((Float8Vector) values).get(i);
        }
        yield new DoubleTensor(shape, doubles);
      }
      case INT64 -> {
        var longs = new long[size];
        for (int i = 0; i < size; i++) {
          longs[i] = ((BigIntVector) values).get(i);
        }
        yield new Int64Tensor(shape, longs);
      }
      case INT32 -> {
        var ints = new int[size];
        for (int i = 0; i < size; i++) {
          ints[i] = ((IntVector) values).get(i);
        }
        yield new Int32Tensor(shape, ints);
      }
      case BOOL -> {
        var bools = new boolean[size];
        for (int i = 0; i < size; i++) {
          bools[i] = ((BitVector) values).get(i) != 0;
        }
        yield new BoolTensor(shape, bools);
      }
      case BYTES -> {
        var elements = new byte[size][];
        for (int i = 0; i < size; i++) {
          elements[i] = ((VarBinaryVector) values).get(i);
        }
        yield BytesTensor.of(shape, elements);
      }
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 ->
          throw new IllegalStateException(datatype + " has no tensor");
    };
  }
}
