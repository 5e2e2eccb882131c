package io.tributary.data.csv;

/**
 * How fields are divided and quoted in a file.
 *
 * @param delimiter an ASCII character
 * @param quote an ASCII character; NUL if fields are never quoted
 */
record Dialect(byte delimiter, byte quote) {

  /** As options say, with a delimiter for those that leave it open. */
  static Dialect of(CsvOptions options, char delimiter) {
    return new Dialect(
        (byte)
            (options.delimiter().equals(CsvOptions.AUTO)
                ? delimiter
                : options.delimiter().charAt(0)),
        (byte) (options.quote().isEmpty() ? 0 : options.quote().charAt(0)));
  }

  boolean hasQuotes() {
    return quote != 0;
  }
}
