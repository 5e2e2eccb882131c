package io.tributary.cli.output;

/** Texts that components made, on their way to a terminal. */
public final class Printable {
  private static final int LONGEST = 2_000;

  private Printable() {}

  /** The same in one line. */
  public static String line(String text) {
    return of(text).replace('\n', ' ');
  }

  /** Controls of the terminal, and of the direction in which it writes. */
  private static boolean isCommand(char c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  /**
   * The text without control characters, which could command the terminal, and with a length that
   * can be read; line breaks stay.
   */
  public static String of(String text) {
    int shown = Math.min(text.length(), LONGEST);
    var printable = new StringBuilder(shown);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      printable.append(isCommand(c) ? '\ufffd' : c);
    }
    if (shown < text.length()) {
      printable.append(" ... (").append(text.length()).append(" characters)");
    }
    return printable.toString();
  }
}
