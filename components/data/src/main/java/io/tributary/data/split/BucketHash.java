package io.tributary.data.split;

import io.tributary.api.digest.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/** Finds the bucket of some bytes. Not thread-safe. */
final class BucketHash {
  private final MessageDigest sha = Sha256.create();
  private final byte[] digest = new byte[32];
  private final int buckets;

  BucketHash(int buckets) {
    this.buckets = buckets;
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
}
