package io.tributary.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Answers of a model as Arrow columns, a row for each row that was asked: the counterpart of {@link
 * RowInputs}. Values stand as the model gives them, and none is null.
 *
 * <table>
 *   <caption>Which columns an output makes</caption>
 *   <tr><th>output</th><th>columns</th></tr>
 *   <tr><td>{@code [n]}, {@code [n, 1]}</td><td>one, called as the output</td></tr>
 *   <tr><td>{@code [n, K]}</td><td>{@code output/class} for each class that the signature names,
 *       else {@code output/0} to {@code output/K-1}; further extents count on, the last fastest
 *       </td></tr>
 *   <tr><td>{@code [n, -1]}</td><td>one of lists, called as the output</td></tr>
 * </table>
 *
 * <p>FP32, FP64, INT64, INT32 and BOOL become the Arrow types of that width, BYTES utf8. Immutable
 * and thread-safe.
 */
public final class RowOutputs implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Values of a row that only the answer tells the number of. */
  private static final int OPEN = -1;

  private final List<TensorSpec> outputs;
  private final String prefix;

  /**
   * For those outputs.
   *
   * @param prefix stands before the name of every column
   * @throws IllegalArgumentException naming the outputs that have no values for each row
   */
  public RowOutputs(List<TensorSpec> outputs, String prefix) {
    var problems = new ArrayList<String>();
    for (var output : outputs) {
      if (output.shape().rank() == 0 || output.shape().dim(0) != Shape.ANY) {
        problems.add("output " + output + " (expected: shape [-1, ...], values for each row)");
      } else if (!output.datatype().hasTensor()) {
        problems.add("output " + output + " (expected: bool, int32, int64, float, double, string)");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("; ", problems) + "; leave it out, or export the model without it");
    }
    this.outputs = List.copyOf(outputs);
    this.prefix = prefix;
  }

  /** Names of the outputs. */
  public Set<String> outputs() {
    var names = new LinkedHashSet<String>();
    outputs.forEach(output -> names.add(output.name()));
    return names;
  }

  /** The columns, in the order of the outputs. */
  public List<Field> fields() {
    var fields = new ArrayList<Field>();
    for (var output : outputs) {
      var type = FieldType.notNullable(ColumnWriter.type(output.datatype()));
      int width = width(output);
      if (width == OPEN) {
        fields.add(
            new Field(
                prefix + output.name(),
                FieldType.notNullable(ArrowType.List.INSTANCE),
                List.of(new Field(ListVector.DATA_VECTOR_NAME, type, null))));
      } else {
        for (int at = 0; at < width; at++) {
          fields.add(new Field(column(output, at, width), type, null));
        }
      }
    }
    return fields;
  }

  private static int width(TensorSpec output) {
    long width = 1;
    for (int axis = 1; axis < output.shape().rank(); axis++) {
      long extent = output.shape().dim(axis);
      if (extent == Shape.ANY) {
        return OPEN;
      }
      width *= extent;
    }
    return Math.toIntExact(width);
  }

  private String column(TensorSpec output, int at, int width) {
    if (width == 1) {
      return prefix + output.name();
    }
    boolean isNamed = output.classes().size() == width;
    return prefix + output.name() + "/" + (isNamed ? output.classes().get(at) : at);
  }

  /**
   * Fills the columns of {@link #fields}, which are empty.
   *
   * @param answers the outputs for {@code rows} rows
   * @throws IllegalArgumentException if an output does not have what its specification says, or its
   *     text is no UTF-8
   */
  public void write(Tensors answers, int rows, VectorSchemaRoot into) {
    for (var output : outputs) {
      var tensor = answers.get(output.name());
      int width = width(output);
      check(output, tensor, rows, width);
      if (width == OPEN) {
        ColumnWriter.writeLists(tensor, rows, (ListVector) into.getVector(prefix + output.name()));
      } else {
        for (int at = 0; at < width; at++) {
          ColumnWriter.write(tensor, at, width, rows, into.getVector(column(output, at, width)));
        }
      }
    }
  }

  private static void check(TensorSpec output, Tensor tensor, int rows, int width) {
    boolean isOfRows =
        tensor.shape().rank() > 0
            && tensor.shape().dim(0) == rows
            && (width == OPEN || tensor.size() == (long) rows * width);
    if (!isOfRows || tensor.datatype() != output.datatype()) {
      throw new IllegalArgumentException(
          "output '"
              + output.name()
              + "' is "
              + tensor
              + " for "
              + rows
              + " rows (expected: "
              + output
              + "); correct the model");
    }
    if (tensor instanceof BytesTensor texts) {
      checkTexts(output, texts);
    }
  }

  private static void checkTexts(TensorSpec output, BytesTensor texts) {
    if (isAscii(texts)) {
      return;
    }
    for (int i = 0; i < texts.size(); i++) {
      try {
        UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(texts.data(), texts.offsets()[i], texts.length(i)));
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(
            "output '"
                + output.name()
                + "', element "
                + i
                + ": "
                + texts.text(i)
                + ", bytes that are no UTF-8 (expected: text); leave the output out",
            e);
      }
    }
  }

  private static boolean isAscii(BytesTensor texts) {
    for (int at = texts.offsets()[0]; at < texts.offsets()[texts.size()]; at++) {
      if (texts.data()[at] < 0) {
        return false;
      }
    }
    return true;
  }
}
