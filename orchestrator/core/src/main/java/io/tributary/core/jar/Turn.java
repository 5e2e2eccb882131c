package io.tributary.core.jar;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to add files to a folder and to take them away, which one process has at a time. Where
 * the file system has no locks, nobody has it.
 */
final class Turn implements AutoCloseable {
  /** Locks are processes'; threads of one process have to ask again. */
  private static final long PAUSE_MILLIS = 5;

  /** Of somebody who adds nothing. */
  static final Turn NONE = new Turn(null, null);

  private final @Nullable FileChannel channel;
  private final @Nullable FileLock lock;

  private Turn(@Nullable FileChannel channel, @Nullable FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Waits for it.
   *
   * @throws InterruptedIOException if the thread is interrupted, which it then still is
   */
  static Turn await(Path file) throws IOException {
    var channel = FileChannel.open(file, CREATE, WRITE);
    try {
      while (true) {
        try {
          return new Turn(channel, channel.lock());
        } catch (OverlappingFileLockException e) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException | FileLockInterruptionException | ClosedByInterruptException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(file + ": interrupted while it was waited for");
    } catch (IOException e) {
      return new Turn(channel, null);
    }
  }

  boolean isHeld() {
    return lock != null && lock.isValid();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
