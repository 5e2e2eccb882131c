package io.tributary.data.split;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.row.RowHashes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Splits by the hash of a row, or of some columns. */
final class HashSplits implements RowSplits {
  /** Digits of the square root of three: a seed that no sampling is likely to have. */
  static final long SEED = 0xBB67AE8584CAA73BL;

  /** For every split, the first bucket behind it. */
  private final int[] bounds;

  private final RowHashes rows;
  private final List<String> features;
  private long[] hashes = {};

  HashSplits(SplitConfig config, Schema schema) {
    bounds = new int[config.splits().size()];
    int bound = 0;
    for (int s = 0; s < bounds.length; s++) {
      bound += config.splits().get(s).hashBuckets();
      bounds[s] = bound;
    }
    features = config.partitionFeatures();
    features.forEach(feature -> check(feature, schema));
    rows = features.isEmpty() ? RowHashes.of(schema, SEED) : RowHashes.of(schema, features, SEED);
  }

  private static void check(String feature, Schema schema) {
    for (var field : schema.getFields()) {
      if (field.getName().equals(feature)) {
        switch (field.getType().getTypeID()) {
          case Int,
              Bool,
              Utf8,
              LargeUtf8,
              Binary,
              LargeBinary,
              FixedSizeBinary,
              Date,
              Timestamp -> {
            return;
          }
          default ->
              throw wrong(
                  feature,
                  field.getType().toString(),
                  "a column of text, bytes, integers, booleans or times",
                  "split by another column, or by the whole row");
        }
      }
    }
    throw wrong(
        feature,
        "no such column",
        "one of " + schema.getFields().stream().map(Field::getName).toList(),
        "name a column of the data");
  }

  private static ExecutionFailure wrong(
      String feature, String value, String expected, String remedy) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT, new Explanation(where(feature), value, expected, remedy));
  }

  private static String where(String feature) {
    return "splits > partition feature '" + feature + "'";
  }

  @Override
  public Optional<RowFlaw> assign(VectorSchemaRoot batch, int[] splits) {
    int count = batch.getRowCount();
    if (bounds.length == 1) {
      Arrays.fill(splits, 0, count, 0);
    } else {
      hashes = hashes.length < count ? new long[count] : hashes;
      rows.hash(batch, hashes);
      int buckets = bounds[bounds.length - 1];
      for (int r = 0; r < count; r++) {
        splits[r] = split((int) Long.remainderUnsigned(hashes[r], buckets));
      }
    }
    return missing(batch);
  }

  /** The first row that lacks a feature to divide by. */
  private Optional<RowFlaw> missing(VectorSchemaRoot batch) {
    return features.stream()
        .map(batch::getVector)
        .filter(vector -> vector.getNullCount() > 0)
        .map(
            vector ->
                new RowFlaw(
                    firstNull(vector),
                    where(vector.getName()),
                    "missing",
                    "a value in every row",
                    "split by another column, or by the whole row"))
        .min(Comparator.comparingInt(RowFlaw::row));
  }

  private static int firstNull(FieldVector vector) {
    int row = 0;
    while (!vector.isNull(row)) {
      row++;
    }
    return row;
  }

  private int split(int bucket) {
    int s = 0;
    while (bucket >= bounds[s]) {
      s++;
    }
    return s;
  }
}
