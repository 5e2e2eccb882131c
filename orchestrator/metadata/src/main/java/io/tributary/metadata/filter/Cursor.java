package io.tributary.metadata.filter;

import io.tributary.metadata.filter.Token.Kind;
import java.util.List;
import java.util.function.Supplier;

/** A place in the tokens of a query, which moves on as they are read. */
final class Cursor {

  /** How deep expressions nest. */
  static final int DEEPEST = 100;

  private final List<Token> tokens;
  private int at;
  private int depth;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** How many tokens have been read. */
  int position() {
    return at;
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The token that many places further on; behind the end there is the end. */
  Token ahead(int places) {
    return tokens.get(Math.min(at + places, tokens.size() - 1));
  }

  /** The token that was read that many places ago, from 1. */
  Token behind(int places) {
    return tokens.get(at - places);
  }

  Token next() {
    return tokens.get(at++);
  }

  /** Reads the last token again. */
  void back() {
    at--;
  }

  boolean isAtEnd() {
    return peek().kind() == Kind.END;
  }

  boolean accept(String keyword) {
    if (!peek().isKeyword(keyword)) {
      return false;
    }
    at++;
    return true;
  }

  boolean acceptSymbol(String symbol) {
    if (!peek().isSymbol(symbol)) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  FilterException unexpected(String expected) {
    return FilterException.at(
        peek().start(), peek().shown() + " (expected: " + expected + ")", "correct the query");
  }

  /** Follows a rule that may contain itself. */
  Expression deeper(Supplier<Expression> rule) {
    if (++depth > DEEPEST) {
      throw FilterException.at(
          peek().start(),
          "nesting deeper than " + DEEPEST + " (expected: less)",
          "write it flatter");
    }
    var expression = rule.get();
    depth--;
    return expression;
  }
}
