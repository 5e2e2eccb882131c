package io.tributary.components.onnx;

import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A graph that is open as a model, not to be sent elsewhere; to be closed.
 *
 * @param files what it was written to, the folder last, to be deleted with it; none if it is in
 *     memory
 */
public record OpenGraph(OnnxModel model, List<Path> files) implements AutoCloseable {
  public OpenGraph {
    files = List.copyOf(files);
  }

  @Override
  public void close() throws IOException {
    try {
      model.close();
    } finally {
      delete(files);
    }
  }

  static void delete(List<Path> files) throws IOException {
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
