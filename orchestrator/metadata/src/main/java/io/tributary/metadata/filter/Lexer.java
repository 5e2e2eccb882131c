package io.tributary.metadata.filter;

import io.tributary.metadata.filter.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts a filter query into tokens, by the lexical rules of GoogleSQL. */
final class Lexer {

  private static final Pattern PROPERTY =
      Pattern.compile(
          "(properties|custom_properties)\\.(?:`([^`\\\\]+)`|(\\w+))\\.(int_value|double_value|string_value|bool_value)(?!\\w)");
  private static final Pattern NUMBER =
      Pattern.compile("0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final List<String> SYMBOLS =
      List.of("<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ",", ".", "+", "-", "*", "/");

  private final String text;
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens, and one of kind END. */
  static List<Token> tokens(String text) {
    var lexer = new Lexer(text);
    var tokens = new ArrayList<Token>();
    while (true) {
      lexer.skipBlank();
      var token = lexer.next();
      tokens.add(token);
      if (token.kind() == Kind.END) {
        return tokens;
      }
    }
  }

  private void skipBlank() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("--", at) || text.charAt(at) == '#') {
        var end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        var end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw FilterException.at(at, "a comment without end (expected: */)", "close it");
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private Token next() {
    if (at == text.length()) {
      return new Token(Kind.END, "", null, at, at);
    }
    var c = text.charAt(at);
    if (c == '\'' || c == '"') {
      return string(at, false);
    }
    if ((c == 'r' || c == 'R') && at + 1 < text.length() && isQuote(text.charAt(at + 1))) {
      at++;
      return string(at - 1, true);
    }
    if (c == '`') {
      var start = at;
      var name = quoted("`", false);
      if (name.isEmpty()) {
        throw FilterException.at(start, "`` (expected: a name in backquotes)", "name something");
      }
      return new Token(Kind.QUOTED_WORD, name, null, start, at);
    }
    if (isLetter(c)) {
      return word();
    }
    if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      return number();
    }
    for (var symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        at += symbol.length();
        return new Token(Kind.SYMBOL, symbol, null, at - symbol.length(), at);
      }
    }
    throw FilterException.at(
        at,
        "the character '"
            + Character.toString(text.codePointAt(at))
            + "' (expected: names, values and operators)",
        "put strings into quotes and odd names into backquotes");
  }

  private Token word() {
    var start = at;
    var property = PROPERTY.matcher(text).region(start, text.length());
    property.useTransparentBounds(true);
    if (property.lookingAt()) {
      at = property.end();
      var bare = property.group(3);
      return new Token(
          Kind.PROPERTY,
          property.group(),
          new Token.Property(
              property.group(1).startsWith("c"),
              bare == null ? property.group(2) : bare,
              property.group(4)),
          start,
          at);
    }
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    return new Token(Kind.WORD, text.substring(start, at), null, start, at);
  }

  private Token number() {
    var start = at;
    var matcher = NUMBER.matcher(text).region(start, text.length());
    if (!matcher.lookingAt()) {
      throw new IllegalStateException("no number at " + start);
    }
    at = matcher.end();
    if (at < text.length() && isLetter(text.charAt(at))) {
      throw FilterException.at(
          at, "a letter after a number (expected: a space between them)", "put a space there");
    }
    var digits = matcher.group();
    return new Token(Kind.NUMBER, digits, number(digits, start), start, at);
  }

  /** Whole numbers are longs; those beyond, up to 2^64, are doubles, which compares the same. */
  private static Object number(String digits, int start) {
    BigInteger whole;
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      whole = new BigInteger(digits.substring(2), 16);
    } else if (digits.chars().allMatch(c -> isDigit((char) c))) {
      if (digits.length() > 1000) {
        throw tooLarge(start);
      }
      whole = new BigInteger(digits);
    } else {
      return Double.valueOf(digits);
    }
    if (whole.compareTo(LARGEST) > 0) {
      throw tooLarge(start);
    }
    return whole.bitLength() < 64 ? (Object) whole.longValue() : (Object) whole.doubleValue();
  }

  private static FilterException tooLarge(int start) {
    return FilterException.at(
        start, "a whole number too large (expected: below 2^64)", "write it with an exponent");
  }

  private Token string(int start, boolean raw) {
    var quote = text.substring(at, at + 1);
    var triple = quote.repeat(3);
    var value = quoted(text.startsWith(triple, at) ? triple : quote, raw);
    return new Token(Kind.STRING, value, null, start, at);
  }

  private String quoted(String quote, boolean raw) {
    var start = at;
    var value = new StringBuilder();
    at += quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      var c = text.charAt(at);
      if (quote.length() == 1 && (c == '\n' || c == '\r')) {
        break;
      }
      if (c == '\\' && raw && at + 1 < text.length()) {
        value.append(c).append(text.charAt(at + 1));
        at += 2;
      } else if (c == '\\') {
        escape(value);
      } else {
        value.append(c);
        at++;
      }
    }
    if (!text.startsWith(quote, at)) {
      throw FilterException.at(
          start,
          "a quote that is never closed (expected: a second one)",
          "close it, on the same line");
    }
    at += quote.length();
    return value.toString();
  }

  private void escape(StringBuilder value) {
    var start = at;
    var c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    at += 2;
    switch (c) {
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case '\\', '?', '\'', '"', '`' -> value.append(c);
      case 'x', 'X' -> value.appendCodePoint(code(start, 2, 16, 0x7f));
      case 'u' -> value.appendCodePoint(code(start, 4, 16, 0xffff));
      case 'U' -> value.appendCodePoint(code(start, 8, 16, Character.MAX_CODE_POINT));
      case '0', '1', '2', '3' -> {
        at--;
        value.appendCodePoint(code(start, 3, 8, 0x7f));
      }
      default -> throw badEscape(start);
    }
  }

  private int code(int start, int digits, int radix, int most) {
    @Nullable Integer code = null;
    if (at + digits <= text.length()) {
      var written = text.substring(at, at + digits);
      if (written.chars().allMatch(c -> Character.digit(c, radix) >= 0 && c < 128)) {
        var parsed = Long.parseLong(written, radix);
        if (parsed <= most && (parsed < 0xd800 || parsed > 0xdfff)) {
          code = (int) parsed;
        }
      }
    }
    if (code == null) {
      throw badEscape(start);
    }
    at += digits;
    return code;
  }

  private static FilterException badEscape(int start) {
    return FilterException.at(
        start,
        "an unknown escape (expected: \\n, \\', \\xhh, \\uhhhh and the like)",
        "write a backslash as \\\\, or the string as r'...'");
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
