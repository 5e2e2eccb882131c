package io.tributary.components.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Collectors;

/** Reads and writes schemas. */
public final class SchemaReader {
  /** Name of the file of a {@code Schema} artifact: a text-format Schema. */
  public static final String FILE = "schema.pbtxt";

  private SchemaReader() {}

  /**
   * The schema of an artifact.
   *
   * @param artifact the artifact's directory
   * @throws ExecutionFailure if there is none, or it is not readable
   */
  public static Schema read(Path artifact) throws IOException {
    return readFile(artifact.resolve(FILE));
  }

  /**
   * The schema in a file, in text format or binary, as the content shows.
   *
   * @throws ExecutionFailure if there is no such file, or it is no schema
   */
  public static Schema readFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.NOT_FOUND,
          new Explanation(
              file.toString(),
              "no such file",
              "a tensorflow.metadata.v0.Schema, in text format or binary",
              "check the path"));
    }
    var content = Files.readAllBytes(file);
    var schema = isText(content) ? parseText(file, content) : parseBinary(file, content);
    if (schema.getFeatureCount() == 0) {
      throw unreadable(file, "a schema without features", null);
    }
    return schema;
  }

  /**
   * Objects to a schema that makes no sense, all flaws at once.
   *
   * @param where names the schema in the message
   * @throws ExecutionFailure with code INVALID_DATA
   */
  public static void check(String where, Schema schema) {
    var flaws =
        schema.getFeatureList().stream()
            .flatMap(feature -> FeatureCheck.ofSpecification(schema, feature).stream())
            .map(departure -> departure.explanation().toString())
            .collect(Collectors.toList());
    var names = new HashSet<String>();
    for (var feature : schema.getFeatureList()) {
      if (feature.hasName() && !names.add(feature.getName())) {
        flaws.add(
            new Explanation(
                    "feature '" + feature.getName() + "'",
                    "described twice",
                    "one description per feature",
                    "remove one")
                .toString());
      }
    }
    if (!flaws.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              where,
              flaws.size() + " flaws:\n  " + String.join("\n  ", flaws) + "\n",
              "a schema that makes sense",
              "correct the schema"));
    }
  }

  /** Writes the file of an artifact. Equal schemas give equal bytes. */
  static void write(Path artifact, Schema schema) throws IOException {
    Files.writeString(
        artifact.resolve(FILE), TextFormat.printer().escapingNonAscii(false).printToString(schema));
  }

  private static boolean isText(byte[] content) {
    for (byte b : content) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Schema parseText(Path file, byte[] content) {
    var schema = Schema.newBuilder();
    try {
      TextFormat.getParser().merge(new String(content, UTF_8), schema);
      return schema.build();
    } catch (TextFormat.ParseException e) {
      throw unreadable(
          file, "line " + e.getLine() + ", column " + e.getColumn() + ": " + e.getMessage(), e);
    }
  }

  private static Schema parseBinary(Path file, byte[] content) {
    try {
      return Schema.parseFrom(content);
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(file, "not readable: " + e.getMessage(), e);
    }
  }

  private static ExecutionFailure unreadable(
      Path file, String value, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_DATA,
        new Explanation(
            file.toString(),
            value,
            "a tensorflow.metadata.v0.Schema, in text format or binary",
            "correct the file, or write it again with SchemaGen or TFDV"),
        cause);
  }
}
