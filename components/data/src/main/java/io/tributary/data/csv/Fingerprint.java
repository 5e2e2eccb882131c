package io.tributary.data.csv;

import io.tributary.api.digest.Sha256;
import java.security.MessageDigest;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * What files hold, taken from their bytes as they are read: as a SHA-256, which names it, and as a
 * CRC-32C, with which a later pass sees at no cost that it still reads the same. Not thread-safe.
 */
final class Fingerprint implements Checksum {
  private final MessageDigest files = Sha256.create();
  private final MessageDigest file = Sha256.create();
  private final CRC32C checksum = new CRC32C();

  @Override
  public void update(byte[] bytes, int from, int count) {
    file.update(bytes, from, count);
    checksum.update(bytes, from, count);
  }

  @Override
  public void update(int value) {
    file.update((byte) value);
    checksum.update(value);
  }

  /** The bytes that follow are those of the next file. */
  void endFile() {
    files.update(file.digest());
  }

  /** CRC-32C of all bytes. */
  @Override
  public long getValue() {
    return checksum.getValue();
  }

  /** SHA-256 of the SHA-256 of every file that has ended, in hexadecimal; to be asked once. */
  String digest() {
    return Sha256.hex(files);
  }

  @Override
  public void reset() {
    files.reset();
    file.reset();
    checksum.reset();
  }
}
