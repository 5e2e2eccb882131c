package io.tributary.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A tensor of byte strings, kept as one run of bytes; text is UTF-8. Element {@code i} is {@code
 * data[offsets[i]]} up to before {@code data[offsets[i + 1]]}.
 *
 * @param shape the extents
 * @param data the bytes of all elements; at most 2 GiB
 * @param offsets ascending, one more than there are elements
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare contents
public record BytesTensor(Shape shape, byte[] data, int[] offsets) implements Tensor {
  public BytesTensor {
    if (offsets.length == 0 || offsets[0] < 0 || offsets[offsets.length - 1] > data.length) {
      throw new IllegalArgumentException(
          "byte tensor: offsets outside 0.." + data.length + " (expected: inside the data)");
    }
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] < offsets[i - 1]) {
        throw new IllegalArgumentException(
            "byte tensor: offset " + i + " before the one in front (expected: ascending)");
      }
    }
    Tensor.requireSize(shape, offsets.length - 1);
  }

  /** Texts in that shape. */
  public static BytesTensor of(Shape shape, String... texts) {
    byte[][] elements = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      elements[i] = texts[i].getBytes(UTF_8);
    }
    return of(shape, elements);
  }

  /** Byte strings in that shape. */
  public static BytesTensor of(Shape shape, byte[]... elements) {
    int[] offsets = new int[elements.length + 1];
    for (int i = 0; i < elements.length; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], elements[i].length);
    }
    byte[] data = new byte[offsets[elements.length]];
    for (int i = 0; i < elements.length; i++) {
      System.arraycopy(elements[i], 0, data, offsets[i], elements[i].length);
    }
    return new BytesTensor(shape, data, offsets);
  }

  /** A column: one text a row, shape {@code [n, 1]}. */
  public static BytesTensor column(String... texts) {
    return of(Shape.column(texts.length), texts);
  }

  @Override
  public Datatype datatype() {
    return Datatype.BYTES;
  }

  @Override
  public int size() {
    return offsets.length - 1;
  }

  /** Element {@code index} decoded as UTF-8, what is malformed replaced by U+FFFD. */
  public String string(int index) {
    return new String(data, offsets[index], length(index), UTF_8);
  }

  /** A copy of element {@code index}. */
  public byte[] bytes(int index) {
    return Arrays.copyOfRange(data, offsets[index], offsets[index + 1]);
  }

  /** The number of bytes of element {@code index}. */
  public int length(int index) {
    return offsets[index + 1] - offsets[index];
  }

  @Override
  public String text(int index) {
    return '"' + string(index) + '"';
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof BytesTensor that)
        || !shape.equals(that.shape)
        || offsets.length != that.offsets.length) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!Arrays.equals(
          data, offsets[i], offsets[i + 1], that.data, that.offsets[i], that.offsets[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = shape.hashCode();
    for (int i = 0; i < size(); i++) {
      hash = 31 * hash + length(i);
      for (int at = offsets[i]; at < offsets[i + 1]; at++) {
        hash = 31 * hash + data[at];
      }
    }
    return hash;
  }

  @Override
  public String toString() {
    return datatype() + " " + shape;
  }
}
