package io.tributary.core.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says which process holds a lease, so that another one on the same machine can tell whether it is
 * still alive.
 *
 * @param host name of the machine
 * @param scope what a process id is unique in: one boot of one machine, and the process-id
 *     namespace of a container
 * @param pid process id
 * @param start when the process started, in units of the scope
 */
public record ProcessIdentity(String host, String scope, long pid, String start) {
  private static final Path PROC = Path.of("/proc");

  /**
   * This process.
   *
   * @throws UncheckedIOException if it cannot be looked up
   */
  public static ProcessIdentity current() {
    long pid = ProcessHandle.current().pid();
    try {
      return new ProcessIdentity(currentHost(), currentScope(), pid, startOf(pid).orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code host|scope|pid|start}. */
  public String format() {
    return host + "|" + scope + "|" + pid + "|" + start;
  }

  /** Whether {@code owner}, as formatted by another process, is certainly no longer running. */
  public boolean knowsDead(String owner) {
    var parts = owner.split("\\|", -1);
    if (parts.length != 4 || !parts[0].equals(host) || !parts[1].equals(scope)) {
      return false;
    }
    try {
      return !startOf(Long.parseLong(parts[2])).equals(Optional.of(parts[3]));
    } catch (NumberFormatException | IOException e) {
      return false;
    }
  }

  /** A name that is good enough: nothing is looked up on the network. */
  private static String currentHost() {
    try {
      var file = Path.of("/proc/sys/kernel/hostname");
      return Files.isReadable(file)
          ? Files.readString(file).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    } catch (IOException e) {
      return "unnamed";
    }
  }

  private static String currentScope() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip()
          + "/"
          + Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
    } catch (IOException e) {
      return "machine";
    }
  }

  /**
   * When a living process started; empty if there is no such process.
   *
   * @throws IOException if that cannot be told
   */
  private static Optional<String> startOf(long pid) throws IOException {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .map(process -> process.info().startInstant().map(Object::toString).orElse(""));
    }
    String text;
    try {
      text = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
    } catch (NoSuchFileException e) {
      if (ProcessHandle.of(pid).isPresent()) {
        // The processes of other users may be hidden.
        throw e;
      }
      return Optional.empty();
    } catch (IOException e) {
      if (ProcessHandle.of(pid).isEmpty()) {
        // It ended while it was looked at.
        return Optional.empty();
      }
      throw e;
    }
    // The second field is the command in parentheses and may hold anything; the start is the 22nd.
    var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
    return zombie ? Optional.empty() : Optional.of(fields[19]);
  }
}
