package io.tributary.components.transform;

import io.tributary.api.data.Aggregation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.util.ArrowBufPointer;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Looks at what statistics do not tell of columns of one text or integer a row. */
record ColumnScan()
    implements Aggregation<Map<String, ColumnScan.Seen>, Map<String, ColumnScan.Seen>>,
        Serializable {

  /** What was seen of a column, in the order of the rows. */
  static final class Seen {
    private long present;
    private long times;
    private long otherDates;
    private long words;
    private boolean ascends = true;
    private long first;
    private long last;

    /** Rows that have a value; an empty text is none. */
    long present() {
      return present;
    }

    /** The share of the values that are times of ISO 8601. */
    double shareOfTimes() {
      return present == 0 ? 0 : (double) times / present;
    }

    /** The share of the values that are dates of another form. */
    double shareOfOtherDates() {
      return present == 0 ? 0 : (double) otherDates / present;
    }

    /** How many words a text has on average: runs of what is no space. */
    double meanWords() {
      return present == 0 ? 0 : (double) words / present;
    }

    /** Whether each integer is greater than the one before. */
    boolean ascends() {
      return ascends;
    }

    private void add(long integer) {
      ascends &= present == 0 || integer > last;
      first = present == 0 ? integer : first;
      last = integer;
      present++;
    }

    private void add(ArrowBufPointer text, byte[] beginning) {
      if (text.getLength() == 0) {
        return;
      }
      present++;
      var data = text.getBuf();
      long from = text.getOffset();
      int length = (int) text.getLength();
      if (length <= IsoTime.LONGEST) {
        data.getBytes(from, beginning, 0, length);
        boolean isTime = IsoTime.isTime(beginning, length);
        times += isTime ? 1 : 0;
        otherDates += !isTime && OtherDate.isDate(beginning, length) ? 1 : 0;
      }
      boolean isInWord = false;
      for (long i = from; i < from + length; i++) {
        boolean isOfWord = data.getByte(i) != ' ';
        words += isOfWord && !isInWord ? 1 : 0;
        isInWord = isOfWord;
      }
    }

    private void add(Seen later) {
      if (later.present > 0) {
        ascends &= later.ascends && (present == 0 || later.first > last);
        first = present == 0 ? later.first : first;
        last = later.last;
      }
      present += later.present;
      times += later.times;
      otherDates += later.otherDates;
      words += later.words;
    }

    private void encode(DataOutput out) throws IOException {
      for (long number : new long[] {present, times, otherDates, words, first, last}) {
        out.writeLong(number);
      }
      out.writeBoolean(ascends);
    }

    private static Seen decode(DataInput in) throws IOException {
      var seen = new Seen();
      seen.present = in.readLong();
      seen.times = in.readLong();
      seen.otherDates = in.readLong();
      seen.words = in.readLong();
      seen.first = in.readLong();
      seen.last = in.readLong();
      seen.ascends = in.readBoolean();
      return seen;
    }
  }

  @Override
  public Map<String, Seen> create(Schema schema) {
    return new LinkedHashMap<>();
  }

  @Override
  public void add(Map<String, Seen> columns, VectorSchemaRoot batch) {
    for (var vector : batch.getFieldVectors()) {
      if (vector instanceof BaseIntVector || vector instanceof BaseVariableWidthVector) {
        add(columns.computeIfAbsent(vector.getName(), name -> new Seen()), vector);
      }
    }
  }

  private static void add(Seen seen, FieldVector vector) {
    var text = new ArrowBufPointer();
    var beginning = new byte[IsoTime.LONGEST];
    for (int row = 0; row < vector.getValueCount(); row++) {
      if (vector.isNull(row)) {
        continue;
      }
      if (vector instanceof BaseIntVector integers) {
        seen.add(integers.getValueAsLong(row));
      } else {
        ((BaseVariableWidthVector) vector).getDataPointer(row, text);
        seen.add(text, beginning);
      }
    }
  }

  @Override
  public void merge(Map<String, Seen> columns, Map<String, Seen> later) {
    later.forEach((name, seen) -> columns.computeIfAbsent(name, any -> new Seen()).add(seen));
  }

  @Override
  public Map<String, Seen> finish(Map<String, Seen> columns) {
    return columns;
  }

  @Override
  public void encode(Map<String, Seen> columns, DataOutput out) throws IOException {
    out.writeInt(columns.size());
    for (var column : columns.entrySet()) {
      out.writeUTF(column.getKey());
      column.getValue().encode(out);
    }
  }

  @Override
  public Map<String, Seen> decode(DataInput in) throws IOException {
    var columns = new LinkedHashMap<String, Seen>();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      columns.put(in.readUTF(), Seen.decode(in));
    }
    return columns;
  }
}
