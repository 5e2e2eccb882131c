package io.tributary.components.evaluator;

import io.tributary.api.data.Aggregation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a task tallies, and metrics of the user's beside it.
 *
 * @param labels of a row
 * @param predictions of a row
 */
record CustomYardstick<T extends Tally<T>>(
    Yardstick<T> usual, List<CustomMetric.Named> customs, int labels, int predictions)
    implements Yardstick<CustomYardstick<T>.Rows> {

  @Override
  public Rows tally() {
    return new Rows(usual.tally());
  }

  @Override
  public Rows decode(DataInput in) throws IOException {
    var rows = new Rows(usual.decode(in));
    for (var custom : rows.customs) {
      custom.decode(in);
    }
    return rows;
  }

  @Override
  public int sums() {
    return usual.sums();
  }

  @Override
  public void add(double[] sums, Tally.Judged judged, double[] outputs, int row) {
    usual.add(sums, judged, outputs, row);
  }

  @Override
  public Map<Metric, Double> figures(double[] sums) {
    return usual.figures(sums);
  }

  @Override
  public Groups grouped(Rows tally, Groups found, Confidence confidence) {
    return usual.grouped(tally.usualTally, found, confidence);
  }

  private Schema schema() {
    var fields = new ArrayList<Field>();
    columns("label", labels, fields);
    columns("prediction", predictions, fields);
    columns("weight", 1, fields);
    return new Schema(fields);
  }

  private static void columns(String name, int count, List<Field> fields) {
    var type = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    for (int i = 0; i < count; i++) {
      fields.add(new Field(count == 1 ? name : name + "/" + i, FieldType.notNullable(type), null));
    }
  }

  /** A metric and what it has accumulated. */
  private static final class Custom<A> {
    private final Metric metric;
    private final Aggregation<A, Double> aggregation;
    private A accumulator;

    Custom(Metric metric, Aggregation<A, Double> aggregation, Schema schema) {
      this.metric = metric;
      this.aggregation = aggregation;
      this.accumulator = aggregation.create(schema);
    }

    static Custom<?> of(CustomMetric.Named named, Schema schema) {
      return new Custom<>(named.metric(), named.make().aggregation(), schema);
    }

    void add(VectorSchemaRoot batch) {
      aggregation.add(accumulator, batch);
    }

    /** Of the same metric: what another tally of this yardstick has in the same place. */
    @SuppressWarnings("unchecked")
    void merge(Custom<?> later) {
      aggregation.merge(accumulator, (A) later.accumulator);
    }

    void encode(DataOutput out) throws IOException {
      aggregation.encode(accumulator, out);
    }

    void decode(DataInput in) throws IOException {
      accumulator = aggregation.decode(in);
    }

    double figure() throws IOException {
      // Figures may be asked for again, and finishing uses an accumulator up.
      var bytes = new ByteArrayOutputStream();
      aggregation.encode(accumulator, new DataOutputStream(bytes));
      return aggregation.finish(
          aggregation.decode(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    }
  }

  /** The rows of a slice. They are handed on some at a time, as a batch. */
  final class Rows implements Tally<Rows> {
    private static final int BATCH_ROWS = 1024;

    private final T usualTally;
    private final List<Custom<?>> customs = new ArrayList<>();
    private final int width = labels + predictions + 1;
    private double[] waiting = new double[16 * width];
    private int size;

    private Rows(T usualTally) {
      this.usualTally = usualTally;
      var schema = schema();
      for (var named : CustomYardstick.this.customs) {
        customs.add(Custom.of(named, schema));
      }
    }

    @Override
    public void add(Judged judged, double[] outputs, int row) {
      usualTally.add(judged, outputs, row);
      if (size * width == waiting.length) {
        waiting = Arrays.copyOf(waiting, 2 * waiting.length);
      }
      int at = size++ * width;
      System.arraycopy(judged.labels(), row * labels, waiting, at, labels);
      System.arraycopy(outputs, row * predictions, waiting, at + labels, predictions);
      waiting[at + width - 1] = judged.weight(row);
      if (size == BATCH_ROWS) {
        handOn();
      }
    }

    private void handOn() {
      if (size == 0) {
        return;
      }
      try (var allocator = new RootAllocator();
          var batch = VectorSchemaRoot.create(schema(), allocator)) {
        for (int column = 0; column < width; column++) {
          var vector = (Float8Vector) batch.getVector(column);
          vector.allocateNew(size);
          for (int row = 0; row < size; row++) {
            vector.set(row, waiting[row * width + column]);
          }
        }
        batch.setRowCount(size);
        customs.forEach(custom -> custom.add(batch));
      }
      size = 0;
    }

    @Override
    public void add(Rows other) {
      handOn();
      other.handOn();
      usualTally.add(other.usualTally);
      for (int i = 0; i < customs.size(); i++) {
        customs.get(i).merge(other.customs.get(i));
      }
    }

    @Override
    public void encode(DataOutput out) throws IOException {
      handOn();
      usualTally.encode(out);
      for (var custom : customs) {
        custom.encode(out);
      }
    }

    @Override
    public int droppedBits() {
      return usualTally.droppedBits();
    }

    @Override
    public Plots plots() {
      return usualTally.plots();
    }

    @Override
    public Map<Metric, Double> figures() {
      handOn();
      var figures = usualTally.figures();
      for (var custom : customs) {
        try {
          figures.put(custom.metric, custom.figure());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return figures;
    }
  }
}
