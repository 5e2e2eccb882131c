package io.tributary.serving;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The files beside an ONNX file in which it keeps weights (ONNX's external data). Weights in the
 * file itself are passed over without being read. The numbers of fields are those of onnx.proto.
 */
final class ModelWeights {
  private static final int DEEPEST = 100;

  private final TreeSet<String> locations = new TreeSet<>();

  private ModelWeights() {}

  /** The messages in which tensors are. */
  private enum Message {
    MODEL,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR,
    EXTERNAL_DATA;

    Optional<Message> in(int field) {
      return Optional.ofNullable(
          switch (this) {
            case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : null;
            case FUNCTION -> field == 7 ? NODE : null;
            case GRAPH ->
                switch (field) {
                  case 1 -> NODE;
                  case 5 -> TENSOR;
                  case 15 -> SPARSE_TENSOR;
                  default -> null;
                };
            case NODE -> field == 5 ? ATTRIBUTE : null;
            case ATTRIBUTE ->
                switch (field) {
                  case 5, 10 -> TENSOR;
                  case 6, 11 -> GRAPH;
                  case 22, 23 -> SPARSE_TENSOR;
                  default -> null;
                };
            case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
            case TENSOR -> field == 13 ? EXTERNAL_DATA : null;
            case EXTERNAL_DATA -> null;
          });
    }
  }

  /**
   * The files with weights of a model, in the order of their names; none if it is no ONNX file.
   *
   * @throws InvalidModelException naming all that are not there, or not below the model's folder
   */
  static List<Path> of(Path onnx) throws IOException {
    var found = new ModelWeights();
    try (var in = new BufferedInputStream(Files.newInputStream(onnx), 1 << 16)) {
      found.read(CodedInputStream.newInstance(in), Message.MODEL, DEEPEST);
    } catch (InvalidProtocolBufferException e) {
      return List.of(); // what is wrong with the file, ONNX Runtime says
    }
    return found.files(onnx);
  }

  private void read(CodedInputStream in, Message message, int deeper) throws IOException {
    String key = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      var inside = message.in(field);
      if (inside.isPresent() && deeper > 0) {
        int outside = in.pushLimit(in.readRawVarint32());
        read(in, inside.get(), deeper - 1);
        in.popLimit(outside);
      } else if (message == Message.EXTERNAL_DATA && field == 1) {
        key = in.readString();
      } else if (message == Message.EXTERNAL_DATA && field == 2) {
        value = in.readString();
      } else {
        in.skipField(tag);
      }
    }
    if (key.equals("location")) {
      locations.add(value);
    }
  }

  private List<Path> files(Path onnx) {
    var folder = requireNonNull(onnx.toAbsolutePath().normalize().getParent());
    var files = new ArrayList<Path>();
    var problems = new ArrayList<String>();
    for (var location : locations) {
      if (location.indexOf('\0') >= 0) {
        problems.add("a file whose name has a NUL in it");
        continue;
      }
      var file = folder.resolve(location).normalize();
      if (Path.of(location).isAbsolute() || !file.startsWith(folder)) {
        problems.add("'" + location + "', which is outside its folder");
      } else if (!Files.isRegularFile(file)) {
        problems.add("'" + location + "', which is not there");
      }
      files.add(file);
    }
    if (!problems.isEmpty()) {
      throw new InvalidModelException(
          onnx
              + ": keeps weights in "
              + String.join("; ", problems)
              + " (expected: files beside the model); copy them together, or export the model again"
              + " as one file");
    }
    return files;
  }
}
