package io.tributary.data.split;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Finds the split of every row. Not thread-safe. */
final class SplitHash {
  private final MessageDigest sha = sha256();
  private final byte[] digest = new byte[32];
  private final RowBytes rows;
  private final int buckets;

  /** For every split, the first bucket behind it. */
  private final int[] bounds;

  SplitHash(SplitConfig config, Schema schema) {
    rows = new RowBytes(schema, config.partitionFeature(), sha);
    buckets = config.buckets();
    bounds = new int[config.splits().size()];
    int bound = 0;
    for (int s = 0; s < bounds.length; s++) {
      bound += config.splits().get(s).hashBuckets();
      bounds[s] = bound;
    }
  }

  /**
   * Sets {@code splits[r]} to the index of the split of row {@code r}.
   *
   * @param firstRow number of the batch's first row among all rows
   */
  void assign(VectorSchemaRoot batch, long firstRow, int[] splits) {
    rows.load(batch);
    for (int r = 0; r < batch.getRowCount(); r++) {
      var bytes = rows.of(r, firstRow + r);
      splits[r] = split(bucket(bytes.bytes(), bytes.length()));
    }
  }

  private int split(int bucket) {
    int s = 0;
    while (bucket >= bounds[s]) {
      s++;
    }
    return s;
  }

  /** SHA-256, as an unsigned big-endian integer, modulo the number of buckets. */
  int bucket(byte[] bytes, int length) {
    sha.update(bytes, 0, length);
    try {
      sha.digest(digest, 0, digest.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256: not 32 bytes (expected: 32)", e);
    }
    long remainder = 0;
    for (byte b : digest) {
      remainder = ((remainder << 8) | (b & 0xff)) % buckets;
    }
    return (int) remainder;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: absent (expected: part of every JDK)", e);
    }
  }
}
