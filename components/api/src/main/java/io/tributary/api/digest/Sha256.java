package io.tributary.api.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), written as 64 lower-case hexadecimal digits. */
public final class Sha256 {
  private static final int BLOCK = 1 << 16;

  private Sha256() {}

  /** A digest that has seen nothing yet. */
  public static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: absent (expected: part of every JDK)", e);
    }
  }

  /** Of what {@code digest} has seen; it is as new afterwards. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of {@code content}. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(create().digest(content));
  }

  /** Of a file's content, in bounded memory. */
  public static String of(Path file) throws IOException {
    var digest = create();
    update(digest, file);
    return hex(digest);
  }

  /** Shows {@code digest} a file's content, in bounded memory. */
  public static void update(MessageDigest digest, Path file) throws IOException {
    var block = new byte[(int) Math.max(1, Math.min(BLOCK, Files.size(file)))];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    }
  }
}
