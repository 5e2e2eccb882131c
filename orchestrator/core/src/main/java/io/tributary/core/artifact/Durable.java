package io.tributary.core.artifact;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Steps on a file system, and what makes them survive a crash of the machine. */
public final class Durable {
  /** Directories cannot be opened, and need not be, where the separator is a backslash. */
  private static final boolean DIRECTORIES_ARE_FILES = File.separatorChar == '/';

  private static final int MOST_TRIES = 1000;

  private Durable() {}

  /** Brings a file to stable storage. */
  public static void forceFile(Path file) throws IOException {
    try (var channel =
        DIRECTORIES_ARE_FILES
            ? FileChannel.open(file, READ)
            : FileChannel.open(file, READ, WRITE)) {
      channel.force(true);
    }
  }

  /** Brings the names in a directory to stable storage. */
  public static void forceDirectory(Path directory) throws IOException {
    if (DIRECTORIES_ARE_FILES) {
      forceFile(directory);
    }
  }

  /** Brings a directory with all it holds to stable storage. */
  static void forceTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            forceFile(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            forceDirectory(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Makes a directory with its parents, while others may delete parents that they find empty: every
   * deletion is followed by another try. A parent that is found and then gone is reported as a file
   * in the way.
   */
  static Path makeDirectories(Path directory) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return Files.createDirectories(directory);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /** Deletes a directory with all it holds, if it exists. */
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

          /** Another process may delete the same. */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
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

  /** Deletes {@code directory} and its parents below {@code root}, as far as they are empty. */
  static void deleteEmpty(Path directory, Path root) throws IOException {
    for (var path = directory;
        path != null && path.startsWith(root) && !path.equals(root);
        path = path.getParent()) {
      try {
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }
}
