package io.tributary.cli;

import io.tributary.components.json.Json;
import io.tributary.components.message.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Pages about models on their way to files. */
final class ModelPages {
  private ModelPages() {}

  /** Writes the page, or JSON if the name of the file ends so. */
  static void write(Path file, Map<String, Object> json, Supplier<String> html) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (file.toString().endsWith(".json")) {
      WholeFile.write(file, Json.write(json));
    } else {
      WholeFile.write(file, html.get());
    }
  }
}
