package io.tributary.data.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** Values, cut and quoted so that they fit into a message. */
final class Excerpt {
  private static final int MOST = 40;

  private Excerpt() {}

  /** The beginning of a value, in quotes, fit for a message. */
  static String of(byte[] bytes, int from, int to) {
    var text = new String(bytes, from, Math.min(to - from, 4 * MOST), UTF_8);
    return of(text, to - from > 4 * MOST);
  }

  /** The beginning of a text, in quotes, fit for a message. */
  static String of(String text) {
    return of(text, false);
  }

  private static String of(String text, boolean isCut) {
    var shown = new StringBuilder("'");
    int end = text.offsetByCodePoints(0, Math.min(MOST, text.codePointCount(0, text.length())));
    text.substring(0, end)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.append(isCut || end < text.length() ? "…'" : "'").toString();
  }
}
