package io.tributary.components.statistics;

import io.tributary.api.data.Aggregation;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The second pass over text columns with more different values than the first could count: exact
 * counts of the values in the heaviest cells. Every value that occurs more often than the heaviest
 * cell outside is among them; less frequent ones are left out of the result.
 *
 * @param columns what the first pass found
 * @param options as in the first pass
 */
record HeavyValuesAggregation(List<HeavyCells> columns, StatisticsOptions options)
    implements Aggregation<HeavyValuesAggregation.Accumulator, List<FeatureNameStatistics>>,
        Serializable {

  /** All of them where rows are sampled: the sample is chosen by what is in all columns. */
  @Override
  public Optional<Set<String>> readColumns() {
    if (options.selection().sampleRate() < 1) {
      return Optional.empty();
    }
    var names = described();
    options.selection().slices().forEach(slicing -> names.addAll(slicing.columns()));
    return Optional.of(names);
  }

  /** The columns in which the values are. */
  private Set<String> described() {
    var names = new HashSet<String>();
    columns.forEach(column -> names.add(column.path().get(0)));
    return names;
  }

  @Override
  public Accumulator create(Schema schema) {
    var accumulators = new ArrayList<Column>();
    for (var column : columns) {
      accumulators.add(new Column(column, options.exactValues(columns.size()), new ByteCounts()));
    }
    return new Accumulator(accumulators);
  }

  @Override
  public void add(Accumulator accumulator, VectorSchemaRoot batch) {
    accumulator.selected(batch.getSchema(), this).forEach(batch, accumulator::add);
  }

  @Override
  public void merge(Accumulator accumulator, Accumulator later) {
    for (int i = 0; i < columns.size(); i++) {
      accumulator.columns.get(i).merge(later.columns.get(i));
    }
  }

  /** Top values, ranks and distributions of values, in the order of the columns. */
  @Override
  public List<FeatureNameStatistics> finish(Accumulator accumulator) {
    var results = new ArrayList<FeatureNameStatistics>();
    for (var column : accumulator.columns) {
      var feature = FeatureNameStatistics.newBuilder();
      var frequent = new FrequentValues(column.table, column.heavy.counts()[column.kept]);
      frequent.addTo(feature.getStringStatsBuilder(), options);
      StoredValues.addTexts(
          feature,
          frequent,
          column.heavy.slice().equals(StatisticsReader.ALL_EXAMPLES) ? options : options.ofSlice());
      results.add(feature.build());
    }
    return results;
  }

  @Override
  public boolean isOrderFree() {
    return true;
  }

  @Override
  public void encode(Accumulator accumulator, DataOutput out) throws IOException {
    for (var column : accumulator.columns) {
      out.writeInt(column.kept);
      column.table.encode(out);
    }
  }

  @Override
  public Accumulator decode(DataInput in) throws IOException {
    var accumulators = new ArrayList<Column>();
    for (var column : columns) {
      int kept = in.readInt();
      var decoded = new Column(column, options.exactValues(columns.size()), ByteCounts.decode(in));
      decoded.kept = kept;
      accumulators.add(decoded);
    }
    return new Accumulator(accumulators);
  }

  /** What has been seen of all columns. */
  static final class Accumulator {
    private final List<Column> columns;

    /** By slice and, in it, by the index of the feature among {@link #features}. */
    private final Map<String, Map<Integer, Column>> columnsOfSlices = new HashMap<>();

    private List<Feature> features = List.of();
    private @Nullable SelectedRows selected;

    private Accumulator(List<Column> columns) {
      this.columns = columns;
    }

    private SelectedRows selected(Schema schema, HeavyValuesAggregation aggregation) {
      if (selected == null) {
        selected = new SelectedRows(schema, aggregation.options.selection().ofAllColumns());
        var described = aggregation.described();
        features =
            Feature.of(schema).stream()
                .filter(feature -> described.contains(feature.name()))
                .toList();
        var paths = Feature.all(features).stream().map(Feature::path).toList();
        for (var column : columns) {
          columnsOfSlices
              .computeIfAbsent(column.heavy.slice(), slice -> new HashMap<>())
              .put(paths.indexOf(column.heavy.path()), column);
        }
      }
      return selected;
    }

    private void add(String slice, VectorSchemaRoot rows) {
      var ofSlice = columnsOfSlices.get(slice);
      if (ofSlice != null) {
        FeatureWalk.over(features, rows, false, new Adding(ofSlice));
      }
    }
  }

  /** Adds the values of some features. */
  private record Adding(Map<Integer, Column> columns) implements FeatureWalk.Visitor {
    @Override
    public void lists(
        int feature, int level, Slots slots, BaseListVector lists, boolean areInnermost) {
      // only values are counted
    }

    @Override
    public void values(int feature, Slots slots, ValueVector vector) {
      var column = columns.get(feature);
      if (column != null) {
        slots.forEachRange((from, to) -> column.add(vector, from, to));
      }
    }
  }

  /** The values of one column that fall into its heavy cells; of fewer cells if there are many. */
  static final class Column {
    private final HeavyCells heavy;
    private final int bound;
    private final ByteCounts table;
    private final int[] rankOfCell = new int[HeavyCells.CELLS];
    private int kept;

    Column(HeavyCells heavy, int bound, ByteCounts table) {
      this.heavy = heavy;
      this.bound = bound;
      this.table = table;
      this.kept = heavy.cells().length;
      Arrays.fill(rankOfCell, Integer.MAX_VALUE);
      for (int rank = 0; rank < kept; rank++) {
        rankOfCell[heavy.cells()[rank]] = rank;
      }
    }

    private void add(ValueVector vector, int from, int to) {
      var values = TextVectors.ofThisThread();
      for (int next = from; next < to; ) {
        next = values.load(vector, next, to);
        long[] hashes = values.hashes();
        for (int i = 0; i < values.size(); i++) {
          if (isKept(hashes[i])) {
            table.add(hashes[i], values.bytes(), values.start(i), values.length(i), 1);
          }
        }
        fit();
      }
    }

    private void merge(Column later) {
      narrow(later.kept);
      later.narrow(kept);
      table.add(later.table);
      fit();
    }

    private boolean isKept(long hash) {
      return rankOfCell[HeavyCells.cell(hash)] < kept;
    }

    private void fit() {
      while (kept > 0
          && (table.size() > bound || table.byteLength() > TextColumn.byteBound(bound))) {
        narrow(kept / 2);
      }
    }

    private void narrow(int cells) {
      if (cells < kept) {
        kept = cells;
        table.keep(this::isKept);
      }
    }
  }
}
