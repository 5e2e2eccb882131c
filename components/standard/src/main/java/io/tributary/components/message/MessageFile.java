package io.tributary.components.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.data.tfrecord.TfRecords;
import io.tributary.proto.tfmd.NaturalLanguageStatistics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes files of one type of message. A name that ends with {@code .pb} means binary,
 * one with {@code .tfrecord} in its extension a TFRecord file of one record, as Beam jobs of TFDV
 * write them; of any other file the content shows whether it is text or binary.
 *
 * @param <M> the type of message
 * @param prototype an empty message of the type
 * @param what says what such a file holds: {@code a tensorflow.metadata.v0.Schema}
 * @param remedy what to do about a file that is missing or wrong
 */
public record MessageFile<M extends Message>(M prototype, String what, String remedy) {
  /** What texts need, and binary files do without: all descriptors, which take long to read. */
  private static final class Texts {
    /** What may be inside of an Any: TFDV's statistics of natural language. */
    static final TypeRegistry TYPES =
        TypeRegistry.newBuilder().add(NaturalLanguageStatistics.getDescriptor()).build();

    static final TextFormat.Printer PRINTER =
        TextFormat.printer().usingTypeRegistry(TYPES).escapingNonAscii(false);
  }

  public MessageFile {
    requireNonNull(prototype, "prototype");
    requireNonNull(what, "what");
    requireNonNull(remedy, "remedy");
  }

  /**
   * The message in a file.
   *
   * @throws ExecutionFailure if there is no such file (NOT_FOUND), or it is not readable
   *     (INVALID_DATA); of text it says the line
   */
  public M read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.NOT_FOUND,
          new Explanation(file.toString(), "no such file", expected(), remedy));
    }
    var content = Files.readAllBytes(file);
    var name = file.getFileName().toString();
    if (isRecords(name)) {
      return parseBinary(file, onlyRecord(file, content));
    }
    return name.endsWith(".pb") || !isText(content)
        ? parseBinary(file, content)
        : parseText(file, content);
  }

  private static boolean isRecords(String name) {
    return name.endsWith(".tfrecord") || name.contains(".tfrecord-");
  }

  private byte[] onlyRecord(Path file, byte[] content) {
    var records = TfRecords.read(content);
    if (records.problem().isPresent() || records.payloads().size() != 1) {
      throw unreadable(
          file, records.problem().orElse(records.payloads().size() + " records, not one"), null);
    }
    return records.payloads().get(0);
  }

  /**
   * Writes a message, binary if the name ends with {@code .pb} and as text otherwise. Equal
   * messages give equal bytes.
   *
   * @throws ExecutionFailure if the name means a TFRecord file (INVALID_ARGUMENT)
   */
  public void write(Path file, M message) throws IOException {
    var name = file.getFileName().toString();
    if (isRecords(name)) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              file.toString(),
              "the name of a TFRecord file, which is read but not written",
              "a name that ends with .pb for binary, or otherwise for text",
              "choose another name"));
    }
    if (name.endsWith(".pb")) {
      WholeFile.write(file, binary(message));
    } else {
      WholeFile.write(file, text(message));
    }
  }

  /** The message in text format. Equal messages give equal texts. */
  public static String text(Message message) {
    return Texts.PRINTER.printToString(message);
  }

  /** The message in text format on one line. */
  public static String line(Message message) {
    return Texts.PRINTER.emittingSingleLine(true).printToString(message).strip();
  }

  /** The message in binary, entries of maps in the order of their keys. */
  public static byte[] binary(Message message) {
    var bytes = new ByteArrayOutputStream(message.getSerializedSize());
    var coded = CodedOutputStream.newInstance(bytes);
    coded.useDeterministicSerialization();
    try {
      message.writeTo(coded);
      coded.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  /**
   * A message that parses but is not what was wanted.
   *
   * @param value what is wrong with it
   */
  public ExecutionFailure unreadable(Path file, String value, @Nullable Throwable cause) {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_DATA,
        new Explanation(file.toString(), value, expected(), remedy),
        cause);
  }

  private String expected() {
    return what + ", in text format or binary";
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

  private M parseText(Path file, byte[] content) {
    var builder = prototype.newBuilderForType();
    try {
      TextFormat.Parser.newBuilder()
          .setTypeRegistry(Texts.TYPES)
          .build()
          .merge(new String(content, UTF_8), builder);
    } catch (TextFormat.ParseException e) {
      var position = e.getLine() + ":" + e.getColumn() + ": ";
      var found = String.valueOf(e.getMessage());
      throw unreadable(
          file,
          "line "
              + e.getLine()
              + ", column "
              + e.getColumn()
              + ": "
              + (found.startsWith(position) ? found.substring(position.length()) : found),
          e);
    }
    return complete(builder);
  }

  private M parseBinary(Path file, byte[] content) {
    try {
      var message = complete(prototype.newBuilderForType().mergeFrom(content));
      if (hasUnknown(message)) {
        throw unreadable(file, "a message of another type, with fields that are unknown", null);
      }
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(file, "not readable: " + e.getMessage(), e);
    }
  }

  /** Fields are unknown to a message that was written as another; text of such is refused, too. */
  private static boolean hasUnknown(Message message) {
    var fields = message.getUnknownFields().asMap().keySet();
    if (!fields.stream().allMatch(field -> isEnum(message, field))) {
      return true;
    }
    for (var value : message.getAllFields().values()) {
      for (var each : value instanceof List<?> several ? several : List.of(value)) {
        if (each instanceof Message below && hasUnknown(below)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A value that an enum does not have yet. */
  private static boolean isEnum(Message message, int field) {
    var known = message.getDescriptorForType().findFieldByNumber(field);
    return known != null && known.getJavaType() == FieldDescriptor.JavaType.ENUM;
  }

  @SuppressWarnings("unchecked") // a builder of the prototype builds messages of its type
  private M complete(Message.Builder builder) {
    return (M) builder.build();
  }
}
