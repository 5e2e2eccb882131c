package io.tributary.components.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Weights of a model in a file of their own, beside that of the graph (ONNX's external data). Each
 * begins at a page, so that it can be mapped into memory. Not thread-safe.
 */
final class WeightsFile implements AutoCloseable {
  private static final int PAGE = 4_096;

  /** What is smaller stays with the nodes, where shapes and the like are looked for. */
  private static final int LEAST_BYTES = 1_024;

  private final String name;
  private final OutputStream out;
  private long size;

  private WeightsFile(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  /** That of the model in {@code file}: {@code <name>.data}. */
  static WeightsFile beside(Path file) throws IOException {
    var path = path(file);
    return new WeightsFile(
        path.getFileName().toString(),
        new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
  }

  /** Where {@link #beside} writes. */
  static Path path(Path file) {
    return file.resolveSibling(file.getFileName() + ".data");
  }

  /** Whether a constant can be kept outside of the graph, and is large enough. */
  static boolean takes(TensorProto constant) {
    return constant.getRawData().size() >= LEAST_BYTES;
  }

  /** Writes the values of a constant; returns it with the place where they are. */
  TensorProto put(TensorProto constant) throws IOException {
    long begin = (size + PAGE - 1) / PAGE * PAGE;
    out.write(new byte[(int) (begin - size)]);
    var values = constant.getRawData();
    values.writeTo(out);
    size = begin + values.size();
    return constant.toBuilder()
        .clearRawData()
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", name))
        .addExternalData(entry("offset", Long.toString(begin)))
        .addExternalData(entry("length", Long.toString(values.size())))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
