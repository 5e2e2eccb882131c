package io.tributary.serving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;

/**
 * Rows of different lengths, one behind the other. A row that is null is an empty one; a null in a
 * row is what {@link MissingValues} says.
 *
 * @param values of all rows, shape {@code [values, 1]}
 * @param ends where each row ends among the values
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RaggedTensor(Tensor values, int[] ends) {
  /** Stands for elements that cannot be read. */
  private static final Tensor NONE = new BoolTensor(Shape.of(0), new boolean[0]);

  public RaggedTensor {
    int last = 0;
    for (int end : ends) {
      if (end < last) {
        throw new IllegalArgumentException(
            "ragged tensor: end " + end + " before " + last + " (expected: ascending)");
      }
      last = end;
    }
    if (last != values.size()) {
      throw new IllegalArgumentException(
          "ragged tensor: "
              + values.size()
              + " values for rows up to "
              + last
              + " (expected: as many)");
    }
  }

  /** How many rows there are. */
  public int rows() {
    return ends.length;
  }

  /** Where a row starts among the values. */
  public int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** Whether it is a column of lists, of any kind. */
  static boolean isList(FieldVector column) {
    return column instanceof BaseListVector || column instanceof LargeListVector;
  }

  /**
   * Rows of a column of lists: list, large list or list of fixed size; those of a plain column have
   * one value each.
   *
   * @return empty if an input of that type does not take the values; truth values have none that is
   *     missing, and so no lists either
   */
  public static Optional<RaggedTensor> read(
      FieldVector column, Datatype datatype, int from, int count) {
    if (datatype == Datatype.BOOL) {
      return Optional.empty();
    }
    if (!isList(column)) {
      return Optional.ofNullable(ColumnReader.read(column, datatype, from, count))
          .map(values -> new RaggedTensor(values, IntStream.rangeClosed(1, count).toArray()));
    }
    var elements = column.getChildrenFromFields().get(0);
    var runs = new ArrayList<Tensor>();
    var ends = new int[count];
    int start = count == 0 ? 0 : start(column, from);
    int end = start;
    int before = 0;
    for (int i = 0; i < count; i++) {
      if (column.isNull(from + i)) {
        before += end - start;
        addRun(runs, elements, datatype, start, end);
        start = end(column, from + i);
        end = start;
      } else {
        end = end(column, from + i);
      }
      ends[i] = before + end - start;
    }
    addRun(runs, elements, datatype, start, end);
    if (runs.isEmpty()) {
      var none = ColumnReader.read(elements, datatype, 0, 0);
      return Optional.ofNullable(none).map(values -> new RaggedTensor(values, ends));
    }
    return runs.contains(NONE)
        ? Optional.empty()
        : Optional.of(new RaggedTensor(TensorRows.concat(column.getName(), runs), ends));
  }

  private static void addRun(
      List<Tensor> runs, FieldVector elements, Datatype datatype, int start, int end) {
    if (end > start) {
      var run = ColumnReader.read(elements, datatype, start, end - start);
      runs.add(run == null ? NONE : run);
    }
  }

  private static int start(FieldVector column, int row) {
    return column instanceof LargeListVector large
        ? Math.toIntExact(large.getElementStartIndex(row))
        : ((BaseListVector) column).getElementStartIndex(row);
  }

  private static int end(FieldVector column, int row) {
    return column instanceof LargeListVector large
        ? Math.toIntExact(large.getElementEndIndex(row))
        : ((BaseListVector) column).getElementEndIndex(row);
  }

  /** Whether the lists of these rows have no value: they are null, empty or of nulls. */
  static boolean isMissing(FieldVector column, int from, int count) {
    var elements = column.getChildrenFromFields().get(0);
    for (int row = from; row < from + count; row++) {
      int length = length(column, row);
      if (length > 0 && !RowInputs.isMissing(elements, start(column, row), length)) {
        return false;
      }
    }
    return true;
  }

  /** How long the list of a row is. */
  static int length(FieldVector column, int row) {
    return column.isNull(row) ? 0 : end(column, row) - start(column, row);
  }

  /**
   * The rows side by side, as wide as the longest and at least 1 wide; behind the values of a row
   * stands what is missing.
   */
  public Tensor padded() {
    int width = 1;
    for (int row = 0; row < rows(); row++) {
      width = Math.max(width, ends[row] - start(row));
    }
    var shape = Shape.of(rows(), width);
    int size = Math.multiplyExact(rows(), width);
    if (values instanceof BytesTensor texts) {
      return padded(texts, shape, width);
    } else if (values instanceof FloatTensor floats) {
      var all = new float[size];
      Arrays.fill(all, MissingValues.FP32);
      place(floats.values(), all, width);
      return new FloatTensor(shape, all);
    } else if (values instanceof DoubleTensor doubles) {
      var all = new double[size];
      Arrays.fill(all, MissingValues.FP64);
      place(doubles.values(), all, width);
      return new DoubleTensor(shape, all);
    } else if (values instanceof Int64Tensor longs) {
      var all = new long[size];
      Arrays.fill(all, MissingValues.INT64);
      place(longs.values(), all, width);
      return new Int64Tensor(shape, all);
    } else if (values instanceof Int32Tensor ints) {
      var all = new int[size];
      Arrays.fill(all, MissingValues.INT32);
      place(ints.values(), all, width);
      return new Int32Tensor(shape, all);
    }
    throw new IllegalStateException(values + " has no missing value");
  }

  /** Copies each row of one array to its place in another. */
  private void place(Object packed, Object all, int width) {
    for (int row = 0; row < rows(); row++) {
      System.arraycopy(packed, start(row), all, row * width, ends[row] - start(row));
    }
  }

  private BytesTensor padded(BytesTensor texts, Shape shape, int width) {
    var offsets = new int[Math.multiplyExact(rows(), width) + 1];
    int at = 0;
    offsets[0] = texts.offsets()[0];
    for (int row = 0; row < rows(); row++) {
      for (int i = 0; i < width; i++) {
        int element = Math.min(start(row) + i + 1, ends[row]);
        offsets[++at] = texts.offsets()[element];
      }
    }
    return new BytesTensor(shape, texts.data(), offsets);
  }
}
