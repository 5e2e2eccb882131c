package io.tributary.data.source;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.digest.Sha256;
import io.tributary.data.InOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contents of files, of which some may be packed: by gzip or Zstandard, which their first bytes
 * tell. What is packed is unpacked once into temporary files without names, which the system frees
 * when nobody reads them any more, however the process ends.
 */
public final class Contents {
  private static final int BLOCK = 1 << 16;

  private Contents() {}

  /**
   * Opens all files; those that are packed are unpacked on several threads.
   *
   * @throws ExecutionFailure if a file cannot be read, or is cut off
   */
  public static List<Content> of(SourceFiles files, int threads) throws IOException {
    var contents = new ArrayList<Content>();
    InOrder.run(
        files.files().size(),
        threads,
        () ->
            new InOrder.Worker<Content>() {
              @Override
              public Content run(int task) throws IOException {
                return of(files.files().get(task), Long.MAX_VALUE);
              }

              @Override
              public void close() {
                // holds nothing
              }
            },
        new InOrder.Taker<Content>() {
          @Override
          public void take(Content content) {
            contents.add(content);
          }

          @Override
          public void drop(Content content) {
            // nobody reads it, which frees it
          }
        });
    return contents;
  }

  /**
   * Opens a file, of which no more is unpacked than about {@code most} bytes; whoever needs the
   * digest or the rest opens all of it.
   *
   * @throws ExecutionFailure if the file cannot be read
   */
  public static Content beginning(Path file, int most) throws IOException {
    return of(file, most);
  }

  private static Content of(Path file, long most) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var packing = Packing.of(in.readNBytes(Packing.HEAD));
      if (packing.isEmpty()) {
        return new Content(file, Files.size(file), Optional.empty(), Optional.empty());
      }
      return unpacked(file, packing.get(), most);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw SourceFiles.failure(file, e);
    }
  }

  private static Content unpacked(Path file, Packing packing, long most) throws IOException {
    var digest = Sha256.create();
    var spool = spool();
    long size = 0;
    try (var packed = new DigestInputStream(Files.newInputStream(file), digest);
        var in = packing.unpack(packed)) {
      var block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0 && size < most; n = in.read(block)) {
        write(spool, block, n, file);
        size += n;
      }
    } catch (Packing.BrokenException e) {
      spool.close();
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              file.toString(),
              e.getMessage() + ", after " + size + " unpacked bytes",
              "a whole " + packing.words(),
              "write or copy the file again"),
          e);
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
    return new Content(file, size, Optional.of(spool), Optional.of(digest.digest()));
  }

  private static FileChannel spool() throws IOException {
    return FileChannel.open(
        Files.createTempFile("tributary-unpacked-", ""),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static void write(FileChannel spool, byte[] block, int count, Path file)
      throws IOException {
    try {
      var bytes = ByteBuffer.wrap(block, 0, count);
      while (bytes.hasRemaining()) {
        spool.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new ExecutionFailure(
          Code.RESOURCE_EXHAUSTED,
          new Explanation(
              file.toString(),
              "cannot be unpacked into " + System.getProperty("java.io.tmpdir") + " (" + e + ")",
              "room for what the file holds",
              "make room, or set java.io.tmpdir to where there is some"),
          e);
    }
  }
}
