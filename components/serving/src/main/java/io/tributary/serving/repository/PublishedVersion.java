package io.tributary.serving.repository;

import io.tributary.serving.Signature;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version that now lies in the repository.
 *
 * @param model its name
 * @param version its number, from 1
 * @param directory {@code <repository>/<model>/<version>}
 * @param signature of its {@code model.onnx}
 * @param digests SHA-256 in lower-case hexadecimal by file name
 */
public record PublishedVersion(
    String model, long version, Path directory, Signature signature, Map<String, String> digests) {
  public PublishedVersion {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
  }
}
