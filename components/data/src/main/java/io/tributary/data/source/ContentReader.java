package io.tributary.data.source;

import io.tributary.api.ExecutionFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads contents for one thread; keeps the file open that was read last. */
public final class ContentReader implements AutoCloseable {
  /** The JDK copies through off-heap memory of the size asked for: never ask for much. */
  private static final int BLOCK = 1 << 18;

  private @Nullable FileChannel channel;
  private @Nullable Path open;

  /**
   * Reads {@code count} bytes from {@code position} on.
   *
   * @throws ExecutionFailure if the file cannot be read, or ends before that
   */
  public void read(Content content, long position, byte[] into, int at, int count)
      throws IOException {
    try {
      var from = content.unpacked().isPresent() ? content.unpacked().get() : channel(content);
      int done = 0;
      while (done < count) {
        int wanted = Math.min(BLOCK, count - done);
        int read = from.read(ByteBuffer.wrap(into, at + done, wanted), position + done);
        if (read < 0) {
          throw SourceFiles.changed(
              content.file(),
              "it had " + content.size() + " bytes, and ends after " + (position + done));
        }
        done += read;
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw SourceFiles.failure(content.file(), e);
    }
  }

  /**
   * Makes sure that a file still ends where it did.
   *
   * @throws ExecutionFailure if it does not
   */
  public void requireEnd(Content content) throws IOException {
    if (content.unpacked().isPresent()) {
      return;
    }
    try {
      long size = channel(content).size();
      if (size != content.size()) {
        throw SourceFiles.changed(
            content.file(), "it had " + content.size() + " bytes, and now has " + size);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw SourceFiles.failure(content.file(), e);
    }
  }

  private FileChannel channel(Content content) throws IOException {
    var current = channel;
    if (current == null || !content.file().equals(open)) {
      close();
      current = FileChannel.open(content.file(), StandardOpenOption.READ);
      channel = current;
      open = content.file();
    }
    return current;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
