package io.tributary.data.csv;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * What files hold, taken from their bytes as they are read: as a SHA-256, which names it, and as a
 * CRC-32C, with which a later pass sees at no cost that it still reads the same. Not thread-safe.
 */
final class Fingerprint implements Checksum {
  private final MessageDigest files = sha256();
  private final MessageDigest file = sha256();
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
    return HexFormat.of().formatHex(files.digest());
  }

  @Override
  public void reset() {
    files.reset();
    file.reset();
    checksum.reset();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: absent (expected: part of every JDK)", e);
    }
  }
}
