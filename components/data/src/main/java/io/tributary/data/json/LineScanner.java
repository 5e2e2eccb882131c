package io.tributary.data.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.tributary.data.json.Shape.Kind;
import io.tributary.data.source.BrokenFile;
import java.io.IOException;

/** Looks at lines, and notes the shapes of their values. Not thread-safe. */
final class LineScanner {
  /** The objects met so far, each with a number. */
  private long objects;

  /**
   * Notes the values of a line.
   *
   * @throws BadLineException if it is no row; {@code shape} may have noted some of it
   */
  void scan(byte[] bytes, int start, int end, Shape shape) throws BadLineException {
    for (int i = start; i < end; i++) {
      if (bytes[i] == 0) {
        throw new BadLineException("", "a NUL byte", "text in UTF-8");
      }
    }
    try (var parser = Json.FACTORY.createParser(bytes, start, end - start)) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new BadLineException("", "a line with " + word(parser), "a JSON object");
        }
        object(parser, shape);
        if (parser.nextToken() != null) {
          throw new BadLineException("", "more behind the object", "one JSON object a line");
        }
      } catch (StreamConstraintsException e) {
        throw tooMuch(parser, e);
      } catch (JsonEOFException e) {
        throw new BadLineException(
            path(parser.getParsingContext()),
            "the line ends within a value",
            "a whole JSON object");
      } catch (JacksonException e) {
        throw new BadLineException(
            path(parser.getParsingContext()),
            BrokenFile.reason(new IOException(e.getOriginalMessage())),
            "JSON; see column " + parser.currentLocation().getColumnNr() + " of the line");
      }
    } catch (IOException e) {
      throw new BadLineException("", BrokenFile.reason(e), "JSON");
    }
  }

  private static BadLineException tooMuch(JsonParser parser, StreamConstraintsException e) {
    return parser.getParsingContext().getNestingDepth() > Json.MOST_LEVELS
        ? new BadLineException(
            "",
            "objects or lists of more than " + Json.MOST_LEVELS + " levels",
            "at most " + Json.MOST_LEVELS + " levels")
        : new BadLineException(
            path(parser.getParsingContext()),
            BrokenFile.reason(new IOException(e.getOriginalMessage())),
            "a shorter name or number");
  }

  private static String word(JsonParser parser) {
    var token = parser.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "a number";
    };
  }

  private void object(JsonParser parser, Shape shape) throws IOException, BadLineException {
    long object = ++objects;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var field = shape.field(name);
      if (field == null) {
        requireText(parser, name.toCharArray(), 0, name.length());
        field = shape.addField(name);
      }
      if (!field.enter(object)) {
        throw new BadLineException(
            path(parser.getParsingContext()), "a key that comes twice", "every key once");
      }
      parser.nextToken();
      value(parser, field);
    }
  }

  private void value(JsonParser parser, Shape shape) throws IOException, BadLineException {
    switch (parser.currentToken()) {
      case VALUE_NULL -> {
        // as if the key were absent
      }
      case VALUE_TRUE, VALUE_FALSE -> shape.add(Kind.BOOL);
      case VALUE_NUMBER_INT -> {
        boolean isLarge = parser.getNumberType() == NumberType.BIG_INTEGER;
        if (isLarge) {
          requireFinite(parser);
        }
        shape.add(isLarge ? Kind.LARGE_INTEGER : Kind.INTEGER);
      }
      case VALUE_NUMBER_FLOAT -> {
        requireFinite(parser);
        shape.add(Kind.FLOAT);
      }
      case VALUE_STRING -> {
        requireText(
            parser, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        shape.add(Kind.TEXT);
      }
      case START_ARRAY -> {
        shape.add(Kind.LIST);
        var element = shape.element();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          value(parser, element);
        }
      }
      case START_OBJECT -> {
        shape.add(Kind.STRUCT);
        object(parser, shape);
      }
      default -> throw new IllegalStateException("token " + parser.currentToken());
    }
  }

  private static void requireFinite(JsonParser parser) throws IOException, BadLineException {
    if (Double.isInfinite(parser.getDoubleValue()) && !parser.isNaN()) {
      throw new BadLineException(
          path(parser.getParsingContext()),
          "the number " + parser.getText(),
          "one that a 64-bit floating-point number can hold");
    }
  }

  /** Escapes can spell halves of characters, which no encoding knows. */
  private static void requireText(JsonParser parser, char[] text, int from, int length)
      throws BadLineException {
    for (int i = from; i < from + length; i++) {
      if (Character.isSurrogate(text[i])) {
        if (Character.isLowSurrogate(text[i])
            || i + 1 == from + length
            || !Character.isLowSurrogate(text[++i])) {
          throw new BadLineException(
              path(parser.getParsingContext()), "half of a surrogate pair", "whole characters");
        }
      }
    }
  }

  /** {@code a.b} for field b of object a, {@code a[]} for an element of list a. */
  private static String path(JsonStreamContext context) {
    var path = new StringBuilder();
    for (var at = context; at != null && !at.inRoot(); at = at.getParent()) {
      if (at.inArray()) {
        path.insert(0, "[]");
      } else if (at.getCurrentName() != null) {
        path.insert(0, at.getCurrentName()).insert(0, '.');
      }
    }
    return path.length() > 0 && path.charAt(0) == '.' ? path.substring(1) : path.toString();
  }
}
