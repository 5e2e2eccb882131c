package io.tributary.core.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import io.tributary.api.digest.Sha256;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.proto.pipeline.MapValue;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Parameter;
import io.tributary.proto.pipeline.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What decides whether an earlier execution's outputs can stand for this one: SHA-256 over the
 * component's class and code, parameters, seed, external digest, and for every input artifact its
 * content digest and the properties that a component can see. Names, ids, URIs and times of
 * artifacts, the pipeline and the node are no part of it.
 *
 * @param hex the key, and name of its context in the metadata store
 * @param ingredients what went into it, for explanations: maps, lists and texts, by name
 */
record CacheKey(String hex, Map<String, Object> ingredients) {
  private static final String VERSION = "tributary-cache-key 1";

  /** Properties that the launcher sets: they say where an artifact comes from, not what it is. */
  static final Set<String> PROVENANCE =
      Set.of(
          StoredArtifact.CONTENT_DIGEST,
          "name",
          "pipeline_name",
          "producer_component",
          "tributary_version");

  static CacheKey of(
      Node node,
      Map<String, String> code,
      ParameterText text,
      Map<String, List<StoredArtifact<?>>> inputs,
      long seed,
      String externalDigest) {
    var digest = new Fields();
    var ingredients = new LinkedHashMap<String, Object>();
    digest.add(VERSION).add(node.getComponent());
    ingredients.put("component", node.getComponent());

    digest.add(code.size());
    code.forEach((name, fingerprint) -> digest.add(name).add(fingerprint));
    ingredients.put("code", code);

    var parameters = new LinkedHashMap<String, Object>();
    digest.add(node.getParametersCount());
    for (var parameter : node.getParametersList()) {
      digest.add(parameter.getName()).add(bytes(settled(parameter.getValue(), text)));
      parameters.put(parameter.getName(), text.of(settled(parameter.getValue(), text)));
    }
    ingredients.put("parameters", parameters);

    digest.add(Long.toString(seed)).add(externalDigest);
    ingredients.put("seed", seed);
    ingredients.put("external", externalDigest);

    var contents = new LinkedHashMap<String, Object>();
    digest.add(inputs.size());
    inputs.forEach(
        (name, artifacts) -> {
          digest.add(name).add(artifacts.size());
          var described = new ArrayList<Object>();
          for (var artifact : artifacts) {
            var properties = visible(artifact);
            digest.add(artifact.digest()).add(properties.size());
            properties.forEach((property, value) -> digest.add(property).add(value));
            described.add(Map.of("digest", artifact.digest(), "properties", texts(properties)));
          }
          contents.put(name, described);
        });
    ingredients.put("inputs", contents);
    return new CacheKey(digest.hex(), ingredients);
  }

  private static Map<String, byte[]> visible(StoredArtifact<?> artifact) {
    var visible = new TreeMap<String, byte[]>();
    artifact.message().getPropertiesMap().forEach((name, value) -> visible.put(name, bytes(value)));
    artifact
        .message()
        .getCustomPropertiesMap()
        .forEach(
            (name, value) -> {
              if (!PROVENANCE.contains(name)) {
                visible.put("custom " + name, bytes(value));
              }
            });
    return visible;
  }

  private static Map<String, String> texts(Map<String, byte[]> properties) {
    var texts = new TreeMap<String, String>();
    properties.forEach((name, value) -> texts.put(name, HexFormat.of().formatHex(value)));
    return texts;
  }

  /** The value with secrets taken out and runtime parameters put in. */
  private static Value settled(Value value, ParameterText text) {
    return switch (value.getKindCase()) {
      case SECRET -> Value.newBuilder().setStringValue("secret").build();
      case RUNTIME_PARAMETER ->
          Value.newBuilder()
              .setStringValue(text.runtimeValue(value.getRuntimeParameter().getName()))
              .build();
      case OPTIONAL_VALUE -> {
        var settled = value.toBuilder();
        if (value.getOptionalValue().hasValue()) {
          settled
              .getOptionalValueBuilder()
              .setValue(settled(value.getOptionalValue().getValue(), text));
        }
        yield settled.build();
      }
      case LIST_VALUE -> {
        var settled = value.toBuilder();
        var list = settled.getListValueBuilder().clearValues();
        value.getListValue().getValuesList().forEach(each -> list.addValues(settled(each, text)));
        yield settled.build();
      }
      case MAP_VALUE -> {
        var settled = value.toBuilder();
        var map = settled.getMapValueBuilder().clearEntries();
        for (var entry : value.getMapValue().getEntriesList()) {
          map.addEntries(
              MapValue.Entry.newBuilder()
                  .setKey(entry.getKey())
                  .setValue(settled(entry.getValue(), text)));
        }
        yield settled.build();
      }
      case RECORD_VALUE -> {
        var settled = value.toBuilder();
        var record = settled.getRecordValueBuilder().clearFields();
        for (var field : value.getRecordValue().getFieldsList()) {
          record.addFields(
              Parameter.newBuilder()
                  .setName(field.getName())
                  .setValue(settled(field.getValue(), text)));
        }
        yield settled.build();
      }
      default -> value;
    };
  }

  private static byte[] bytes(com.google.protobuf.Message message) {
    var bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  /**
   * A digest over fields, each preceded by its length, so that no two lists of fields are alike.
   */
  private static final class Fields {
    private final MessageDigest digest = Sha256.create();

    Fields add(byte[] field) {
      add(field.length);
      digest.update(field);
      return this;
    }

    Fields add(String field) {
      return add(field.getBytes(UTF_8));
    }

    Fields add(int number) {
      digest.update(
          new byte[] {
            (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
          });
      return this;
    }

    String hex() {
      return Sha256.hex(digest);
    }
  }
}
