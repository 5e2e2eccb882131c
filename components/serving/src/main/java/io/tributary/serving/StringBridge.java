package io.tributary.serving;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtUtil;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings into and out of ONNX Runtime, unaltered.
 *
 * <p>Its Java binding passes text through the virtual machine's modified UTF-8: a character beyond
 * the basic plane becomes two surrogates of three bytes each, NUL becomes two bytes, and neither
 * comes back. A vocabulary then misses what it holds, and a hash differs from the one other servers
 * compute. Small graphs go around it. Inputs with such characters, or that are no UTF-8 at all,
 * travel as the constant of a throw-away graph, whose protobuf form takes any bytes; about 0.2 ms.
 * Outputs are tested inside ONNX Runtime for characters that the binding would damage. Those beyond
 * the basic plane are put together again from what it makes of them, and ONNX Runtime is asked
 * whether that is what it holds; what is not, such as a NUL, is refused.
 */
final class StringBridge implements AutoCloseable {
  /** Every string the binding returns unaltered: code points 1 to U+FFFF in well-formed UTF-8. */
  private static final String READABLE = "[\\x{1}-\\x{FFFF}]*";

  /** What the binding makes of the four bytes of a character beyond U+FFFF. */
  private static final Pattern FOUR_BYTES =
      Pattern.compile("[\\xF0-\\xF4][\\x80-\\xBF][\\x80-\\xBF][\\x80-\\xBF]");

  /** How many bytes of such a character are beyond what the binding expects. */
  private static final int LOST = 3;

  /** So many such characters are looked for in a text, the fewest first. */
  private static final int[] MOST_BEYOND = {64, 4_096, 262_144};

  private final OrtEnvironment environment;
  private final @Nullable OrtSession readable;

  StringBridge(OrtEnvironment environment, Signature signature) throws OrtException {
    this.environment = environment;
    boolean textOut =
        signature.outputs().stream().anyMatch(spec -> spec.datatype() == Datatype.BYTES);
    this.readable = textOut ? session(SmallGraphs.fullMatch(READABLE)) : null;
  }

  private OrtSession session(byte[] graph) throws OrtException {
    try (OrtSession.SessionOptions options = OrtRuntime.sessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      return environment.createSession(graph, options);
    }
  }

  /** A tensor and the graph that it came from, if it did. */
  record Lent(OnnxTensor tensor, @Nullable Literal literal) implements AutoCloseable {
    @Override
    public void close() {
      if (literal == null) {
        tensor.close();
      } else {
        literal.close();
      }
    }
  }

  /** A throw-away graph and its answer, which owns the tensor. */
  private record Literal(OrtSession session, OrtSession.Result result) implements AutoCloseable {
    @Override
    public void close() {
      result.close();
      free(session);
    }
  }

