package io.tributary.data.split;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.row.RowBytes;
import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Splits by the hash of a row, or of some columns. */
final class HashSplits implements RowSplits {
  /** For every split, the first bucket behind it. */
  private final int[] bounds;

  private final BucketHash hash;
  private final RowBytes rows;
  private final boolean isOfColumns;

  HashSplits(SplitConfig config, Schema schema) {
    bounds = new int[config.splits().size()];
    int bound = 0;
    for (int s = 0; s < bounds.length; s++) {
      bound += config.splits().get(s).hashBuckets();
      bounds[s] = bound;
    }
    hash = new BucketHash(bound);
    isOfColumns = !config.partitionFeatures().isEmpty();
    config.partitionFeatures().forEach(feature -> check(feature, schema));
    rows = isOfColumns ? RowBytes.of(schema, config.partitionFeatures()) : RowBytes.of(schema);
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
    if (bounds.length == 1 && !isOfColumns) {
      Arrays.fill(splits, 0, count, 0);
      return Optional.empty();
    }
    rows.load(batch);
    for (int r = 0; r < count; r++) {
      if (isOfColumns) {
        var missing = rows.missing(r);
        if (missing.isPresent()) {
          return Optional.of(
              new RowFlaw(
                  r,
                  where(missing.get()),
                  "missing",
                  "a value in every row",
                  "split by another column, or by the whole row"));
        }
      }
      var bytes = rows.row(r);
      splits[r] = split(hash.bucket(bytes.bytes(), bytes.length()));
    }
    return Optional.empty();
  }

  private int split(int bucket) {
    int s = 0;
    while (bucket >= bounds[s]) {
      s++;
    }
    return s;
  }
}
