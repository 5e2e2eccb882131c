package io.tributary.components.trainer;

import io.tributary.components.transform.FittedTransform.Feature;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;

/** A column of transformed examples in the making, batch after batch. Not thread-safe. */
abstract class LoadedColumn {
  private final String name;
  private int wrong;
  private String firstWrong = "";

  private LoadedColumn(String name) {
    this.name = name;
  }

  static LoadedColumn of(Feature feature) {
    return switch (feature.kind()) {
      case NUMBER -> new Numbers(feature.name());
      case ID -> new Ids(feature);
      case VECTOR -> new Vectors(feature);
    };
  }

  String name() {
    return name;
  }

  /** Appends a batch as rows {@code from} to {@code to}. */
  abstract void add(FieldVector batch, int from, int to);

  /** What there is for an algorithm, once all batches are there. */
  abstract List<FeatureColumn> finish(int rows);

  abstract String expected();

  final boolean isRight() {
    return wrong == 0;
  }

  final void wrong(String value, int row) {
    if (wrong == 0) {
      firstWrong = value + " in row " + row;
    }
    wrong++;
  }

  final void check(String place, Problems problems) {
    if (wrong > 0) {
      problems.add(
          place,
          wrong == 1 ? firstWrong : firstWrong + " and in " + (wrong - 1) + " more",
          expected(),
          "leave such rows out, or let the feature fill in a value: fillMissing(value)");
    }
  }

  final void requirePresent(FieldVector batch, int from, int to) {
    for (int i = from; batch.getNullCount() > 0 && i < to; i++) {
      if (batch.isNull(i - from)) {
        wrong("null", i);
      }
    }
  }

  private static int grown(int length, int needed) {
    return Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, length * 2L));
  }

  /** {@code values}, or a longer copy if they have no room. */
  private static float[] withRoom(float[] values, int needed) {
    return needed <= values.length ? values : Arrays.copyOf(values, grown(values.length, needed));
  }

  /** {@code values}, or a longer copy if they have no room. */
  private static int[] withRoom(int[] values, int needed) {
    return needed <= values.length ? values : Arrays.copyOf(values, grown(values.length, needed));
  }

  /** Copies numbers, {@code stride} apart, into {@code values}. */
  private void copy(
      Float4Vector batch, int component, int stride, float[] values, int from, int to) {
    var buffer =
        batch
            .getDataBuffer()
            .nioBuffer(0, (to - from) * stride * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    boolean nulls = batch.getNullCount() > 0;
    for (int i = from; i < to; i++) {
      int at = (i - from) * stride + component;
      values[i] = buffer.get(at);
      if (nulls && batch.isNull(at)) {
        wrong("null", i);
      } else if (!Float.isFinite(values[i])) {
        wrong(Float.toString(values[i]), i);
      }
    }
  }

  static final class Numbers extends LoadedColumn {
    private float[] values = new float[0];

    Numbers(String name) {
      super(name);
    }

    @Override
    void add(FieldVector batch, int from, int to) {
      values = withRoom(values, to);
      super.copy((Float4Vector) batch, 0, 1, values, from, to);
    }

    float[] values(int rows) {
      return values.length == rows ? values : Arrays.copyOf(values, rows);
    }

    @Override
    List<FeatureColumn> finish(int rows) {
      return List.of(new FeatureColumn.Numbers(name(), values(rows)));
    }

    @Override
    String expected() {
      return "finite numbers";
    }
  }

  private static final class Vectors extends LoadedColumn {
    private final float[][] values;

    Vectors(Feature feature) {
      super(feature.name());
      values = new float[Math.toIntExact(feature.size())][0];
    }

    @Override
    void add(FieldVector batch, int from, int to) {
      var components = (Float4Vector) ((FixedSizeListVector) batch).getDataVector();
      requirePresent(batch, from, to);
      for (int i = 0; i < values.length; i++) {
        values[i] = withRoom(values[i], to);
        super.copy(components, i, values.length, values[i], from, to);
      }
    }

    @Override
    List<FeatureColumn> finish(int rows) {
      var columns = new ArrayList<FeatureColumn>(values.length);
      for (int i = 0; i < values.length; i++) {
        columns.add(
            new FeatureColumn.Numbers(
                FeatureColumn.ofVector(name(), i), Arrays.copyOf(values[i], rows)));
      }
      return columns;
    }

    @Override
    String expected() {
      return "vectors of finite numbers";
    }
  }

  private static final class Ids extends LoadedColumn {
    private final int size;
    private int[] values = new int[0];

    Ids(Feature feature) {
      super(feature.name());
      size = Math.toIntExact(feature.size());
    }

    @Override
    void add(FieldVector batch, int from, int to) {
      values = withRoom(values, to);
      var ids =
          ((BaseFixedWidthVector) batch)
              .getDataBuffer()
              .nioBuffer(0, (to - from) * BigIntVector.TYPE_WIDTH)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asLongBuffer();
      for (int i = from; i < to; i++) {
        long id = ids.get(i - from);
        values[i] = id >= 0 && id < size ? (int) id : -1;
      }
      requirePresent(batch, from, to);
    }

    @Override
    List<FeatureColumn> finish(int rows) {
      return List.of(new FeatureColumn.Ids(name(), size, Arrays.copyOf(values, rows)));
    }

    @Override
    String expected() {
      return "ids";
    }
  }

  /** Texts, which are classes. */
  static final class Classes extends LoadedColumn {
    private final ClassCodes codes = new ClassCodes();
    private int[] values = new int[0];

    Classes(String name) {
      super(name);
    }

    @Override
    void add(FieldVector batch, int from, int to) {
      var texts = (VarCharVector) batch;
      values = withRoom(values, to);
      requirePresent(batch, from, to);
      int end = to == from ? 0 : texts.getEndOffset(to - from - 1);
      var data = new byte[end];
      texts.getDataBuffer().getBytes(0, data, 0, end);
      for (int i = from; i < to; i++) {
        values[i] = codes.of(data, texts.getStartOffset(i - from), texts.getEndOffset(i - from));
        if (values[i] < 0) {
          wrong("one more text than " + ClassCodes.MAX_CLASSES, i);
        }
      }
    }

    /** All texts, sorted by their UTF-8 bytes. */
    List<String> classes() {
      return codes.sorted();
    }

    /** The index of each row's text in {@code classes}; −1 for one that is none of them. */
    float[] indices(List<String> classes, int rows) {
      var indices = codes.indices(classes);
      var labels = new float[rows];
      IntStream.range(0, rows).forEach(i -> labels[i] = indices[values[i]]);
      return labels;
    }

    @Override
    List<FeatureColumn> finish(int rows) {
      throw new IllegalStateException("texts are no feature");
    }

    @Override
    String expected() {
      return "a text in every row, and at most " + ClassCodes.MAX_CLASSES + " distinct ones";
    }
  }
}
