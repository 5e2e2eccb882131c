package io.tributary.components.statistics;

import io.tributary.api.data.Aggregation;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The second pass over text columns with more different values than the first could count: exact
 * counts of the values in the heaviest cells. Every value that occurs more often than the heaviest
 * cell outside is among them; less frequent ones are left out of the result.
 *
 * @param columns what the first pass found
 * @param options as in the first pass
 */
record HeavyValuesAggregation(List<HeavyCells> columns, StatisticsOptions options)
    implements Aggregation<List<HeavyValuesAggregation.Column>, List<FeatureNameStatistics>>,
        Serializable {

  @Override
  public List<Column> create(Schema schema) {
    var accumulators = new ArrayList<Column>();
    for (var column : columns) {
      accumulators.add(new Column(column, options.exactValues(), new ByteCounts()));
    }
    return accumulators;
  }

  @Override
  public void add(List<Column> accumulator, VectorSchemaRoot batch) {
    for (var column : accumulator) {
      ColumnValues.forEachRange(
          batch.getVector(column.heavy.column()), batch.getRowCount(), column::add);
    }
  }

  @Override
  public void merge(List<Column> accumulator, List<Column> later) {
    for (int i = 0; i < accumulator.size(); i++) {
      accumulator.get(i).merge(later.get(i));
    }
  }

  /** Top values, ranks and distributions of values, in the order of the columns. */
  @Override
  public List<FeatureNameStatistics> finish(List<Column> accumulator) {
    var results = new ArrayList<FeatureNameStatistics>();
    for (var column : accumulator) {
      var feature = FeatureNameStatistics.newBuilder();
      var frequent = new FrequentValues(column.table, column.heavy.counts()[column.kept]);
      frequent.addTo(feature.getStringStatsBuilder(), options);
      StoredValues.addTexts(feature, frequent, options);
      results.add(feature.build());
    }
    return results;
  }

  @Override
  public boolean isOrderFree() {
    return true;
  }

  @Override
  public void encode(List<Column> accumulator, DataOutput out) throws IOException {
    for (var column : accumulator) {
      out.writeInt(column.kept);
      column.table.encode(out);
    }
  }

  @Override
  public List<Column> decode(DataInput in) throws IOException {
    var accumulators = new ArrayList<Column>();
    for (var column : columns) {
      int kept = in.readInt();
      var decoded = new Column(column, options.exactValues(), ByteCounts.decode(in));
      decoded.kept = kept;
      accumulators.add(decoded);
    }
    return accumulators;
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
