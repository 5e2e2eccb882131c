package io.tributary.components.evaluator;

import java.util.Optional;
import org.apache.arrow.vector.FieldVector;

/** Numbers what a cut tells apart. Not thread-safe. */
interface Codes {

  /** Of a row that is in no slice. */
  int NONE = -1;

  static Codes of(Cut cut) {
    return cut instanceof Cut.Values ? new ValueCodes() : RangeCodes.of(cut);
  }

  /** Writes the code of every row into {@code codes}. */
  void read(FieldVector column, int rows, int[] codes);

  /** What has that code; empty for what is missing. */
  Optional<String> text(int code);
}
