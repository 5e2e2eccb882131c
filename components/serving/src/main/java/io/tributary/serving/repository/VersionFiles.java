package io.tributary.serving.repository;

import static java.util.Objects.requireNonNull;

import io.tributary.api.digest.Sha256;
import io.tributary.serving.InvalidModelException;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a version of a model holds, by plain names; {@code model.onnx} is among them. Signature and
 * manifest come beside them.
 */
record VersionFiles(Map<String, Path> byName) {
  private static final String MODEL_FILE = ModelRepository.MODEL_FILE;
  private static final String SIGNATURE_FILE = "signature.json";

  VersionFiles {
    if (!byName.containsKey(MODEL_FILE)) {
      throw new RepositoryException(
          "files: " + byName.keySet() + " (expected: " + MODEL_FILE + " among them)");
    }
    for (String name : byName.keySet()) {
      if (name.equals(Digests.MANIFEST)
          || name.equals(SIGNATURE_FILE)
          || name.startsWith(".")
          || name.indexOf('/') >= 0
          || name.indexOf('\n') >= 0) {
        throw new RepositoryException(
            "file name '" + name + "' (expected: a plain name that the repository does not use)");
      }
    }
  }

  /** The model, and the files beside it in which it keeps weights; see {@link ModelRepository}. */
  static Map<String, Path> of(Path onnx) {
    try {
      var files = OnnxModel.files(onnx);
      Map<String, Path> byName = new TreeMap<>();
      byName.put(MODEL_FILE, onnx);
      Path folder = requireNonNull(onnx.toAbsolutePath().normalize().getParent());
      for (Path weights : files.subList(1, files.size())) {
        var taken = byName.putIfAbsent(folder.relativize(weights).toString(), weights);
        if (taken != null) {
          throw new InvalidModelException(
              onnx
                  + ": keeps weights in '"
                  + MODEL_FILE
                  + "', which a published model itself is called (expected: another name); export"
                  + " the model again");
        }
      }
      return byName;
    } catch (IOException e) {
      throw RepositoryException.of("read " + onnx, e);
    }
  }

  /**
   * Copies them into a directory, which is made, and compares what has arrived.
   *
   * @return SHA-256 by name
   */
  Map<String, String> copy(Path version) throws IOException {
    Files.createDirectory(version);
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, Path> file : byName.entrySet()) {
      digests.put(file.getKey(), Digests.copy(file.getValue(), version.resolve(file.getKey())));
    }
    List<String> problems = Digests.problems(version, digests);
    if (!problems.isEmpty()) {
      throw new RepositoryException(
          version
              + ": the copy differs from what was read: "
              + String.join("; ", problems)
              + "; check the disk");
    }
    return digests;
  }

  /**
   * Puts signature and manifest beside the files of a version, and them all through to the disk.
   */
  static void describe(Path version, Signature signature, Map<String, String> digests)
      throws IOException {
    Staging.write(version.resolve(SIGNATURE_FILE), signature.toJson());
    digests.put(SIGNATURE_FILE, Sha256.of(version.resolve(SIGNATURE_FILE)));
    Staging.write(version.resolve(Digests.MANIFEST), Digests.manifest(digests));
    Staging.sync(version);
  }

  /** Inputs and outputs of what lies in the directory of a version. */
  static Signature signature(Path version) {
    try {
      return Signature.fromJson(Files.readString(version.resolve(SIGNATURE_FILE)));
    } catch (NoSuchFileException e) {
      return signatureOf(version.resolve(MODEL_FILE));
    } catch (IOException | IllegalArgumentException e) {
      throw new RepositoryException(
          version.resolve(SIGNATURE_FILE)
              + ": "
              + e.getMessage()
              + " (expected: the signature as published); publish the model again",
          e);
    }
  }

  static Signature signatureOf(Path onnx) {
    try (OnnxModel model = OnnxModel.open(onnx)) {
      return model.signature();
    }
  }
}
