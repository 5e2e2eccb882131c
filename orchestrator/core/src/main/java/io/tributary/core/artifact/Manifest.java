package io.tributary.core.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.digest.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a payload consists of.
 *
 * @param files sorted by path
 */
public record Manifest(List<Entry> files) {
  /** Name of the file that holds the manifest, inside the payload's directory. */
  public static final String FILE_NAME = ".manifest";

  private static final String HEADER = "tributary-manifest 1 ";

  /**
   * One file.
   *
   * @param path relative to the payload's directory, with {@code /} between its parts
   * @param size in bytes
   * @param sha256 of the content, in hexadecimal
   */
  public record Entry(String path, long size, String sha256) {}

  public Manifest {
    files = List.copyOf(files);
  }

  /** SHA-256 over paths, sizes and contents of all files, in hexadecimal. */
  public String digest() {
    return Sha256.hex(body().getBytes(UTF_8));
  }

  private String body() {
    var body = new StringBuilder(files.size() * 100);
    for (var file : files) {
      body.append(file.sha256()).append(' ').append(file.size()).append(' ');
      body.append(file.path()).append('\n');
    }
    return body.toString();
  }

  /** As text: a header line with the digest, then {@code <sha256> <size> <path>} per file. */
  String format() {
    return HEADER + digest() + "\n" + body();
  }

  /** Reads what {@link #format} wrote; empty if it is cut off or damaged. */
  static Optional<Manifest> parse(String text) {
    int end = text.indexOf('\n');
    if (end < 0 || !text.startsWith(HEADER)) {
      return Optional.empty();
    }
    var digest = text.substring(HEADER.length(), end);
    var files = new ArrayList<Entry>();
    for (int start = end + 1; start < text.length(); start = end + 1) {
      end = text.indexOf('\n', start);
      int first = text.indexOf(' ', start);
      int second = first < 0 ? -1 : text.indexOf(' ', first + 1);
      if (end < 0 || second < 0 || second > end) {
        return Optional.empty();
      }
      try {
        files.add(
            new Entry(
                text.substring(second + 1, end),
                Long.parseLong(text, first + 1, second, 10),
                text.substring(start, first)));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    var manifest = new Manifest(files);
    return manifest.digest().equals(digest) ? Optional.of(manifest) : Optional.empty();
  }
}
