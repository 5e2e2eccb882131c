package io.tributary.components.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of each combination of values of columns. */
final class CrossedRows extends SliceRows {
  private final List<Codes> columns = new ArrayList<>();
  private final Selection selection;
  private final ByteDictionary combinations = new ByteDictionary();
  private final List<String> names = new ArrayList<>();
  private final int[] chosen;
  private final byte[] key;

  CrossedRows(Slicing.ByFeatures slicing, List<Feature> features, Selection selection) {
    this.selection = selection;
    slicing
        .values()
        .forEach(
            (name, values) -> columns.add(new Codes(SliceRows.column(features, name), values)));
    chosen = new int[columns.size()];
    key = new byte[columns.size() * Integer.BYTES];
  }

  @Override
  void find(VectorSchemaRoot batch) {
    columns.forEach(column -> column.read(batch));
    for (int row = 0; row < batch.getRowCount(); row++) {
      choose(0, row);
    }
  }

  /** Goes through the values of a row in a column, for each through those in the next columns. */
  private void choose(int column, int row) {
    if (column == chosen.length) {
      add(combination(), row);
      return;
    }
    var codes = columns.get(column);
    for (int i = codes.starts[row]; i < codes.starts[row + 1]; i++) {
      chosen[column] = codes.codes[i];
      choose(column + 1, row);
    }
  }

  private int combination() {
    for (int column = 0; column < chosen.length; column++) {
      for (int b = 0; b < Integer.BYTES; b++) {
        key[column * Integer.BYTES + b] = (byte) (chosen[column] >>> (8 * b));
      }
    }
    int number = combinations.number(key, 0, key.length);
    if (number == names.size()) {
      names.add(name());
      selection.checkSlices(names.size());
    }
    return number;
  }

  private String name() {
    var parts = new ArrayList<String>();
    for (int column = 0; column < chosen.length; column++) {
      parts.add(columns.get(column).name);
      parts.add(FrequentValues.label(columns.get(column).dictionary.string(chosen[column])));
    }
    return String.join("_", parts);
  }

  @Override
  String name(int slice) {
    return names.get(slice);
  }

  @Override
  int count() {
    return names.size();
  }

  /** The different values of a column in each row, as numbers. */
  private static final class Codes {
    private final String name;
    private final RowValues values;
    private final boolean isClosed;
    private final ByteDictionary dictionary = new ByteDictionary();

    /** Where the codes of a row begin. */
    private int[] starts = new int[0];

    private int[] codes = new int[64];
    private int size;
    private int lastRow;

    Codes(Feature column, List<String> only) {
      name = column.name();
      values = new RowValues(column);
      if (!values.isDiscrete()) {
        throw wrong(
            name,
            "values of the kind " + column.kind(),
            "text, bytes, integers, booleans or lists of them",
            "slice by a comparison, such as " + name + " > 0");
      }
      isClosed = !only.isEmpty();
      for (var value : only) {
        var bytes = value.getBytes(UTF_8);
        dictionary.number(bytes, 0, bytes.length);
      }
    }

    void read(VectorSchemaRoot batch) {
      int rows = batch.getRowCount();
      starts = new int[rows + 1];
      size = 0;
      lastRow = -1;
      values.forEachText(batch, this::add);
      startRows(rows);
    }

    private void startRows(int row) {
      while (lastRow < row) {
        starts[++lastRow] = size;
      }
    }

    private void add(int row, byte[] source, int start, int length) {
      startRows(row);
      int code =
          isClosed
              ? dictionary.find(source, start, length)
              : dictionary.number(source, start, length);
      if (code < 0) {
        return;
      }
      for (int i = starts[row]; i < size; i++) {
        if (codes[i] == code) {
          return;
        }
      }
      if (size == codes.length) {
        codes = Arrays.copyOf(codes, size * 2);
      }
      codes[size++] = code;
    }
  }
}
