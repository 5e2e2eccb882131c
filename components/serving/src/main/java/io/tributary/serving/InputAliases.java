package io.tributary.serving;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A graph of which some inputs have another name for ONNX Runtime: its Java binding damages names
 * with characters beyond U+FFFF, and finds no input by them. An {@code Identity} leads from the
 * other name to the tensor that is called as the input was. The numbers of fields are those of
 * onnx.proto.
 *
 * @param onnx the graph
 * @param names the inputs' own names, by the others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InputAliases(byte[] onnx, Map<String, String> names) {
  private static final int GRAPH = 7;
  private static final int NODES = 1;
  private static final int INPUTS = 11;
  private static final int NAME_OF_VALUE = 1;

  /** As the binding shows the first bytes of such a character, unless it cuts the second one. */
  private static final Pattern DAMAGED = Pattern.compile("[\\xF0-\\xF4]([\\x80-\\xBF]|\\z)");

  /** Whether one of these names, which the binding has given, may be damaged. */
  static boolean areNeeded(Collection<String> names) {
    return names.stream().anyMatch(name -> DAMAGED.matcher(name).find());
  }

  static InputAliases of(byte[] onnx) throws InvalidProtocolBufferException {
    var model = UnknownFieldSet.parseFrom(onnx);
    var graph = UnknownFieldSet.parseFrom(model.getField(GRAPH).getLengthDelimitedList().get(0));
    var names = new LinkedHashMap<String, String>();
    var nodes = Field.newBuilder();
    var inputs = Field.newBuilder();
    for (var input : graph.getField(INPUTS).getLengthDelimitedList()) {
      var value = UnknownFieldSet.parseFrom(input);
      var name = value.getField(NAME_OF_VALUE).getLengthDelimitedList().get(0);
      if (name.toStringUtf8().codePoints().allMatch(Character::isBmpCodePoint)) {
        inputs.addLengthDelimited(input);
        continue;
      }
      var alias = "tributary:input:" + names.size();
      names.put(alias, name.toStringUtf8());
      var renamed = value.toBuilder().addField(NAME_OF_VALUE, text(alias)).build();
      inputs.addLengthDelimited(renamed.toByteString());
      nodes.addLengthDelimited(identity(alias, name));
    }
    graph.getField(NODES).getLengthDelimitedList().forEach(nodes::addLengthDelimited);
    var changed =
        graph.toBuilder().addField(NODES, nodes.build()).addField(INPUTS, inputs.build()).build();
    return new InputAliases(
        model.toBuilder().addField(GRAPH, bytes(changed.toByteString())).build().toByteArray(),
        names);
  }

  private static ByteString identity(String from, ByteString to) {
    return UnknownFieldSet.newBuilder()
        .addField(1, text(from))
        .addField(2, bytes(to))
        .addField(4, text("Identity"))
        .build()
        .toByteString();
  }

  private static Field text(String text) {
    return bytes(ByteString.copyFromUtf8(text));
  }

  private static Field bytes(ByteString bytes) {
    return Field.newBuilder().addLengthDelimited(bytes).build();
  }
}
