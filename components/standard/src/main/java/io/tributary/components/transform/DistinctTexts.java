package io.tributary.components.transform;

import io.tributary.serving.BytesTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.util.Arrays;

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
