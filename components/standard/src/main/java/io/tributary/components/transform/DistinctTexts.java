package io.tributary.components.transform;

import io.tributary.serving.BytesTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A column of texts as its different texts, and which of them each row has.
 *
 * @param texts each once
 * @param ofRow the row's place among them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DistinctTexts(BytesTensor texts, int[] ofRow) {
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  static DistinctTexts of(BytesTensor column) {
    var table = new TextTable(Integer.MAX_VALUE, MOST_BYTES);
    var ofRow = new int[column.size()];
    var offsets = column.offsets();
    for (int row = 0; row < ofRow.length; row++) {
      ofRow[row] = table.add(column.data(), offsets[row], offsets[row + 1]);
    }
    var ends = new int[table.size() + 1];
    for (int text = 0; text < table.size(); text++) {
      ends[text + 1] = table.end(text);
    }
    var data = Arrays.copyOf(table.arena(), table.bytes());
    return new DistinctTexts(new BytesTensor(Shape.column(table.size()), data, ends), ofRow);
  }

  /** One below the other. */
  static BytesTensor stacked(List<BytesTensor> columns) {
    int size = 0;
    int bytes = 0;
    for (var column : columns) {
      size = Math.addExact(size, column.size());
      bytes = Math.addExact(bytes, column.data().length);
    }
    var data = new byte[bytes];
    var ends = new int[size + 1];
    int text = 0;
    int begin = 0;
    for (var column : columns) {
      System.arraycopy(column.data(), 0, data, begin, column.data().length);
      for (int i = 1; i <= column.size(); i++) {
        ends[++text] = begin + column.offsets()[i];
      }
      begin += column.data().length;
    }
    return new BytesTensor(Shape.column(size), data, ends);
  }

  /** A column for the rows, of the numbers or ids that follow from the different texts. */
  Tensor spread(Tensor column) {
    if (column instanceof FloatTensor numbers) {
      var spread = new float[ofRow.length];
      for (int row = 0; row < spread.length; row++) {
        spread[row] = numbers.values()[ofRow[row]];
      }
      return FloatTensor.column(spread);
    } else if (column instanceof Int64Tensor ids) {
      var spread = new long[ofRow.length];
      for (int row = 0; row < spread.length; row++) {
        spread[row] = ids.values()[ofRow[row]];
      }
      return Int64Tensor.column(spread);
    }
    throw new IllegalStateException("features of a text: " + column);
  }
}
