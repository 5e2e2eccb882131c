package io.tributary.data.split;

import io.tributary.data.row.Hash64;
import io.tributary.data.row.RowBytes;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Leaves rows out whose hash is not among the part of all hashes that is kept. */
final class SampledSplits implements RowSplits {
  private static final double HASHES = 0x1p53;

  private final RowSplits splits;
  private final RowBytes rows;
  private final long seed;

  /** For every split, the first hash that is left out, of {@link #HASHES}. */
  private final long[] bounds;

  SampledSplits(RowSplits splits, Sampling sampling, long seed, List<String> names, Schema schema) {
    this.splits = splits;
    this.seed = seed;
    rows = RowBytes.of(schema);
    bounds = names.stream().mapToLong(name -> Math.round(sampling.of(name) * HASHES)).toArray();
  }

  @Override
  public Optional<RowFlaw> assign(VectorSchemaRoot batch, int[] assigned) {
    var flaw = splits.assign(batch, assigned);
    if (flaw.isPresent()) {
      return flaw;
    }
    rows.load(batch);
    for (int r = 0; r < batch.getRowCount(); r++) {
      var bytes = rows.row(r);
      if (Hash64.of(bytes.bytes(), 0, bytes.length(), seed) >>> 11 >= bounds[assigned[r]]) {
        assigned[r] = LEFT_OUT;
      }
    }
    return flaw;
  }
}
