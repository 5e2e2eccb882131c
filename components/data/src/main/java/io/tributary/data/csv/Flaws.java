package io.tributary.data.csv;

import java.util.Locale;

/** Words for what can be wrong inside a record. */
final class Flaws {
  static final String SAVE_AS_UTF8 =
      "save the file as UTF-8 (for instance: iconv -f latin1 -t utf-8)";

  private Flaws() {}

  /**
   * What the tokenizer found.
   *
   * @param base the place in the file of the first byte of the tokenizer's array
   */
  static String value(Flaw flaw, long base) {
    var text = Excerpt.of(flaw.text(), 0, flaw.text().length);
    return switch (flaw.kind()) {
      case STRAY_QUOTE -> "a quote inside the unquoted field " + text;
      case TEXT_AFTER_QUOTE -> "text after the closing quote of " + text;
      case UNCLOSED_QUOTE -> "the quoted field that begins with " + text + " never ends";
      case NUL -> "a NUL byte, at byte " + (base + flaw.index()) + " of the file";
      case TOO_LONG -> "a line of more than " + (CsvTokenizer.MAX_RECORD_BYTES >> 20) + " MiB";
    };
  }

  static String expected(Flaw.Kind flaw) {
    return switch (flaw) {
      case STRAY_QUOTE -> "the whole field in quotes, and quotes inside it doubled";
      case TEXT_AFTER_QUOTE ->
          "a delimiter or a line end after the closing quote, and quotes inside the field doubled";
      case UNCLOSED_QUOTE -> "a closing quote; is the file cut off, or a quote not doubled?";
      case NUL -> "text; is the file binary, or in UTF-16?";
      case TOO_LONG -> "shorter lines; is a quote not closed, or the file no CSV?";
    };
  }

  /** A field that is not UTF-8. */
  static String notUtf8(CsvTokenizer in, int field, int index, long base) {
    return String.format(
        Locale.ROOT,
        "%s, with byte 0x%02x at byte %d of the file, which is no UTF-8",
        Excerpt.of(in.bytes(), in.start(field), in.end(field)),
        in.bytes()[index] & 0xff,
        base + index);
  }
}