  private static void free(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("session not freed: " + e.getMessage(), e);
    }
  }

  private Lent literal(BytesTensor bytes) throws OrtException {
    OrtSession session = session(SmallGraphs.literal(bytes));
    OrtSession.Result result;
    try {
      result = session.run(Map.of());
    } catch (OrtException e) {
      free(session);
      throw e;
    }
    return new Lent((OnnxTensor) result.get(0), new Literal(session, result));
  }

  Lent toOrt(BytesTensor bytes) throws OrtException {
    int size = bytes.size();
    byte[] data = bytes.data();
    int[] offsets = bytes.offsets();
    if (!isPlain(data, offsets)) {
      return literal(bytes);
    }
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = new String(data, offsets[i], offsets[i + 1] - offsets[i], UTF_8);
    }
    long[] shape = bytes.shape().toArray();
    return new Lent(OnnxTensor.createTensor(environment, texts, shape), null);
  }

  /**
   * Whether every element is well-formed UTF-8 of code points 1 to U+FFFF, which is the same in
   * modified UTF-8.
   */
  static boolean isPlain(byte[] data, int[] offsets) {
    for (int i = 0; i + 1 < offsets.length; i++) {
      if (!isPlain(data, offsets[i], offsets[i + 1])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(byte[] data, int from, int to) {
    int at = from;
    while (at < to) {
      int lead = data[at];
      if (lead > 0) {
        at++;
      } else if ((lead & 0xE0) == 0xC0 && (lead & 0x1E) != 0) {
        if (at + 1 >= to || !isContinuation(data[at + 1])) {
          return false;
        }
        at += 2;
      } else if ((lead & 0xF0) == 0xE0) {
        if (at + 2 >= to || !isContinuation(data[at + 1]) || !isContinuation(data[at + 2])) {
          return false;
        }
        int high = (lead & 0x0F) << 6 | (data[at + 1] & 0x3F);
        boolean overlong = high < 0x20;
        boolean surrogate = high >= 0x360 && high <= 0x37F;
        if (overlong || surrogate) {
          return false;
        }
        at += 3;
      } else {
        return false;
      }
    }
    return true;
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }

  BytesTensor fromOrt(String name, Shape shape, OnnxTensor value) throws OrtException {
    if (shape.elements() == 0) {
      return BytesTensor.of(shape, new String[0]);
    }
    if (readable == null) {
      throw new IllegalStateException(name + ": text from a model without text outputs");
    }
    return areReadable(value) ? BytesTensor.of(shape, texts(value)) : repaired(name, shape, value);
  }

  private boolean areReadable(OnnxTensor value) throws OrtException {
    try (OrtSession.Result verdict =
        requireNonNull(readable).run(Map.of(SmallGraphs.INPUT, value))) {
      return firstFalse((OnnxTensor) verdict.get(0)) < 0;
    }
  }

  private static int firstFalse(OnnxTensor verdicts) {
    var each = verdicts.getByteBuffer();
    for (int i = 0; i < each.limit(); i++) {
      if (each.get(i) == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String[] texts(OnnxTensor value) throws OrtException {
    Object texts = value.getValue();
    return texts instanceof String text ? new String[] {text} : OrtUtil.flattenString(texts);
  }

  /**
   * The binding makes a character of each byte of one beyond the basic plane, but cuts the text to
   * the number of characters that it should have: so it is given longer texts.
   */
  private BytesTensor repaired(String name, Shape shape, OnnxTensor value) throws OrtException {
    int longest = Arrays.stream(texts(value)).mapToInt(String::length).max().orElse(0);
    int different = 0;
    int looked = -1;
    for (int most : MOST_BEYOND) {
      if (looked == longest) {
        break; // a text has no more of them than characters
      }
      looked = Math.min(most, longest);
      int padding = LOST * looked;
      var texts = padded(value, padding);
      Arrays.setAll(texts, i -> repaired(texts[i], padding));
      var repaired = BytesTensor.of(shape, texts);
      different = firstDifferent(repaired, value);
      if (different < 0) {
        return repaired;
      }
    }
    throw new ServingException(
        ServingException.Code.UNIMPLEMENTED,
        name,
        "element "
            + different
            + " of output '"
            + name
            + "' has a NUL, malformed UTF-8 or too many characters beyond U+FFFF, which ONNX"
            + " Runtime's Java binding cannot return (expected: other text); let the model return"
            + " an id in its place");
  }

  private String[] padded(OnnxTensor value, int padding) throws OrtException {
    var session = session(SmallGraphs.append(" ".repeat(padding)));
    try (var result = session.run(Map.of(SmallGraphs.INPUT, value))) {
      return texts((OnnxTensor) result.get(0));
    } finally {
      free(session);
    }
  }

  private static String repaired(String damaged, int padding) {
    int beyond = (int) FOUR_BYTES.matcher(damaged).results().count();
    int length = damaged.length() - padding + LOST * beyond;
    return FOUR_BYTES
        .matcher(damaged.substring(0, Math.max(0, Math.min(length, damaged.length()))))
        .replaceAll(bytes -> new String(bytes.group().getBytes(ISO_8859_1), UTF_8));
  }

  /** The first element that ONNX Runtime finds different; -1 if there is none. */
  private int firstDifferent(BytesTensor texts, OnnxTensor value) throws OrtException {
    var session = session(SmallGraphs.equal());
    try (var lent = toOrt(texts);
        var verdict =
            session.run(Map.of(SmallGraphs.INPUT, value, SmallGraphs.OTHER, lent.tensor()))) {
      return firstFalse((OnnxTensor) verdict.get(0));
    } finally {
      free(session);
    }
  }

  @Override
  public void close() {
    if (readable != null) {
      free(readable);
    }
  }
}
