package io.tributary.metadata.filter;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a filter query.
 *
 * @param text of a word its letters, of a string what it stands for, of a symbol the symbol
 * @param value of a number
 * @param start offset of its first character
 * @param end offset after its last character
 */
record Token(Kind kind, String text, @Nullable Object value, int start, int end) {

  enum Kind {
    WORD,
    QUOTED_WORD,
    PROPERTY,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  /** What a token of kind PROPERTY names. */
  record Property(boolean custom, String name, String column) {}

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean touches(Token next) {
    return end == next.start;
  }

  String shown() {
    return kind == Kind.END ? "the end" : kind == Kind.STRING ? "a string" : "'" + text + "'";
  }
}
