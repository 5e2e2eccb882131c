package io.tributary.data.csv;

import io.tributary.data.source.BadRow;
import io.tributary.data.source.SetAside;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A row that cannot be read.
 *
 * @param record its number in its chunk
 * @param faults what is wrong; at least one
 * @param bytes as they stand in the file, cut if they are very many; empty if nobody wants them
 * @param length how many bytes it really has
 */
record BadRecord(int record, List<Fault> faults, byte[] bytes, int length) {

  /**
   * Something that is wrong.
   *
   * @param line counted from that of the chunk's first record
   * @param column its name; empty when the whole row is meant
   */
  record Fault(long line, String column, String value, String expected) {}

  /**
   * Sets the row aside.
   *
   * @param chunkLine the line of the chunk's first record
   * @param recordLine the line of this one, counted from that
   */
  void setAside(SetAside all, String file, long chunkLine, long recordLine) throws IOException {
    var first = faults.get(0);
    var reason =
        faults.stream().map(fault -> words(fault, recordLine)).collect(Collectors.joining("; "));
    if (bytes.length > 0 && bytes.length < length) {
      reason += "; of " + length + " bytes, the first " + bytes.length + " are kept";
    }
    var row = new BadRow(file, chunkLine + recordLine, first.column(), reason, bytes);
    if (faults.size() == 1 && first.line() == recordLine) {
      all.add(row, first.value(), first.expected());
    } else {
      all.add(row);
    }
  }

  private String words(Fault fault, long recordLine) {
    return (fault.line() == recordLine
            ? ""
            : "on the row's line " + (fault.line() - recordLine + 1) + ", ")
        + (fault.equals(faults.get(0)) ? "" : "column '" + fault.column() + "': ")
        + fault.value()
        + " (expected: "
        + fault.expected()
        + ")";
  }
}
