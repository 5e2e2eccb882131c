package io.tributary.data.split;

import io.tributary.data.row.RowHashes;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Leaves rows out whose hash is not among the part of all hashes that is kept. */
final class SampledSplits implements RowSplits {
  private static final double HASHES = 0x1p53;

  private final RowSplits splits;
  private final RowHashes rows;
  private long[] hashes = {};

  /** For every split, the first hash that is left out, of {@link #HASHES}. */
  private final long[] bounds;

  SampledSplits(RowSplits splits, Sampling sampling, long seed, List<String> names, Schema schema) {
    this.splits = splits;
    rows = RowHashes.of(schema, seed);
    bounds = names.stream().mapToLong(name -> Math.round(sampling.of(name) * HASHES)).toArray();
  }

  @Override
  public Optional<RowFlaw> assign(VectorSchemaRoot batch, int[] assigned) {
    var flaw = splits.assign(batch, assigned);
    if (flaw.isPresent()) {
      return flaw;
    }
    int count = batch.getRowCount();
    hashes = hashes.length < count ? new long[count] : hashes;
    rows.hash(batch, hashes);
    for (int r = 0; r < count; r++) {
      if (hashes[r] >>> 11 >= bounds[assigned[r]]) {
        assigned[r] = LEFT_OUT;
      }
    }
    return flaw;
  }
}
