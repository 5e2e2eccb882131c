package io.tributary.cli.command;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file or folder that exists only while a command works: gone when it ends, also when Ctrl-C ends
 * it. Then the thread that made it is interrupted, and has some seconds to end by itself.
 */
public final class Temporary implements AutoCloseable {
  private static final int SECONDS = 5;
  private static final int ATTEMPTS = 100;

  private final Path path;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread interrupt;

  private Temporary(Path path) {
    this.path = path;
    var owner = Thread.currentThread();
    interrupt = new Thread(() -> stop(owner), "tributary-interrupt");
    Runtime.getRuntime().addShutdownHook(interrupt);
  }

  /** A new folder, with the permissions that any new one has. */
  public static Temporary folder(Path parent, String prefix) throws IOException {
    var folder = Files.createDirectory(parent.resolve(prefix + unique()));
    return new Temporary(folder);
  }

  /** A place for a file beside another one; there is none yet. */
  public static Temporary beside(Path file) {
    return new Temporary(file.resolveSibling("." + file.getFileName() + "-" + unique()));
  }

  private static String unique() {
    return ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36);
  }

  public Path path() {
    return path;
  }

  private void stop(Thread owner) {
    owner.interrupt();
    try {
      if (!closed.await(SECONDS, TimeUnit.SECONDS)) {
        delete();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("tributary: " + path + ": cannot be deleted (" + e + ")");
    }
  }

  /** Deletes it, if it is still there. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      delete();
    } finally {
      closed.countDown();
      Interrupts.remove(interrupt);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Others may still be writing into it. */
  private void delete() throws IOException {
    for (int attempt = 1; Files.exists(path, LinkOption.NOFOLLOW_LINKS); attempt++) {
      try (var files = Files.walk(path)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
