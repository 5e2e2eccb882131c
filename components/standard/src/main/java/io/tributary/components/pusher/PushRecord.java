package io.tributary.components.pusher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    var printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try (var out =
        new JsonFactory()
            .createGenerator(Files.newOutputStream(directory.resolve(FILE)))
            .setPrettyPrinter(printer)) {
      out.writeStartObject();
      out.writeBooleanField("pushed", pushed);
      out.writeStringField("model_name", modelName);
      out.writeNumberField("version", version);
      out.writeObjectFieldStart("sha256");
      for (var file : new TreeMap<>(digests).entrySet()) {
        out.writeStringField(file.getKey(), file.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    }
  }

  static PushRecord read(Path directory) throws IOException {
    boolean pushed = false;
    String modelName = "";
    long version = 0;
    var digests = new TreeMap<String, String>();
    try (var parser = new JsonFactory().createParser(directory.resolve(FILE).toFile())) {
      parser.nextToken();
      for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        parser.nextToken();
        switch (field) {
          case "pushed" -> pushed = parser.getBooleanValue();
          case "model_name" -> modelName = parser.getText();
          case "version" -> version = parser.getLongValue();
          case "sha256" -> {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
              digests.put(parser.currentName(), parser.nextTextValue());
            }
          }
          default -> parser.skipChildren();
        }
      }
    }
    return new PushRecord(pushed, modelName, version, digests);
  }
}
