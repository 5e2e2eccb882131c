package io.tributary.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Databases that ML Metadata 1.16.0 wrote itself. */
final class GoldenDatabases {

  private GoldenDatabases() {}

  /** Unpacks one of them into a directory. */
  static Path unpack(String name, Path directory) throws IOException {
    var file = directory.resolve(name.replace(".gz", ""));
    try (var in =
        new GZIPInputStream(
            Objects.requireNonNull(
                GoldenDatabases.class.getResourceAsStream("/goldens/" + name), name))) {
      Files.copy(in, file);
    }
    return file;
  }
}
