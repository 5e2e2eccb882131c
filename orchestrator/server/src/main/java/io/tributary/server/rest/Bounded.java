package io.tributary.server.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpException;

/** Bytes of a client, of which no more than so many are read; {@link Refusal} if they break off. */
final class Bounded extends FilterInputStream {
  private static final int BLOCK = 8192;

  private final long most;
  private long left;

  Bounded(InputStream in, long most) {
    super(in);
    this.most = most;
    this.left = most;
  }

  static Refusal tooLarge(long most) {
    return Refusal.of(
        413, "body", "more than " + most + " bytes", most + " bytes at most", "send less");
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int read;
    try {
      read = super.read(bytes, offset, length);
    } catch (IOException | HttpException.RuntimeException e) {
      throw brokenOff(e);
    }
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long wanted) {
    int length = (int) Math.min(wanted, BLOCK);
    return Math.max(0, read(new byte[length], 0, length));
  }

  private static Refusal brokenOff(Exception e) {
    return Refusal.of(
        408,
        "body",
        "broken off: " + e.getMessage(),
        "all of it, without long pauses",
        "send it again");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw tooLarge(most);
    }
  }
}
