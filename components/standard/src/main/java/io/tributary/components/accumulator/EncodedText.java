package io.tributary.components.accumulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Texts of any length in an encoded accumulator: bytes as int32, and UTF-8. */
public final class EncodedText {
  private EncodedText() {}

  public static void write(String text, DataOutput out) throws IOException {
    var bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static String read(DataInput in) throws IOException {
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }
}
