package io.tributary.serving.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which one change is prepared, on the repository's file system. Its owner holds a
 * lock on a file inside: what nobody holds a lock on was left by a process that died.
 */
final class Staging implements AutoCloseable {
  private static final String LOCK = "owner.lock";

  /** A directory without a lock file is about to get one, unless it is older than this. */
  private static final Duration UNLOCKED_GRACE = Duration.ofHours(1);

  private final Path directory;
  private final boolean leavesNothing;
  private final FileChannel lockChannel;

  private Staging(Path directory, boolean leavesNothing, FileChannel lockChannel) {
    this.directory = directory;
    this.leavesNothing = leavesNothing;
    this.lockChannel = lockChannel;
  }

  /** A fresh directory under {@code root}, which is made if need be. */
  static Staging open(Path root) throws IOException {
    return open(root, false);
  }

  /** A fresh directory under {@code root}, which is there only as long as any is in it. */
  static Staging openAndLeaveNothing(Path root) throws IOException {
    return open(root, true);
  }

  private static Staging open(Path root, boolean leavesNothing) throws IOException {
    while (true) {
      Path directory;
      try {
        directory = Files.createTempDirectory(Files.createDirectories(root), thisProcess());
      } catch (NoSuchFileException e) {
        continue; // the last one was closed in between
      }
      Path lockFile = directory.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null && Files.exists(lockFile)) {
        return new Staging(directory, leavesNothing, channel);
      }
      // A sweep came between making the file and locking it.
      channel.close();
    }
  }

  /** The same in every staging directory of this process, and in no other process. */
  private static String thisProcess() {
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + Long.toString(started, Character.MAX_RADIX) + "-";
  }

  Path directory() {
    return directory;
  }

  /** Removes what dead processes left under {@code root}. */
  static void sweep(Path root, Instant now) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Path> directories;
    try (Stream<Path> listing = Files.list(root)) {
      directories = listing.toList();
    }
    for (Path directory : directories) {
      // Looking at a lock of one's own process would drop it: POSIX locks end with any close.
      if (!directory.getFileName().toString().startsWith(thisProcess())
          && isAbandoned(directory, now)) {
        deleteTree(directory);
      }
    }
  }

  private static boolean isAbandoned(Path directory, Instant now) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(directory)) {
        return false;
      }
      Instant changed = Files.getLastModifiedTime(directory).toInstant();
      return changed.isBefore(now.minus(UNLOCKED_GRACE));
    }
  }

  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Writes a small file through to the disk. */
  static void write(Path file, String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  /** Makes the names in a directory survive a power cut; Windows has no such call. */
  static void sync(Path directory) throws IOException {
    if (java.io.File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    deleteTree(directory);
    lockChannel.close();
    try {
      if (leavesNothing) {
        Files.deleteIfExists(directory.getParent());
      }
    } catch (DirectoryNotEmptyException e) {
      return; // others are at work
    }
  }
}
