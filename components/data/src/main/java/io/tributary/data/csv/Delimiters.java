package io.tributary.data.csv;

import java.io.IOException;

/** Finds the delimiter of a file by its first rows. */
final class Delimiters {
  private static final char[] CANDIDATES = {',', ';', '\t', '|'};
  private static final int ROWS = 200;

  private Delimiters() {}

  /**
   * The candidate with which the first record has several fields, and most of the following ones as
   * many; of equals the one with more fields. A comma if none divides the first record.
   *
   * @param from where the first record begins
   */
  static char find(CsvOptions options, Chunk chunk, int from) throws IOException {
    char best = ',';
    double bestShare = -1;
    int bestFields = 1;
    for (char candidate : CANDIDATES) {
      if (options.quote().indexOf(candidate) >= 0) {
        continue;
      }
      var in = new CsvTokenizer(Dialect.of(options, candidate));
      chunk.begin(in, from, 1);
      if (chunk.next(in) != CsvTokenizer.Outcome.RECORD || in.fieldCount() < 2) {
        continue;
      }
      int fields = in.fieldCount();
      int alike = 0;
      int others = 0;
      boolean more = true;
      while (more && alike + others < ROWS) {
        switch (in.next()) {
          case RECORD -> {
            if (in.fieldCount() == fields) {
              alike++;
            } else if (!in.isBlankLine()) {
              others++;
            }
          }
          case MALFORMED -> others++;
          case MORE, END -> more = false;
        }
      }
      double share = alike + others == 0 ? 1 : (double) alike / (alike + others);
      if (share > bestShare || (share == bestShare && fields > bestFields)) {
        best = candidate;
        bestShare = share;
        bestFields = fields;
      }
    }
    return best;
  }
}
