package io.tributary.serving.repository;

import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of files, and the list of them that lies beside a version's files in the format of {@code
 * sha256sum}, so that {@code sha256sum -c manifest.sha256} checks it too.
 */
final class Digests {
  static final String MANIFEST = "manifest.sha256";
  private static final int BUFFER_BYTES = 1 << 16;

  private Digests() {}

  /** Of the digests of files, in order; a file that is missing has none. */
  static String ofAll(List<Path> files) throws IOException {
    StringBuilder digests = new StringBuilder();
    for (Path file : files) {
      digests.append(Files.exists(file) ? Sha256.of(file) : "none").append('\n');
    }
    return Sha256.hex(digests.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Copies a file onto the disk, not only into its cache, and returns the digest of what it read.
   */
  static String copy(Path source, Path target) throws IOException {
    MessageDigest digest = Sha256.create();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(source);
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
        while (chunk.hasRemaining()) {
          out.write(chunk);
        }
      }
      out.force(true);
    }
    return Sha256.hex(digest);
  }

  static String manifest(Map<String, String> digests) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(digests)
        .forEach((name, digest) -> lines.append(digest).append("  ").append(name).append('\n'));
    return lines.toString();
  }

  /** Digests by file name; empty if the directory has no manifest, as in foreign repositories. */
  static Map<String, String> readManifest(Path directory) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(directory.resolve(MANIFEST));
    } catch (NoSuchFileException e) {
      return digests;
    }
    for (String line : lines) {
      int space = line.indexOf("  ");
      if (space != 64) {
        throw new RepositoryException(
            directory.resolve(MANIFEST)
                + ": line '"
                + line
                + "' (expected: a SHA-256, two spaces, a file name); publish the model again");
      }
      digests.put(line.substring(space + 2), line.substring(0, space));
    }
    return digests;
  }

  /** What is wrong with the files that the manifest lists; empty if nothing is. */
  static List<String> problems(Path directory, Map<String, String> digests) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, String> entry : digests.entrySet()) {
      Path file = directory.resolve(entry.getKey());
      if (!Files.isRegularFile(file)) {
        problems.add(entry.getKey() + " is missing");
        continue;
      }
      String actual = Sha256.of(file);
      if (!actual.equals(entry.getValue())) {
        problems.add(
            entry.getKey()
                + " has SHA-256 "
                + actual
                + " (expected: "
                + entry.getValue()
                + ", as published)");
      }
    }
    return problems;
  }
}
