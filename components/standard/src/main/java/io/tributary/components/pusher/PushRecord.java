package io.tributary.components.pusher;

import io.tributary.components.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The payload of a {@code PushedModel}, {@code push.json}: what was pushed, without paths and
 * times.
 *
 * @param pushed whether the model is served
 * @param modelName the name it is served under
 * @param version its version; 0 when it was not pushed
 * @param digests SHA-256 of the model's files, by name; empty when it was not pushed
 */
record PushRecord(boolean pushed, String modelName, long version, Map<String, String> digests) {
  static final String FILE = "push.json";

  PushRecord {
    digests = Map.copyOf(digests);
  }

  void write(Path directory) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("pushed", pushed);
    fields.put("model_name", modelName);
    fields.put("version", version);
    fields.put("sha256", new TreeMap<>(digests));
    Files.write(directory.resolve(FILE), Json.write(fields));
  }

  static PushRecord read(Path directory) throws IOException {
    var file = directory.resolve(FILE);
    if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> fields
        && fields.get("pushed") instanceof Boolean pushed
        && fields.get("model_name") instanceof String modelName
        && fields.get("version") instanceof Long version
        && fields.get("sha256") instanceof Map<?, ?> files) {
      var digests = new TreeMap<String, String>();
      files.forEach((name, digest) -> digests.put((String) name, (String) digest));
      return new PushRecord(pushed, modelName, version, digests);
    }
    throw new IOException(
        file + ": not in the form of a push record (expected: as Pusher wrote it)");
  }
}
