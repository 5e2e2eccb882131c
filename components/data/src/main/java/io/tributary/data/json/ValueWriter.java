package io.tributary.data.json;

import com.fasterxml.jackson.core.JsonToken;
import io.tributary.data.json.JsonCursor.Line;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Writes JSON values of one place into a vector. What is not written is null. */
sealed interface ValueWriter {

  /** Writes the value whose first token is current, and is not null; moves to its last token. */
  void write(Line line, int index) throws IOException;

  /** The writer for a vector of a type that {@link Shape} gives. */
  static ValueWriter into(FieldVector vector) {
    if (vector instanceof BitVector bits) {
      return new Bools(bits);
    } else if (vector instanceof BigIntVector longs) {
      return new Longs(longs);
    } else if (vector instanceof Float8Vector doubles) {
      return new Doubles(doubles);
    } else if (vector instanceof VarCharVector texts) {
      return new Texts(texts);
    } else if (vector instanceof ListVector lists) {
      return new Lists(lists, into(lists.getDataVector()));
    } else if (vector instanceof StructVector structs) {
      var fields = new HashMap<String, ValueWriter>();
      structs.getChildrenFromFields().forEach(child -> fields.put(child.getName(), into(child)));
      return new Structs(structs, fields);
    }
    throw new IllegalStateException(vector.getField() + " is no type of JSON");
  }

  /** Truth values. */
  record Bools(BitVector vector) implements ValueWriter {
    @Override
    public void write(Line line, int index) {
      vector.setSafe(index, line.parser().currentToken() == JsonToken.VALUE_TRUE ? 1 : 0);
    }
  }

  /** Integers. */
  record Longs(BigIntVector vector) implements ValueWriter {
    @Override
    public void write(Line line, int index) throws IOException {
      vector.setSafe(index, line.parser().getLongValue());
    }
  }

  /** Numbers. */
  record Doubles(Float8Vector vector) implements ValueWriter {
    @Override
    public void write(Line line, int index) throws IOException {
      vector.setSafe(index, line.parser().getDoubleValue());
    }
  }

  /** Strings as they are, all else as it is spelt. */
  final class Texts implements ValueWriter {
    private final VarCharVector vector;
    private byte[] encoded = new byte[64];

    Texts(VarCharVector vector) {
      this.vector = vector;
    }

    @Override
    public void write(Line line, int index) throws IOException {
      var parser = line.parser();
      if (parser.currentToken().isScalarValue()) {
        int length =
            encode(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        vector.setSafe(index, encoded, 0, length);
      } else {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int to = (int) parser.currentLocation().getByteOffset();
        vector.setSafe(index, line.bytes(), line.start() + from, to - from);
      }
    }

    /** UTF-8 of text that has no half of a surrogate pair. */
    private int encode(char[] text, int from, int length) {
      if (encoded.length < 3 * length) {
        encoded = new byte[Math.max(3 * length, 2 * encoded.length)];
      }
      int at = 0;
      for (int i = from; i < from + length; i++) {
        char c = text[i];
        if (c < 0x80) {
          encoded[at++] = (byte) c;
        } else if (c < 0x800) {
          encoded[at++] = (byte) (0xc0 | c >> 6);
          encoded[at++] = (byte) (0x80 | c & 0x3f);
        } else if (Character.isHighSurrogate(c)) {
          int point = Character.toCodePoint(c, text[++i]);
          encoded[at++] = (byte) (0xf0 | point >> 18);
          encoded[at++] = (byte) (0x80 | point >> 12 & 0x3f);
          encoded[at++] = (byte) (0x80 | point >> 6 & 0x3f);
          encoded[at++] = (byte) (0x80 | point & 0x3f);
        } else {
          encoded[at++] = (byte) (0xe0 | c >> 12);
          encoded[at++] = (byte) (0x80 | c >> 6 & 0x3f);
          encoded[at++] = (byte) (0x80 | c & 0x3f);
        }
      }
      return at;
    }
  }

  /** Arrays. */
  record Lists(ListVector vector, ValueWriter element) implements ValueWriter {
    @Override
    public void write(Line line, int index) throws IOException {
      var parser = line.parser();
      int first = vector.startNewValue(index);
      int count = 0;
      for (var token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        if (token != JsonToken.VALUE_NULL) {
          element.write(line, first + count);
        }
        count++;
      }
      vector.endValue(index, count);
    }
  }

  /** Objects. */
  record Structs(StructVector vector, Map<String, ValueWriter> fields) implements ValueWriter {
    @Override
    public void write(Line line, int index) throws IOException {
      var parser = line.parser();
      vector.setIndexDefined(index);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var writer = fields.get(parser.currentName());
        if (parser.nextToken() != JsonToken.VALUE_NULL && writer != null) {
          writer.write(line, index);
        }
      }
    }
  }
}
