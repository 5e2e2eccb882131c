package io.tributary.components.statistics;

import io.tributary.api.data.Aggregation;
import io.tributary.components.accumulator.EncodedText;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of all features and slices in one pass. The result depends on the rows alone: neither
 * on their order nor on how they were grouped into partial results.
 */
record StatisticsAggregation(StatisticsOptions options)
    implements Aggregation<StatisticsAggregation.Accumulator, StatisticsAggregation.Result>,
        Serializable {
  private static final int COLUMNS_PER_SHARER = 4;
  private static final int MOST_SHARERS = 8;

  /**
   * What a pass found.
   *
   * @param statistics of all rows, then of the slices in the order of their names; complete but for
   *     the frequent values of what is in {@code unfinished}
   */
  record Result(List<DatasetFeatureStatistics> statistics, List<HeavyCells> unfinished) {}

  @Override
  public Accumulator create(Schema schema) {
    var features = Feature.of(schema, options);
    return new Accumulator(RowsAccumulator.of(features, options), new TreeMap<>());
  }

  @Override
  public void add(Accumulator accumulator, VectorSchemaRoot batch) {
    if (options.selection().isOfAllRows()) {
      accumulator.all.add(batch);
      return;
    }
    accumulator
        .selected(batch.getSchema(), options)
        .forEach(batch, (slice, rows) -> accumulator.add(slice, rows, options));
  }

  @Override
  public void merge(Accumulator accumulator, Accumulator later) {
    accumulator.merge(later, options);
  }

  @Override
  public Result finish(Accumulator accumulator) {
    var unfinished = new ArrayList<HeavyCells>();
    var statistics = new ArrayList<DatasetFeatureStatistics>();
    statistics.add(accumulator.all.finish(StatisticsReader.ALL_EXAMPLES, unfinished));
    accumulator.slices.forEach((slice, rows) -> statistics.add(rows.finish(slice, unfinished)));
    return new Result(statistics, unfinished);
  }

  @Override
  public boolean isOrderFree() {
    return true;
  }

  /** Each column can be added to by one thread at a time; with many columns few have to wait. */
  @Override
  public int sharers(Schema schema) {
    return options.selection().isOfAllRows()
        ? Math.max(1, Math.min(MOST_SHARERS, schema.getFields().size() / COLUMNS_PER_SHARER))
        : 1;
  }

  @Override
  public void encode(Accumulator accumulator, DataOutput out) throws IOException {
    Feature.encode(accumulator.all.features(), out);
    accumulator.all.encode(out);
    out.writeInt(accumulator.slices.size());
    for (var slice : accumulator.slices.entrySet()) {
      EncodedText.write(slice.getKey(), out);
      slice.getValue().encode(out);
    }
  }

  @Override
  public Accumulator decode(DataInput in) throws IOException {
    var features = Feature.decode(in);
    var all = RowsAccumulator.decode(in, features, options);
    var slices = new TreeMap<String, RowsAccumulator>();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      slices.put(EncodedText.read(in), RowsAccumulator.decode(in, features, options.ofSlice()));
    }
    return new Accumulator(all, slices);
  }

  /** The same pass, whose result is what {@link #finish} would be given. */
  record Unfinished(StatisticsAggregation aggregation)
      implements Aggregation<Accumulator, Accumulator>, Serializable {
    @Override
    public Accumulator create(Schema schema) {
      return aggregation.create(schema);
    }

    @Override
    public void add(Accumulator accumulator, VectorSchemaRoot batch) {
      aggregation.add(accumulator, batch);
    }

    @Override
    public void merge(Accumulator accumulator, Accumulator later) {
      aggregation.merge(accumulator, later);
    }

    @Override
    public Accumulator finish(Accumulator accumulator) {
      return accumulator;
    }

    @Override
    public boolean isOrderFree() {
      return aggregation.isOrderFree();
    }

    @Override
    public int sharers(Schema schema) {
      return aggregation.sharers(schema);
    }

    @Override
    public void encode(Accumulator accumulator, DataOutput out) throws IOException {
      aggregation.encode(accumulator, out);
    }

    @Override
    public Accumulator decode(DataInput in) throws IOException {
      return aggregation.decode(in);
    }
  }

  /** What has been seen of all rows and of those of slices. */
  static final class Accumulator {
    private final RowsAccumulator all;
    private final Map<String, RowsAccumulator> slices;
    private @Nullable SelectedRows selected;

    private Accumulator(RowsAccumulator all, Map<String, RowsAccumulator> slices) {
      this.all = all;
      this.slices = slices;
    }

    List<Feature> features() {
      return all.features();
    }

    private SelectedRows selected(Schema schema, StatisticsOptions options) {
      if (selected == null) {
        selected = new SelectedRows(schema, options.selection());
      }
      return selected;
    }

    private void add(String slice, VectorSchemaRoot rows, StatisticsOptions options) {
      if (slice.equals(StatisticsReader.ALL_EXAMPLES)) {
        all.add(rows);
      } else {
        slices
            .computeIfAbsent(slice, name -> RowsAccumulator.of(all.features(), options.ofSlice()))
            .add(rows);
        options.selection().checkSlices(slices.size());
      }
    }

    private void merge(Accumulator later, StatisticsOptions options) {
      all.merge(later.all);
      later.slices.forEach(
          (name, rows) -> {
            var mine = slices.putIfAbsent(name, rows);
            if (mine != null) {
              mine.merge(rows);
            }
          });
      options.selection().checkSlices(slices.size());
    }
  }
}
