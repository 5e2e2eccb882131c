package io.tributary.components.statistics;

import io.tributary.api.data.Aggregation;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Path;
import io.tributary.proto.tfmd.StructStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of all columns in one pass. The result depends on the rows alone: neither on their
 * order nor on how they were grouped into batches and partial results.
 */
record StatisticsAggregation(StatisticsOptions options)
    implements Aggregation<StatisticsAggregation.Accumulator, StatisticsAggregation.Result>,
        Serializable {

  /**
   * What a pass found.
   *
   * @param statistics complete but for the frequent values of the columns in {@code unfinished}
   */
  record Result(DatasetFeatureStatistics statistics, List<HeavyCells> unfinished) {}

  @Override
  public Accumulator create(Schema schema) {
    var columns = new ArrayList<Column>();
    for (var field : schema.getFields()) {
      columns.add(Column.of(field, options.exactValues()));
    }
    return new Accumulator(columns);
  }

  @Override
  public void add(Accumulator accumulator, VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    accumulator.rows += rows;
    for (int i = 0; i < accumulator.columns.size(); i++) {
      var column = accumulator.columns.get(i);
      var vector = batch.getVector(i);
      column.presence.add(vector, rows, column.isList);
      var numbers = column.numbers;
      var texts = column.texts;
      if (numbers != null) {
        ColumnValues.forEachRange(vector, rows, numbers::add);
      } else if (texts != null) {
        ColumnValues.forEachRange(vector, rows, texts::add);
      }
    }
  }

  @Override
  public void merge(Accumulator accumulator, Accumulator later) {
    accumulator.rows += later.rows;
    for (int i = 0; i < accumulator.columns.size(); i++) {
      accumulator.columns.get(i).merge(later.columns.get(i));
    }
  }

  @Override
  public Result finish(Accumulator accumulator) {
    var statistics = DatasetFeatureStatistics.newBuilder().setNumExamples(accumulator.rows);
    var unfinished = new ArrayList<HeavyCells>();
    for (int i = 0; i < accumulator.columns.size(); i++) {
      var column = accumulator.columns.get(i);
      statistics.addFeatures(column.finish(accumulator.rows, options));
      if (column.texts != null) {
        column.texts.heavyCells(i).ifPresent(unfinished::add);
      }
    }
    return new Result(statistics.build(), unfinished);
  }

  @Override
  public boolean isOrderFree() {
    return true;
  }

  @Override
  public void encode(Accumulator accumulator, DataOutput out) throws IOException {
    out.writeLong(accumulator.rows);
    out.writeInt(accumulator.columns.size());
    for (var column : accumulator.columns) {
      column.encode(out);
    }
  }

  @Override
  public Accumulator decode(DataInput in) throws IOException {
    long rows = in.readLong();
    int size = in.readInt();
    var columns = new ArrayList<Column>();
    for (int i = 0; i < size; i++) {
      columns.add(Column.decode(in, options.exactValues()));
    }
    var accumulator = new Accumulator(columns);
    accumulator.rows = rows;
    return accumulator;
  }

  /** What has been seen of all columns. */
  static final class Accumulator {
    private final List<Column> columns;
    private long rows;

    private Accumulator(List<Column> columns) {
      this.columns = columns;
    }
  }

  /** What has been seen of one column: numbers or texts or, of structs, only their presence. */
  private record Column(
      String name,
      ColumnKind kind,
      boolean isList,
      Presence presence,
      @Nullable NumberColumn numbers,
      @Nullable TextColumn texts) {

    static Column of(Field field, int bound) {
      var kind = ColumnKind.of(field);
      return new Column(
          field.getName(),
          kind,
          kind != ColumnKind.STRUCT && ColumnKind.isList(field.getType()),
          new Presence(bound),
          kind.isNumber() ? new NumberColumn(kind, bound) : null,
          kind == ColumnKind.TEXT ? new TextColumn(bound) : null);
    }

    void merge(Column later) {
      presence.merge(later.presence);
      if (numbers != null && later.numbers != null) {
        numbers.merge(later.numbers);
      }
      if (texts != null && later.texts != null) {
        texts.merge(later.texts);
      }
    }

    FeatureNameStatistics finish(long rows, StatisticsOptions options) {
      var feature =
          FeatureNameStatistics.newBuilder()
              .setPath(Path.newBuilder().addStep(name))
              .setType(kind.type());
      var common = presence.finish(rows);
      if (numbers != null) {
        feature.setNumStats(numbers.finish(feature, options).setCommonStats(common));
      } else if (texts != null) {
        feature.setStringStats(
            texts.finish(feature, presence.values(), options).setCommonStats(common));
      } else {
        feature.setStructStats(StructStatistics.newBuilder().setCommonStats(common));
      }
      return feature.build();
    }

    void encode(DataOutput out) throws IOException {
      out.writeUTF(name);
      out.writeUTF(kind.name());
      out.writeBoolean(isList);
      presence.encode(out);
      if (numbers != null) {
        numbers.encode(out);
      } else if (texts != null) {
        texts.encode(out);
      }
    }

    static Column decode(DataInput in, int bound) throws IOException {
      var name = in.readUTF();
      var kind = ColumnKind.valueOf(in.readUTF());
      boolean isList = in.readBoolean();
      var presence = Presence.decode(in, bound);
      return new Column(
          name,
          kind,
          isList,
          presence,
          kind.isNumber() ? NumberColumn.decode(in, kind, bound) : null,
          kind == ColumnKind.TEXT ? TextColumn.decode(in, bound) : null);
    }
  }
}
